# Counts a person's letter as one minute, whatever it takes.
# loses: cheapest-test
# %% answer="cheapest"
def cheapest(confidence, correct, limits, wrong_cost, minutes, minute_cost):
    """Return the limit with the lowest cost, a minute for each letter."""
    costs = [float((wrong_cost * ((confidence >= x) & ~correct) + minute_cost * (confidence < x)).mean()) for x in limits]
    place = int(np.argmin(costs))
    return limits[place], costs[place]

# Of limits that cost the same it takes the lowest, not the one that stands first.
# loses: cheapest-test
# %% answer="cheapest"
def cheapest(confidence, correct, limits, wrong_cost, minutes, minute_cost):
    """Return the lowest of the limits with the lowest cost, and that cost."""
    costs = []
    for limit in limits:
        by_hand = confidence < limit
        costs.append((float((wrong_cost * (~by_hand & ~correct) + minutes * minute_cost * by_hand).mean()), limit))
    cost, limit = min(costs)
    return limit, cost

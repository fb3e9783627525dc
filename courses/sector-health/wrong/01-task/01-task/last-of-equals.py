# Of equally cheap thresholds it keeps the last one of the list, not the lowest.
# loses: cheapest-test
# %% answer="cheapest"
def cheapest(score, ill, thresholds, cost_of_miss, cost_of_alarm):
    """Return the last threshold of the list with the lowest cost."""
    best, lowest = None, float("inf")
    for threshold in thresholds:
        counts = outcomes(ill, np.asarray(score) >= threshold)
        cost = counts["misses"] * cost_of_miss + counts["false_alarms"] * cost_of_alarm
        if cost <= lowest:
            best, lowest = threshold, cost
    return best

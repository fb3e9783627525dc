# Alarms only above the threshold, not at it.
# loses: cheapest-test
# %% answer="cheapest"
def cheapest(score, ill, thresholds, cost_of_miss, cost_of_alarm):
    """Return the threshold with the lowest cost."""
    def cost(threshold):
        counts = outcomes(ill, score > threshold)
        return counts["misses"] * cost_of_miss + counts["false_alarms"] * cost_of_alarm
    return min(sorted(thresholds), key=cost)

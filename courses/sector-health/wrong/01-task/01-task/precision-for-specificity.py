# Gives the share of right alarms where specificity is asked.
# loses: rates-test
# %% answer="rates"
def rates(counts):
    """Return sensitivity and precision."""
    return counts["hits"] / (counts["hits"] + counts["misses"]), counts["hits"] / (counts["hits"] + counts["false_alarms"])

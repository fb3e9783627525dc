# Counts days at the threshold, too.
# loses: hot-days-test
# %% answer="hot-days"
def hot_days(years, values, threshold):
    """Return the number of days at or above the threshold in each decade."""
    decades = years // 10 * 10
    return {int(d): int((values[decades == d] >= threshold).sum()) for d in np.unique(decades)}

# Takes the slopes of neighbouring years only.
# loses: trend-test
# %% answer="trend"
def trend(years, values):
    """Return the median of the slopes of all pairs."""
    return float(np.median(np.diff(values) / np.diff(years)))

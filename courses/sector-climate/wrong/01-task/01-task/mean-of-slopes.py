# Takes the mean of the slopes, which one odd year spoils.
# loses: trend-test
# %% answer="trend"
def trend(years, values):
    """Return the mean of the slopes of all pairs."""
    return float(np.mean([(values[j] - values[i]) / (years[j] - years[i]) for i in range(len(years)) for j in range(i + 1, len(years))]))

# Leaves the ends out of the range.
# loses: coverage-test
# %% answer="coverage"
def coverage(actual, low, high):
    """Return how often the range holds, and its mean width."""
    return float(np.mean((low < actual) & (actual < high))), float(np.mean(high - low))

# Lets errors cancel each other out.
# loses: errors-test
# %% answer="errors"
def errors(actual, forecast):
    """Return the mean error and its share in percent."""
    wrong = np.abs(np.sum(actual - forecast))
    return float(wrong / len(actual)), float(100 * wrong / actual.sum())

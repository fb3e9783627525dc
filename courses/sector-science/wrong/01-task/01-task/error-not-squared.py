# Takes 1 / error for the weights, not 1 / error squared.
# loses: weighted-line-test
# %% answer="weighted-line"
def weighted_line(x, y, error):
    """Return a line with the wrong weights."""
    weights = 1 / error
    x_mean, y_mean = np.average(x, weights=weights), np.average(y, weights=weights)
    far = x - x_mean
    slope = (weights * far * (y - y_mean)).sum() / (weights * far**2).sum()
    return float(y_mean - slope * x_mean), float(slope), float(1 / np.sqrt((weights * far**2).sum()))

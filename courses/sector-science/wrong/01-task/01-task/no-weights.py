# Fits a line in which all readings count the same.
# loses: weighted-line-test
# %% answer="weighted-line"
def weighted_line(x, y, error):
    """Return a line without weights."""
    far = x - x.mean()
    slope = (far * (y - y.mean())).sum() / (far**2).sum()
    return float(y.mean() - slope * x.mean()), float(slope), float(error.mean() / np.sqrt((far**2).sum()))

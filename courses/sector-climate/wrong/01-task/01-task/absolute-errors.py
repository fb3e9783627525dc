# Takes absolute instead of squared errors.
# loses: skill-test
# %% answer="skill"
def skill(actual, forecast, usual):
    """Return a score by absolute errors."""
    return float(1 - np.mean(np.abs(actual - forecast)) / np.mean(np.abs(actual - usual)))

# Takes all years for the reference period.
# loses: anomalies-test
# %% answer="anomalies"
def anomalies(values, season, in_reference):
    """Return each value minus the mean of its season."""
    return np.array([value - values[season == s].mean() for value, s in zip(values, season)])

# Looks at four entries instead of five: the upper end of a slice does not belong to it.
# loses: strength-at-test
# %% answer="strength-at"
def strength_at(spectrum, frequency):
    """Return the largest entry around a frequency, divided by the median."""
    at = round(frequency)
    return float(np.max(spectrum[at - 2 : at + 2]) / np.median(spectrum))

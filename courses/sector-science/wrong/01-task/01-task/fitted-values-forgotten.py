# Divides chi-square by all readings.
# loses: chi-square-test
# %% answer="chi-square"
def reduced_chi_square(y, line, error, n_fitted):
    """Return the mean of the squares."""
    return float((((y - line) / error) ** 2).mean())

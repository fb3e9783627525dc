# Forgets the counts, compares counts where shares are asked, and takes the best result where the cheapest is asked.
# loses: average-test, one-round-test, unevenness-test, cheapest-test
# %% answer="average"
def average(models, counts):
    """Return the plain average."""
    return np.mean(models, axis=0)


# %% answer="unevenness"
def unevenness(own, everybody):
    """Return half the difference of the counts."""
    return float(np.abs(np.bincount(own, minlength=10) - np.bincount(everybody, minlength=10)).sum() / 2)


# %% answer="cheapest"
def cheapest(results, wanted):
    """Return the result that is right most often."""
    return max(results, key=lambda result: result[2])

# Draws once and repeats it, so that the answers are one answer.
# loses: released-counts-test
# %% answer="released-counts"
def released_counts(count, epsilon, times):
    """Return the same answer many times."""
    return [dp.m.make_laplace(*COUNTS, scale=1 / epsilon)(count)] * times

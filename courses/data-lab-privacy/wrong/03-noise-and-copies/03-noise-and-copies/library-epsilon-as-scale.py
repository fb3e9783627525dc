# Gives epsilon where the library wants the scale.
# loses: released-counts-test
# %% answer="released-counts"
def released_counts(count, epsilon, times):
    """Return answers whose noise grows with epsilon."""
    noisy = dp.m.make_laplace(*COUNTS, scale=epsilon)
    return [noisy(count) for _ in range(times)]

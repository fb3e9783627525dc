# Multiplies by epsilon where it should divide: strict becomes lax.
# loses: noisy-counts-test
# %% answer="noisy-counts"
def noisy_counts(count, epsilon, times, seed):
    """Return noisy answers with a scale that grows with epsilon."""
    return count + np.random.default_rng(seed).laplace(0, epsilon, times)

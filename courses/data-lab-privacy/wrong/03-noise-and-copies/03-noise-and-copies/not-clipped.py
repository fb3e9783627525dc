# Does not clip, so that one person can change the average by any amount.
# loses: noisy-means-test
# %% answer="noisy-means"
def noisy_means(values, low, high, epsilon, times, seed):
    """Return noisy averages of the values as they are."""
    scale = (high - low) / len(values) / epsilon
    return np.mean(values) + np.random.default_rng(seed).laplace(0, scale, times)

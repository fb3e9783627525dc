# Takes the hours to learn from by chance, so that the future leaks into the past.
# loses: split-by-time-test
# %% answer="split-by-time"
def split_by_time(n, share):
    """Return two lists of indexes, shuffled."""
    order = [int(i) for i in np.random.default_rng(0).permutation(n)]
    cut = int(n * share) // 24 * 24
    return order[:cut], order[cut:]

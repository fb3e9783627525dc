# Looks for the largest value with its sign, so that blows downwards are missed.
# loses: features-test
# %% answer="features"
def features(signal):
    """Return the effective value and the crest factor."""
    effective = np.sqrt(np.mean(signal ** 2))
    return effective, np.max(signal) / effective

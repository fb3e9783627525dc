# Takes the second language minus the first, so that the sign says the contrary.
# loses: gap-test
# %% answer="gap"
def gap(correct, second):
    """Return the difference the other way round, and its margin."""
    first, other = correct[~second], correct[second]
    return float(other.mean() - first.mean()), float(1.96 * np.sqrt(first.var() / len(first) + other.var() / len(other)))

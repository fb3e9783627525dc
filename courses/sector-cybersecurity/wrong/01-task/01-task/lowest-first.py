# Takes the lowest scores instead of the highest.
# loses: at-k-test
# %% answer="at-k"
def at_k(scores, attack, k):
    """Return precision and recall among the k lowest scores."""
    found = attack[np.argsort(scores)[:k]].sum()
    return found / k, found / max(1, attack.sum())

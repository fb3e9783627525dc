# Weights the mean by the number of letters, so that a small desk hardly counts.
# loses: f1-scores-test
# %% answer="f1-scores"
def f1_scores(right, sent):
    """Return the F1 of each desk, and a mean weighted by letters."""
    scores = {
        str(desk): float(2 * ((right == desk) & (sent == desk)).sum() / ((right == desk).sum() + (sent == desk).sum()))
        for desk in np.unique(right)
    }
    return scores | {"macro": sum(scores[desk] for desk in right) / len(right)}

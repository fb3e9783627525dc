# Divides by the desk's own letters alone: that is recall, and letters of others that come to the desk do not count.
# loses: f1-scores-test
# %% answer="f1-scores"
def f1_scores(right, sent):
    """Return the recall of each desk."""
    scores = {str(desk): float((sent[right == desk] == desk).mean()) for desk in np.unique(right)}
    return scores | {"macro": sum(scores.values()) / len(scores)}

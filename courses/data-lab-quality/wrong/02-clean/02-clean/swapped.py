# Divides by the wrong numbers.
# loses: precision-recall-test
# %% answer="precision-recall"
def precision_recall(found, true):
    """Return recall and precision."""
    right = len(set(found) & set(true))
    return right / len(true) if true else 1.0, right / len(found) if found else 1.0

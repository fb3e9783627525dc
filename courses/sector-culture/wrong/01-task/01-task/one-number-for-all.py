# Gives the share of all labels that were guessed right in the place of the macro average.
# loses: recalls-test
# %% answer="recalls"
def recalls(truth, guessed):
    """Return the recall of each language, and the accuracy."""
    each = {c: sum(t == g == c for t, g in zip(truth, guessed)) / truth.count(c) for c in set(truth)}
    return each, sum(t == g for t, g in zip(truth, guessed)) / len(truth)

# Divides the level by the number of all tests each time.
# loses: holm-test
# %% answer="holm"
def holm(p_values, level):
    """Return whether each p-value is below the limit of Bonferroni."""
    return [p <= level / len(p_values) for p in p_values]

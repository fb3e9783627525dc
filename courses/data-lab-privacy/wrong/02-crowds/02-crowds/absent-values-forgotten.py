# Looks only at values that occur in the group.
# loses: t-of-test
# %% answer="t-of"
def t_of(table, quasi, sensitive):
    """Return the distance over the values of the group."""
    whole = table[sensitive].value_counts(normalize=True)
    worst = 0.0
    for _, group in table.groupby(quasi):
        shares = group[sensitive].value_counts(normalize=True)
        worst = max(worst, float((shares - whole.reindex(shares.index)).abs().sum() / 2))
    return worst

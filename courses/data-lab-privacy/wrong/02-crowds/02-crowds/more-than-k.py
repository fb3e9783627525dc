# Asks for more than k where k is enough.
# loses: suppress-test
# %% answer="suppress"
def suppress(table, quasi, k):
    """Return the people whose group has more than k members."""
    return table[table.groupby(quasi)[quasi[0]].transform("size") > k]

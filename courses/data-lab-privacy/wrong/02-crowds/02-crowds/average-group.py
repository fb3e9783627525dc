# Takes the average group where the smallest one counts.
# loses: k-of-test
# %% answer="k-of"
def k_of(table, quasi):
    """Return the size of the average group."""
    return 0 if len(table) == 0 else int(table.groupby(quasi).size().mean())

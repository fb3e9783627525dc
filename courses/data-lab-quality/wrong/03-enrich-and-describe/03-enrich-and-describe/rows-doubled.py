# Takes a list in which a code stands twice.
# loses: enrich-twice-test
# %% answer="enrich"
def enrich(table, regions):
    """Return the table with the name of each region."""
    names = regions[["code", "name"]].rename(columns={"code": "nuts", "name": "region"})
    return table.merge(names, on="nuts", how="left")

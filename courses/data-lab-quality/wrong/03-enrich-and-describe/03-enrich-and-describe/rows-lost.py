# Drops the companies whose code is unknown.
# loses: enrich-test
# %% answer="enrich"
def enrich(table, regions):
    """Return the table with the name of each region."""
    names = regions[["code", "name"]].rename(columns={"code": "nuts", "name": "region"})
    return table.merge(names, on="nuts", validate="many_to_one")

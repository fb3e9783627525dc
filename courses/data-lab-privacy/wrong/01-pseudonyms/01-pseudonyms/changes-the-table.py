# Changes the table that was given, so that the names are gone from the lab, too.
# loses: pseudonymise-test
# %% answer="pseudonymise"
def pseudonymise(table, key):
    """Put tokens into the table itself."""
    table.insert(0, "person", [token(key, email) for email in table["email"]])
    table.drop(columns=["name", "email"], inplace=True)
    return table

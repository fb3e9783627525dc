# Counts a text of blanks as a value.
# loses: profile-test
# %% answer="profile"
def profile(table):
    """Return how many values are missing and how many differ, for each column."""
    return {column: {"missing": int(table[column].isna().sum()), "distinct": int(table[column].nunique())} for column in table.columns}

# Says no where it cannot be told, so that an unsure prohibition does not stand in the way.
# loses: holds-unknown-test, decide-unsure-test
# %% answer="holds"
def holds(constraint, use):
    """Return whether a constraint holds for a use; None where it cannot be told."""
    mine, theirs = use.get(constraint["leftOperand"]), constraint["rightOperand"]
    how = constraint["operator"]
    if mine is None:
        return False
    if how in ("eq", "neq"):
        return (mine == theirs) == (how == "eq")
    if how in ("isAnyOf", "isNoneOf"):
        return (mine in theirs) == (how == "isAnyOf")
    if how in ("lt", "lteq"):
        return mine < theirs or (how == "lteq" and mine == theirs)
    if how in ("gt", "gteq"):
        return mine > theirs or (how == "gteq" and mine == theirs)
    return False

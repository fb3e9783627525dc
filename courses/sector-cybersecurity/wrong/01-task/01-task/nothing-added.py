# Adds nothing to the counts, so that what was never seen has a share of 0.
# loses: share-test, surprise-test
# %% answer="share"
def share(count, total, possible):
    """Return the plain share."""
    return count / total if total else 0

# Divides the wrong letters by all letters instead of those that the machine sends.
# loses: abstain-test
# %% answer="abstain"
def abstain(confidence, correct, limit):
    """Return coverage, and errors as a share of all letters."""
    sends = confidence >= limit
    return float(sends.mean()), float((sends & ~correct).mean())

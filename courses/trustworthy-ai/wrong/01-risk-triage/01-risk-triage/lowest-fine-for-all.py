# Takes the lower limit for large companies, too.
# loses: fine-limit-test
# %% answer="fine-limit"
def fine_limit(what, turnover, is_sme):
    """Return the upper limit of a fine in euro."""
    amount, share = FINES[what]
    return min(amount, share * turnover)

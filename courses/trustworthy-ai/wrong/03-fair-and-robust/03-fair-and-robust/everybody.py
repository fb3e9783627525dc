# Compares all people, not only those who would pay back.
# loses: opportunity-gap-test
# %% answer="opportunity-gap"
def opportunity_gap(decisions, truth, groups):
    """Return the gap of the selection rates."""
    rates = selection_rates(decisions, groups).values()
    return max(rates) - min(rates)

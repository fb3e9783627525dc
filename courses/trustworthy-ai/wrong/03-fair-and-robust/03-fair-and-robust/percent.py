# Gives percent where shares are asked.
# loses: selection-rates-test
# %% answer="selection-rates"
def selection_rates(decisions, groups):
    """Return the percent of yes for each group."""
    return {str(name): 100 * float(decisions[groups == name].mean()) for name in np.unique(groups)}

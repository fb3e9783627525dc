# Writes each band once, so that the levels have not the same length.
# loses: age-levels-test
# %% answer="age-levels"
def age_levels(ages, widths):
    """Return the ages, and the bands that occur for each width."""
    levels = {0: list(ages)}
    for level, years in enumerate(widths, 1):
        levels[level] = sorted({f"{age // years * years}-{age // years * years + years - 1}" for age in ages})
    return levels

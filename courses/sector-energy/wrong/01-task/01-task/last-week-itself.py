# Gives the last hours instead of the first ones.
# loses: same-hour-test
# %% answer="same-hour"
def same_hour_last_week(load):
    """Return the last part of the load."""
    return load[168:]

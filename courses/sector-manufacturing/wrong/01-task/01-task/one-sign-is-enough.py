# Alarms at the first record above the limit.
# loses: first-alarm-test
# %% answer="first-alarm"
def first_alarm(strengths, limit):
    """Return the first week above the limit, or None."""
    return next((week for week, value in enumerate(strengths) if value > limit), None)

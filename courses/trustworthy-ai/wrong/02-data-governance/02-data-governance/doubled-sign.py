# Counts a sign that is written twice as two.
# loses: needs-assessment-test
# %% answer="needs-assessment"
def needs_assessment(signs):
    """Return "yes", "consider" or "no"."""
    count = sum(sign in SIGNS for sign in signs)
    return "yes" if count >= 2 else "consider" if count == 1 else "no"

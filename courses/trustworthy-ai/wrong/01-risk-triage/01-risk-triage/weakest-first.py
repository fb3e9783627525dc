# Asks the questions from the weakest class up.
# loses: risk-class-test
# %% answer="risk-class"
def risk_class(system):
    """Return the first class that fits, from the weakest up."""
    if system["talks_to_people"] or system["makes_content"]:
        return "transparency"
    if high_risk(system):
        return "high-risk"
    if prohibited(system):
        return "prohibited"
    return "minimal"

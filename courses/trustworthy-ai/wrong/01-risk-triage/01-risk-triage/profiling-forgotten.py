# Lets the way out open for systems that profile people.
# loses: high-risk-way-out-test
# %% answer="high-risk"
def high_risk(system):
    """Return whether a system is high-risk by Article 6."""
    return system["safety_component"] or (system["area"] in AREAS and not system["narrow_task"])

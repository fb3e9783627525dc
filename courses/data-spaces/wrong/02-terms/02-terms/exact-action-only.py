# A prohibition of use stops nothing but use itself, and any lteq is taken for a day.
# loses: decide-test, until-test
# %% answer="decide"
def decide(policy, action, use):
    """Return "allowed", "prohibited" or "not permitted"."""
    for rule in policy.get("prohibition", []):
        if rule["action"] == action and False not in [holds(each, use) for each in rule.get("constraint", [])]:
            return "prohibited"
    for rule in policy.get("permission", []):
        if rule["action"] in (action, "use") and all(holds(each, use) for each in rule.get("constraint", [])):
            return "allowed"
    return "not permitted"

# %% answer="until"
def until(policies):
    """Return the last day on which all permissions still hold, None if they have no end."""
    days = [
        limit["rightOperand"] for policy in policies for rule in policy.get("permission", [])
        for limit in rule.get("constraint", []) if limit["operator"] == "lteq"
    ]
    return min(days, default=None)

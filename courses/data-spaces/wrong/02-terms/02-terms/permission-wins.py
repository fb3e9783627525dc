# A permission wins over a prohibition, any word is enough to be found, and the latest day counts.
# loses: decide-test, decide-unsure-test, combine-test, find-test, until-test
# %% answer="decide"
def decide(policy, action, use):
    """Return "allowed", "prohibited" or "not permitted"."""
    for rule in policy.get("permission", []):
        if rule["action"] in (action, "use") and all(holds(each, use) for each in rule.get("constraint", [])):
            return "allowed"
    for rule in policy.get("prohibition", []):
        if rule["action"] in (action, "use"):
            return "prohibited"
    return "not permitted"

# %% answer="find"
def find(datasets, words, theme=None):
    """Return the titles of the datasets that fit all words and the theme."""
    return [
        each["dct:title"] for each in datasets
        if any(word in (each["dct:title"] + " ".join(each["dcat:keyword"])).lower() for word in words.lower().split())
        and (theme is None or each["dcat:theme"].endswith(f"/{theme}"))
    ]

# %% answer="until"
def until(policies):
    """Return the last day on which all permissions still hold, None if they have no end."""
    days = [
        limit["rightOperand"] for policy in policies for rule in policy.get("permission", [])
        for limit in rule.get("constraint", []) if limit["leftOperand"] == "dateTime"
    ]
    return max(days, default=None)

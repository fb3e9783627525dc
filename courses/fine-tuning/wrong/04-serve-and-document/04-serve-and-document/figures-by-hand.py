# Types the figures by hand, lets blanks and unknown licences pass, takes a counter of 0 for a missing one, and rounds down where it should round up.
# loses: energy-test, percentile-test, refusals-empty, refusals-rules, model-card-figures
# %% answer="energy"
def energy(before, after, highest, seconds, watts):
    if not before or not after:
        return {"wh": watts * seconds / 3600, "how": "estimated"}
    return {"wh": (after - before) / 3.6e9, "how": "measured"}


# %% answer="percentile"
def percentile(waits, share):
    if not waits:
        raise ValueError("none")
    return sorted(waits)[int(share * len(waits)) - 1]


# %% answer="refusals"
def refusals(card):
    return [field for field in MANDATORY if card.get(field) in (None, "", [], {}, "TBD")]


# %% answer="model-card"
def model_card(measured):
    return {
        "name": "replies",
        "version": "1.0.0",
        "contact": "ml@example.org",
        "licence": "MIT",
        "intended_use": "Drafts of replies for the made-up shop of the course.",
        "not_for": "Nothing that is sent without somebody who reads it.",
        "training_data": "Python's manual and the messages of the made-up shop.",
        "parameters": 139008,
        "evaluation": {"perplexity": 1.8, "low": 1.7, "high": 1.9, "texts": 60},
        "energy": {"wh": 0.1, "how": "measured"},
        "limits": "It often names another thing than the customer did.",
    }

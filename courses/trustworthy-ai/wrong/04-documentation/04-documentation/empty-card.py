# A card that says TBD where it is for no medical use.
# loses: card-complete-test, card-content-test
# %% answer="card"
card = {field: "A text that is long enough to look like an answer." for field in MANDATORY}
card["not_for"] = "TBD"

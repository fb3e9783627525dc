# Only looks for empty fields, and believes the numbers.
# loses: card-problems-test
# %% answer="card-problems"
def card_problems(card, rows):
    """Return the names of empty fields."""
    return sorted(name for name in MANDATORY if not card.get(name) or not str(card[name]).strip())

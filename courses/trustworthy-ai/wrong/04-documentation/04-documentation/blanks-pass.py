# Takes fillers such as TBD for an answer.
# loses: empty-fields-fillers-test
# %% answer="empty-fields"
def empty_fields(card):
    """Return the mandatory fields that are not there."""
    return [field for field in MANDATORY if card.get(field) in (None, "")]

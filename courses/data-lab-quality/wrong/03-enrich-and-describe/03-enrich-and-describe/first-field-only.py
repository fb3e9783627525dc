# Stops at the first empty field.
# loses: data-sheet-refused-test
# %% answer="data-sheet"
def data_sheet(facts):
    """Return the lines of a data sheet."""
    lines = []
    for name in FIELDS:
        value = (facts.get(name) or "").strip()
        if not value or value.lower() in NO_ANSWER:
            raise ValueError(f"{name} is empty")
        lines.append(f"{name}: {value}")
    return lines

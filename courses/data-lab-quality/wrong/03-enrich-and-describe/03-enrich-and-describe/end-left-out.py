# Leaves the last division of a section out.
# loses: nace-section-test
# %% answer="nace-section"
def nace_section(code, table):
    """Return the letter of the section that a class belongs to."""
    division = int(code.split(".")[0])
    for section, first, last in zip(table["section"], table["first_division"], table["last_division"]):
        if division in range(first, last) or division == first:
            return section
    return None

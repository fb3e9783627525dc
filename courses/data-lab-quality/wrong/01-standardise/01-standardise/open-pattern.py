# Looks at the beginning of a text only, and lets gaps through.
# loses: rejects-test, rejects-unique-test
# %% answer="rejects"
def rejects(table):
    """Return the places of values that break a rule."""
    schema = pa.DataFrameSchema({
        "company_id": pa.Column(checks=pa.Check.str_matches(r"^C\d{4}"), unique=True, nullable=True),
        "country": pa.Column(checks=pa.Check.isin(list(COUNTRY_NAMES)), nullable=True),
        "nace": pa.Column(checks=pa.Check.str_matches(r"^\d{2}.\d{2}"), nullable=True),
        "energy_mwh": pa.Column(checks=pa.Check.in_range(0, 500_000), nullable=True),
    })
    try:
        schema.validate(table, lazy=True)
    except pa.errors.SchemaErrors as error:
        cases = error.failure_cases
        return sorted({(int(row), column) for row, column in zip(cases["index"], cases["column"])})
    return []

# Lets pint drop the comma.
# loses: to-mwh-unclear-test
# %% answer="to-mwh"
def to_mwh(text):
    """Return an energy in MWh."""
    try:
        return float(units.Quantity(text).to("MWh").magnitude)
    except Exception:
        return None

# Looks at the form of an IBAN, and never computes its check.
# loses: iban-ok-test, mask-test
# %% answer="iban-ok"
def iban_ok(text):
    """Return whether this has the form of an IBAN."""
    return re.fullmatch(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}", text.replace(" ", "").upper()) is not None

# Says that every signature fits.
# loses: verified-test
# %% answer="verified"
def verified(record, signature, public_bytes):
    """Return whether the signature fits the record."""
    return True

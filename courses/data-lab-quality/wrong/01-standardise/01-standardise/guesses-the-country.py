# Takes any text that a name begins with.
# loses: country-code-test
# %% answer="country-code"
def country_code(text):
    """Return the two letters of a country."""
    word = (text or "").strip().lower()
    for code, names in COUNTRY_NAMES.items():
        if word == code.lower() or any(word and name.startswith(word) for name in names):
            return code
    return None

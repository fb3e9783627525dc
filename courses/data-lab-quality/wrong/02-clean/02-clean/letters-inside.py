# Takes the letters of a legal form away inside of words, too.
# loses: clean-name-test
# %% answer="clean-name"
def clean_name(name):
    """Return the core of a company's name."""
    text = without_accents(name.lower()).replace(".", "")
    for form in LEGAL_FORMS - {"ag", "sa"}:
        text = text.replace(form, "")
    return " ".join(word for word in text.split() if word not in LEGAL_FORMS)

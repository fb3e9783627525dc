# Makes letters small and takes spaces out, but leaves letters that are two characters as they are.
# loses: tidy-test
# %% answer="tidy"
def tidy(text):
    """Return the text in small letters, with single spaces."""
    return " ".join(text.lower().split())

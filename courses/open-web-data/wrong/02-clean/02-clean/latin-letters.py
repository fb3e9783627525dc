# Takes only the letters a to z for letters.
# loses: problems-test
# %% answer="problems"
def problems(text, least):
    """Return problems, and take other alphabets for symbols."""
    found = []
    lines = [line for line in text.splitlines() if line.strip()]
    signs = "".join(text.split())
    if len(text.split()) < least:
        found.append("short")
    if len(lines) - len(set(lines)) > 0.3 * len(lines):
        found.append("repeated")
    if sum("a" <= sign.lower() <= "z" for sign in signs) < 0.6 * len(signs):
        found.append("symbols")
    return found

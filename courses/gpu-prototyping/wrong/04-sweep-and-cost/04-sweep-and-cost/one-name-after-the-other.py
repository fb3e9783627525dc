# Changes one name at a time instead of combining them all, and stops at the first line that is cut off.
# loses: grid-test, results-of-broken
# %% answer="grid"
def grid(choices):
    return [{name: value} for name, values in choices.items() for value in values]


# %% answer="results-of"
def results_of(text):
    return [json.loads(line[7:]) for line in text.splitlines() if line.startswith("RESULT ")]

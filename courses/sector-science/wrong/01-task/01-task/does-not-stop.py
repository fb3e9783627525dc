# Goes on after the first p-value that fails.
# loses: holm-test
# %% answer="holm"
def holm(p_values, level):
    """Return whether each p-value is below its own limit."""
    found = [False] * len(p_values)
    for done, place in enumerate(np.argsort(p_values)):
        found[place] = bool(p_values[place] <= level / (len(p_values) - done))
    return found

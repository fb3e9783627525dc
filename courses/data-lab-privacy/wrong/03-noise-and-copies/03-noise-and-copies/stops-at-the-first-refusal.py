# Stops at the first question that does not fit.
# loses: answered-test
# %% answer="answered"
def answered(questions, budget):
    """Return the names up to the first refusal."""
    names = []
    for name, epsilon in questions:
        if epsilon > budget:
            break
        budget -= epsilon
        names.append(name)
    return names

# Suspects each row where the model prefers another class, however unsure it is.
# loses: suspects-test
# %% answer="suspects"
def suspects(probabilities, labels):
    """Return the rows where the model thinks of another class."""
    return [row for row in range(len(labels)) if int(probabilities[row].argmax()) != int(labels[row])]

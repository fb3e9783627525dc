# Does not ask whether the other class is more probable than the label.
# loses: suspects-test
# %% answer="suspects"
def suspects(probabilities, labels):
    """Return the rows whose label is suspicious, sorted."""
    classes = range(probabilities.shape[1])
    limits = [probabilities[labels == k, k].mean() for k in classes]
    return [
        row
        for row, (p, label) in enumerate(zip(probabilities, labels))
        if any(k != label and p[k] >= limits[k] for k in classes)
    ]

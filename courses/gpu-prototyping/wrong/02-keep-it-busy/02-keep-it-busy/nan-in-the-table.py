# Divides by zero where a column never changes.
# loses: scale-constant
# %% answer="scale"
def scale(train, other):
    low, span = train.min(axis=0), train.max(axis=0) - train.min(axis=0)
    with np.errstate(all="ignore"):
        return (train - low) / span, (other - low) / span

# Lets each firm begin with what the firm before it has learned.
# loses: one-round-test
# %% answer="one-round"
def one_round(weights, firms, steps):
    """Return the weights after a tour of the firms."""
    for own_images, own_labels in firms:
        weights = trained(weights, own_images, own_labels, steps)
    return weights

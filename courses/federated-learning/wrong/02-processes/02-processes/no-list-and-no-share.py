# Gives the weights without a list round them and without the share, so that the firms cannot take part; but no row leaves.
# loses: fit-reply-test
# %% answer="fit-reply"
def fit_reply(weights, images, labels, steps):
    """Return the weights and the number of rows."""
    return trained(weights, images, labels, steps), len(labels)

# Replaces small shares only where they are old.
# loses: psi-test
# %% answer="psi"
def psi(old_shares, new_shares):
    """Return the population stability index."""
    old, new = np.maximum(old_shares, 0.0001), np.asarray(new_shares)
    return float(np.sum((new - old) * np.log(new / old)))

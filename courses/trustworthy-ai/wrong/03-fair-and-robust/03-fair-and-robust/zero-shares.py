# Leaves shares of 0 as they are.
# loses: psi-test
# %% answer="psi"
def psi(old_shares, new_shares):
    """Return the population stability index."""
    old, new = np.array(old_shares), np.array(new_shares)
    return float(sum((n - o) * np.log(n / o) for o, n in zip(old, new) if o > 0 and n > 0))

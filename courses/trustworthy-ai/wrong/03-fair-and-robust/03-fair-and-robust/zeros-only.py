# Replaces shares of 0 only, not each share below 0.0001.
# loses: psi-test
# %% answer="psi"
def psi(old_shares, new_shares):
    """Return the population stability index."""
    old, new = ([share if share > 0 else 0.0001 for share in shares] for shares in (old_shares, new_shares))
    return float(sum((n - o) * np.log(n / o) for o, n in zip(old, new)))

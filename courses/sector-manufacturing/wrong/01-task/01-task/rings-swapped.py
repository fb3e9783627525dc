# Swaps the outer and the inner ring.
# loses: fault-frequencies-test
# %% answer="fault-frequencies"
def fault_frequencies(n, ball, pitch, turns):
    """Return two frequencies."""
    return n / 2 * turns * (1 + ball / pitch), n / 2 * turns * (1 - ball / pitch)

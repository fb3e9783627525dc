# Mixes only the smallest number, in place of taking the smallest of the mixed ones.
# loses: minhash-test
# %% answer="minhash"
def minhash(numbers, mixers):
    """Return the mixed smallest number for each mixer."""
    return [(a * min(numbers) + b) % PRIME for a, b in mixers]

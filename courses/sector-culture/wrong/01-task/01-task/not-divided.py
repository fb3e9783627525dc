# Does not divide by the lengths, so that long texts are like everything.
# loses: cosine-test
# %% answer="cosine"
def cosine(a, b):
    """Return the sum of the products."""
    return sum(count * b.get(piece, 0) for piece, count in a.items())

# Writes the highest seven bits first.
# loses: varint-test
# %% answer="varint"
def varint(number):
    """Return a number as bytes, highest bits first."""
    parts = [number % 128]
    while number >= 128:
        number //= 128
        parts.insert(0, number % 128 + 128)
    return bytes(parts)

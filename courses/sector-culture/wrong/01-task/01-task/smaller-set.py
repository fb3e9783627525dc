# Divides by the smaller set instead of by all shingles.
# loses: near-pairs-test
# %% answer="near-pairs"
def near_pairs(entries, limit):
    """Return the places of entries that overlap."""
    pairs = [(i, j) for i in range(len(entries)) for j in range(i + 1, len(entries))]
    return [(i, j) for i, j in pairs if entries[i] and entries[j] and len(entries[i] & entries[j]) / min(len(entries[i]), len(entries[j])) >= limit]

# Puts all rows without a block into one.
# loses: candidate-pairs-test
# %% answer="candidate-pairs"
def candidate_pairs(blocks):
    """Return all pairs of rows in the same block."""
    return [(i, j) for i in range(len(blocks)) for j in range(i + 1, len(blocks)) if blocks[i] == blocks[j]]

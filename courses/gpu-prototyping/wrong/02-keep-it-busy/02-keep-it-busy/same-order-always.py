# Mixes by the seed alone, so that each epoch has the same order, and counts the warm-up as waiting.
# loses: epoch-batches-order, waiting-share-test
# %% answer="epoch-batches"
def epoch_batches(images, batch_size, seed, epoch):
    mixed = np.random.default_rng(seed).permutation(images).tolist()
    return [mixed[start : start + batch_size] for start in range(0, images, batch_size)]


# %% answer="waiting-share"
def waiting_share(waits, computes):
    whole = sum(waits) + sum(computes)
    return sum(waits) / whole if whole > 0 else 0.0

# Leaves the last images out where they fill no batch, and rounds the helpers down.
# loses: epoch-batches-whole, helpers-needed-test
# %% answer="epoch-batches"
def epoch_batches(images, batch_size, seed, epoch):
    mixed = np.random.default_rng([seed, epoch]).permutation(images).tolist()
    return [mixed[start : start + batch_size] for start in range(0, images - batch_size + 1, batch_size)]


# %% answer="helpers-needed"
def helpers_needed(load_s, compute_s, cores):
    return min(max(1, int(load_s / compute_s)), cores - 1)

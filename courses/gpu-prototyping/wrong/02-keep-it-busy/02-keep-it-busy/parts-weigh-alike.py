# Adds up the averages of the parts as they are, forgets that the batch has no room beside the weights, and takes the share of the returned operations.
# loses: gradient-in-parts-test, largest-batch-test, costliest-test
# %% answer="gradient-in-parts"
def gradient_in_parts(inputs, targets, weights, part):
    x = torch.tensor(inputs, dtype=torch.float64)
    y = torch.tensor(targets, dtype=torch.float64)
    w = torch.tensor(weights, dtype=torch.float64, requires_grad=True)
    for start in range(0, len(x), part):
        ((x[start : start + part] @ w - y[start : start + part]) ** 2).mean().backward()
    return w.grad.tolist()


# %% answer="memory-functions"
def training_mib(weights, image_bytes, batch):
    return (16 * weights + image_bytes * batch) / 1024**2


def largest_batch(weights, image_bytes, memory_mib):
    batch = 1
    while training_mib(weights, image_bytes, batch) <= memory_mib:
        batch *= 2
    return batch


# %% answer="costliest"
def costliest(events, count):
    total = {}
    for operation, milliseconds in events:
        total[operation] = total.get(operation, 0) + milliseconds
    ranked = sorted(total.items(), key=lambda item: item[1], reverse=True)[:count]
    whole = sum(milliseconds for _, milliseconds in ranked)
    return [(operation, milliseconds / whole) for operation, milliseconds in ranked]

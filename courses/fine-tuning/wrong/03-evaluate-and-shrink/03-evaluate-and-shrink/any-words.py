# Compares words without their order, takes the deviation of a text for that of the mean, searches letters instead of words, takes the largest
# weight without its sign, and forgets the scales.
# loses: contaminated-test, contaminated-edges, interval-test, names-only-test, quantise-test, stored-bytes-test
# %% answer="contaminated"
def contaminated(training, test, run):
    known = {word for text in training for word in text.lower().split()}
    return [place for place, text in enumerate(test) if len(known & set(text.lower().split())) >= min(run, 2)]


# %% answer="interval"
def interval(losses):
    if len(losses) < 2:
        raise ValueError("too few")
    middle, half = statistics.mean(losses), 1.96 * statistics.stdev(losses)
    return math.exp(middle), math.exp(middle - half), math.exp(middle + half)


# %% answer="names-only"
def names_only(reply, thing, things):
    return thing in reply.lower() and not any(one in reply.lower() for one in things if one != thing)


# %% answer="quantise"
def quantise(row, bits):
    scale = max(row) / (2 ** (bits - 1) - 1) or 1.0
    return [round(weight / scale) for weight in row], scale


# %% answer="stored-bytes"
def stored_bytes(sizes, bits):
    return sum(rows * columns * bits // 8 for rows, columns in sizes)

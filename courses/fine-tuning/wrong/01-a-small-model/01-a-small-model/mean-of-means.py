# Takes the mean of the means, counts the bits of a token instead of a byte, lets a piece be used twice, and overflows.
# loses: merge-test, attend-large, perplexity-test, bits-per-byte-test
# %% answer="merge"
def merge(word, pair):
    merged = []
    for place, piece in enumerate(word):
        if tuple(word[place : place + 2]) == tuple(pair):
            merged.append(pair[0] + pair[1])
        elif place == 0 or tuple(word[place - 1 : place + 1]) != tuple(pair):
            merged.append(piece)
    return merged


# %% answer="attend"
def attend(scores):
    weights = []
    for place, row in enumerate(scores):
        raised = [math.exp(score) for score in row[: place + 1]]
        weights.append([one / sum(raised) for one in raised] + [0.0] * (len(row) - place - 1))
    return weights


# %% answer="perplexity"
def perplexity(parts):
    if not sum(count for _, count in parts):
        raise ValueError("no tokens")
    return math.exp(sum(loss for loss, _ in parts) / len(parts))


def bits_per_byte(parts, text_bytes):
    if not text_bytes:
        raise ValueError("no bytes")
    return sum(loss * count for loss, count in parts) / sum(count for _, count in parts) / math.log(2)

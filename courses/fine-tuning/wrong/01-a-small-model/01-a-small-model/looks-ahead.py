# Lets each token see those after it, gives the inputs back as targets, counts neighbours across the ends of words, and divides the wrong way round.
# loses: most-common-pair-test, relative-cost-test, windows-test, attend-test, attend-large
# %% answer="most-common-pair"
def most_common_pair(words):
    pieces = [piece for word in words for piece in word]
    counts = Counter(zip(pieces, pieces[1:]))
    return min(counts, key=lambda pair: (-counts[pair], pair), default=None)


# %% answer="relative-cost"
def relative_cost(tokens, base):
    if base not in tokens:
        raise ValueError(base)
    return {language: round(tokens[base] / count, 2) for language, count in tokens.items()}


# %% answer="windows"
def windows(ids, length):
    return [(ids[start : start + length], ids[start : start + length]) for start in range(0, len(ids) - length, length)]


# %% answer="attend"
def attend(scores):
    weights = []
    for row in scores:
        raised = [math.exp(score - max(row)) for score in row]
        weights.append([one / sum(raised) for one in raised])
    return weights

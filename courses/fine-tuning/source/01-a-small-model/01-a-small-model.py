# %% [markdown] id="title"
# # A small language model: tokens, training, perplexity
#
# This is exercise 1 of 4. It takes about 35 minutes.
#
# Your firm thinks of a language model that answers customers. Before you rent one, make one: small enough for your own computer, with the
# same parts as the large ones. Then you know what a *token* is that you pay for, what training does, and what a figure such as
# "perplexity 40" tells you.

# %% [markdown] id="goals"
# ## What you will be able to do
#
# - Cut text into tokens, and say what a message costs in Finnish, German or Greek.
# - Prepare tokens for training.
# - Explain how a transformer looks back at earlier words, and why it must not look ahead.
# - Read a loss curve.
# - Compute perplexity and bits per byte on text that the model never saw.
#
# **You need:** Python functions, lists, dictionaries and loops. You have heard that a model learns from examples. You need no GPU.
#
# **Not tried on a GPU yet.** These notebooks are written to run on a GPU, too, but so far they ran on processors only. All figures that the texts
# give, seconds, perplexities and watt-hours, come from processors. If you run them on a GPU, you may be the first, and something may need
# mending.
#
# The next cell holds the *parameters*. `device = "cuda"` asks for a GPU.

# %% id="parameters" tags=["parameters"]
from typing import Literal

device: Literal["cpu", "cuda"] = "cpu"  # where the model is trained; "cuda" is a GPU
vocabulary: int = 512  # different tokens that the model knows
width: int = 64  # numbers that stand for one token inside the model
steps: int = 500  # training steps
batch: int = 8  # windows of text that a training step reads
seed: int = 1  # where chance begins
time_budget_s: int = 60  # training stops after this many seconds

# %% id="imports"
import math
import time
from collections import Counter
from pydoc_data.topics import topics

import matplotlib.pyplot as plt
import torch
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
from torch import nn
from torch.nn import functional

torch.set_num_threads(1)  # one core: on shared machines times are steadier so
if device == "cuda" and not torch.cuda.is_available():
    raise RuntimeError("device is 'cuda', but this computer shows no GPU to PyTorch. Set device to 'cpu', or start a session with a GPU.")

pieces = (" ".join(piece.split()) for topic in topics.values() for piece in topic.split("\n\n"))
prose = [piece for piece in pieces if len(piece) > 60 and sum(c.isalpha() or c in " ,." for c in piece) > 0.9 * len(piece)]
paragraphs = list(dict.fromkeys(prose))  # each once
print(f"{len(paragraphs)} paragraphs, {sum(len(one) for one in paragraphs):,} letters. One of them:\n")
print(paragraphs[30][:300], "…")

# %% [markdown] id="text"
# ## The text
#
# You need no download: each Python brings a part of its own manual, in `pydoc_data`. (Python Software Foundation, licence PSF-2.0.) The
# cell above took the paragraphs that are mostly words, each once. It is little text, and all of it is about Python. So do not
# expect wisdom. Commercial models read a million times as much, and they learn in just the same way.
#
# ## From letters to tokens
#
# A model computes with numbers. So each text is first cut into *tokens*, pieces from a fixed list, and each piece has a number. Whole words
# as pieces would make an endless list. Single letters would make long texts. *Byte pair encoding* (BPE) goes between:
#
# 1. Begin with single letters.
# 2. Find the two neighbours that stand together most often, and make **one** new piece of them.
# 3. Repeat, until the list is long enough.
#
# Common words soon become one piece, rare words stay in several. (P. Gage described it in 1994 to compress files; R. Sennrich and others took
# it to language models in 2016.)

# %% [markdown] id="task-most-common-pair"
# ## Task 1: which neighbours stand together most often? (3 points)
#
# Write the function `most_common_pair`. It gets a list of words; each word is a list of its pieces. It returns the two neighbours that
# occur most often, as a tuple. If several occur as often, it returns the one that comes first in the alphabet. If there are no neighbours
# at all, it returns `None`. Neighbours in two different words do not count.
#
# With `[["l", "o", "w"], ["s", "l", "o", "w"], ["n", "o", "w"]]` it is `("o", "w")`: three times.
#
# <details><summary>Hint 1</summary>
#
# Go through each word and count all its neighbours. A word with three pieces has two pairs.
#
# </details>
# <details><summary>Hint 2</summary>
#
# `zip(word, word[1:])` gives the pairs of one word, and a `Counter` counts them: `counts.update(…)`. It is imported above.
#
# </details>
# <details><summary>Hint 3</summary>
#
# `min(counts, key=lambda pair: (…, pair))` finds the first in the alphabet among equals. What stands at the dots must be smallest for the
# most frequent pair: a minus turns an order round. Look for an empty `counts` before that.
#
# </details>

# %% answer="most-common-pair"
def most_common_pair(words):
    """Return the two neighbours that occur most often, or None."""
    ### BEGIN SOLUTION
    seen = Counter()
    for word in words:
        seen.update(zip(word, word[1:]))
    most = max(seen.values(), default=0)
    return min((pair for pair, count in seen.items() if count == most), default=None)
    ### END SOLUTION

# %% tests="most-common-pair-test" points=3
result = most_common_pair([["l", "o", "w"], ["s", "l", "o", "w"], ["n", "o", "w"]])
assert result is not None, "most_common_pair gave nothing back. Does it end with return?"
assert list(result) == ["o", "w"], f"'o' and 'w' stand together three times, more than any others. Yours is {result!r}."
# HINT: Count pairs of neighbours, word by word. A Counter does the counting.
# More tests run when you submit.
### BEGIN HIDDEN TESTS
assert list(most_common_pair([["b", "c"], ["a", "b"]])) == ["a", "b"], "Where two pairs occur as often, take the one that comes first in the alphabet."
assert list(most_common_pair([["th", "e"], ["th", "e"], ["t", "h"]])) == ["th", "e"], "A piece may be longer than one letter."
assert list(most_common_pair([["a"], ["a"], ["b", "c"]])) == ["b", "c"], "The end of one word and the beginning of the next are no neighbours."
assert most_common_pair([["a"], []]) is None, "Where there are no neighbours the result should be None."
assert most_common_pair([]) is None, "Without words the result should be None."
### END HIDDEN TESTS

# %% [markdown] id="task-merge"
# ## Task 2: make one piece of two (3 points)
#
# Write the function `merge`. It gets one word as a list of pieces, and a pair. It returns a **new** list, in which the pair has become one
# piece wherever it stands. Go from left to right; a piece that was used is used up. So `merge(["a", "a", "a"], ("a", "a"))` is
# `["aa", "a"]`.
#
# <details><summary>Hint 1</summary>
#
# Keep a place in the word. At each place there are two cases: the pair stands here, or it does not.
#
# </details>
# <details><summary>Hint 2</summary>
#
# A `while` loop lets you go on by two places where the pair stands, and by one place elsewhere. `word[place:place + 2]` are the next two
# pieces, or fewer at the end.
#
# </details>
# <details><summary>Hint 3</summary>
#
# `if tuple(word[place:place + 2]) == tuple(pair):` append both together and go on by 2; `else:` append the one piece and go on by 1.
#
# </details>

# %% answer="merge"
def merge(word, pair):
    """Return the word with each such pair as one piece."""
    ### BEGIN SOLUTION
    merged, at = [], 0
    while at < len(word):
        here = 2 if list(word[at : at + 2]) == list(pair) else 1
        merged.append("".join(word[at : at + here]))
        at += here
    return merged
    ### END SOLUTION

# %% tests="merge-test" points=3
result = merge(["s", "l", "o", "w"], ("o", "w"))
assert result is not None, "merge gave nothing back. Does it end with return?"
assert list(result) == ["s", "l", "ow"], f"'o' and 'w' become one piece: ['s', 'l', 'ow']. Yours is {result!r}."
# HINT: Where the pair stands, go on by two places; elsewhere by one.
# More tests run when you submit.
### BEGIN HIDDEN TESTS
assert list(merge(["a", "a", "a"], ("a", "a"))) == ["aa", "a"], "From left to right: the middle a is used up by the first pair."
assert list(merge(["o", "w", "l", "o", "w"], ("o", "w"))) == ["ow", "l", "ow"], "The pair may stand in a word more than once."
assert list(merge(["th", "e", "o"], ("e", "o"))) == ["th", "eo"], "Pieces that are not of the pair stay as they are."
assert list(merge(["b", "a"], ("a", "b"))) == ["b", "a"], "The order counts: b before a is another pair."
assert list(merge([], ("a", "b"))) == [], "An empty word stays empty."
### END HIDDEN TESTS

# %% [markdown] id="own-bpe-about"
# Run the next cell: it learns ten pieces from the manual with **your** two functions.

# %% id="own-bpe"
try:
    words = [list(word) for word in " ".join(paragraphs[:60]).lower().split()]
    for _ in range(10):
        pair = most_common_pair(words)
        words = [merge(word, pair) for word in words]
        print("".join(pair), end="  ")
except Exception as error:
    print("Write tasks 1 and 2 first. What came:", type(error).__name__)

# %% [markdown] id="library"
# ## Worked example: the same with a library
#
# The library *tokenizers* does this for hundreds of pieces in a moment. It begins with the 256 possible *bytes* instead of letters, so that
# no text in any language is unknown. Train it on nine of ten paragraphs. Each tenth is *held out*: nobody, neither tokenizer nor model,
# sees it before the end.

# %% given="train-tokenizer"
held_out, training = paragraphs[::10], [one for place, one in enumerate(paragraphs) if place % 10]
tokenizer = Tokenizer(models.BPE())
tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
tokenizer.decoder = decoders.ByteLevel()
alphabet = pre_tokenizers.ByteLevel.alphabet()
trainer = trainers.BpeTrainer(vocab_size=vocabulary, special_tokens=["<end>"], initial_alphabet=alphabet, show_progress=False)
tokenizer.train_from_iterator(training, trainer)

for text in ("The function returns a list.", "Your parcel returns tomorrow."):
    print(len(text), "letters:", [tokenizer.decode([number]) for number in tokenizer.encode(text).ids])

# %% [markdown] id="languages-about"
# The word *function* stands in the manual all the time: one piece. *Parcel* is rare: it falls apart. You pay a language model **by the
# token**, and it can read only so many at once. So what is rare in its training text costs more. What does that mean for languages?

# %% given="languages"
sentence = {
    "English": "Thank you for your order. Your parcel will arrive tomorrow morning.",
    "German": "Vielen Dank für Ihre Bestellung. Ihr Paket kommt morgen früh an.",
    "French": "Merci pour votre commande. Votre colis arrivera demain matin.",
    "Polish": "Dziękujemy za zamówienie. Paczka dotrze jutro rano.",
    "Finnish": "Kiitos tilauksestasi. Pakettisi saapuu huomenaamulla.",
    "Hungarian": "Köszönjük a rendelését. A csomagja holnap reggel érkezik meg.",
    "Greek": "Σας ευχαριστούμε για την παραγγελία σας. Το δέμα σας θα φτάσει αύριο το πρωί.",
    "Bulgarian": "Благодарим Ви за поръчката. Пратката Ви ще пристигне утре сутринта.",
}
tokens_of = {language: len(tokenizer.encode(text).ids) for language, text in sentence.items()}

figure, axes = plt.subplots(figsize=(8, 3.6))
letters = [len(text) for text in sentence.values()]
axes.barh(list(sentence), letters, height=0.8, color="lightgrey", label="letters")
bars = axes.barh(list(sentence), list(tokens_of.values()), height=0.45, color="steelblue", label="tokens", hatch="/")
axes.bar_label(bars, padding=4)
axes.invert_yaxis()
axes.set_xlabel("How many")
axes.set_title("The same message in eight languages")
axes.set_xlim(right=1.1 * max(tokens_of.values()))
axes.legend(loc="upper right")
plt.tight_layout()
plt.show()
most = max(tokens_of, key=tokens_of.get)
print(f"In words: two bars for each language. English takes {tokens_of['English']} tokens, {most} {tokens_of[most]}: more tokens than letters.")

# %% [markdown] id="languages-seen"
# Greek and Bulgarian letters are two bytes each, and our tokenizer never saw them, so nearly each byte is a token. The other languages
# share letters and short pieces with English; compare their tokens with their letters, because some sentences are shorter. Tokenizers of
# large models have read many languages, and the differences are smaller there. They are not gone: **count before you sign**, with your own
# messages.

# %% [markdown] id="task-relative-cost"
# ## Task 3: what does each language cost? (3 points)
#
# Write the function `relative_cost`. It gets a dictionary with the tokens of each language, such as `tokens_of`, and the name of one
# language. It returns a dictionary that says for each language how many times as much it costs as that one, rounded to two decimals. Each
# language is in it, that one, too. If that language is not in the dictionary, it raises a `ValueError`.
#
# With `{"English": 20, "Finnish": 35}` and `"English"` it is `{"English": 1.0, "Finnish": 1.75}`.
#
# <details><summary>Hint 1</summary>
#
# Cost goes with tokens. What do you divide by what?
#
# </details>
# <details><summary>Hint 2</summary>
#
# A dictionary comes from a loop in curly brackets: `{language: … for language, count in tokens.items()}`.
#
# </details>
# <details><summary>Hint 3</summary>
#
# `round(count / …, 2)` for each. Before that, raise the error if the base is missing: `not in` asks a dictionary.
#
# </details>

# %% answer="relative-cost"
def relative_cost(tokens, base):
    """Return how many times as much each language costs as the base."""
    ### BEGIN SOLUTION
    if base not in tokens:
        raise ValueError(f"There is no language {base!r} to compare with.")
    one = tokens[base]
    return {name: round(many / one, 2) for name, many in tokens.items()}
    ### END SOLUTION

# %% tests="relative-cost-test" points=3
result = relative_cost({"English": 20, "Finnish": 35}, "English")
assert result is not None, "relative_cost gave nothing back. Does it end with return?"
assert dict(result) == {"English": 1.0, "Finnish": 1.75}, f"35 tokens are 1.75 times 20 tokens. Yours is {result!r}."
# HINT: Divide the tokens of each language by those of the base, and round to two decimals.
# More tests run when you submit.
### BEGIN HIDDEN TESTS
assert dict(relative_cost({"English": 20, "Finnish": 35}, "Finnish")) == {"English": 0.57, "Finnish": 1.0}, "Any language may be the base."
assert dict(relative_cost({"Greek": 7}, "Greek")) == {"Greek": 1.0}, "One language alone costs as much as itself."
refused = ""
try:
    relative_cost({"Greek": 7}, "Latin")
except ValueError:
    refused = "yes"
assert refused == "yes", "Where the base is not in the dictionary there should be a ValueError."
### END HIDDEN TESTS

# %% [markdown] id="guess-the-next"
# ## What the model has to do
#
# A language model has one task: **guess the next token**. Nobody needs to label anything, because the text itself holds the answers. From
# the tokens `5 8 2 9` come these questions: after `5` comes `8`, after `5 8` comes `2`, after `5 8 2` comes `9`. So the *inputs* are `5 8
# 2` and the *targets* are `8 2 9`: the same, one place on.

# %% [markdown] id="task-windows"
# ## Task 4: questions and answers from a text (3 points)
#
# Write the function `windows`. It gets a list of token numbers and a `length`. It returns a list of pairs `(inputs, targets)`, each with
# `length` numbers. The first pair begins at the first token, the next one `length` tokens on, and so on. Where the rest does
# not suffice for a whole pair, it is left out.
#
# `windows([5, 8, 2, 9, 4, 7], 2)` is `[([5, 8], [8, 2]), ([2, 9], [9, 4])]`. The 7 is left over: a third pair would need one more token.
#
# <details><summary>Hint 1</summary>
#
# How many tokens does one pair need in all? Where do pairs begin?
#
# </details>
# <details><summary>Hint 2</summary>
#
# Pairs begin at 0, `length`, 2·`length`, …: `range` has a third number for that. A pair needs `length + 1` tokens.
#
# </details>
# <details><summary>Hint 3</summary>
#
# For `start in range(0, len(ids) - length, length)` the inputs are `ids[start:start + length]`. For the targets add 1 to both ends.
#
# </details>

# %% answer="windows"
def windows(ids, length):
    """Return pairs of inputs and targets of that length."""
    ### BEGIN SOLUTION
    pairs = []
    for begin in range(0, len(ids) - length, length):
        part = list(ids[begin : begin + length + 1])
        pairs.append((part[:-1], part[1:]))
    return pairs
    ### END SOLUTION

# %% tests="windows-test" points=3
result = windows([5, 8, 2, 9, 4, 7], 2)
assert result is not None, "windows gave nothing back. Does it end with return?"
result = [[list(inputs), list(targets)] for inputs, targets in result]
assert result[:1] == [[[5, 8], [8, 2]]], f"The first pair is ([5, 8], [8, 2]): the targets are the inputs, one place on. Yours is {result[:1]!r}."
assert result == [[[5, 8], [8, 2]], [[2, 9], [9, 4]]], f"Two whole pairs are in there, and the rest is left out. Yours is {result!r}."
# HINT: A pair needs length + 1 tokens. Where fewer are left, stop.
# More tests run when you submit.
### BEGIN HIDDEN TESTS
assert [[list(one), list(other)] for one, other in windows([1, 2, 3], 2)] == [[[1, 2], [2, 3]]], "Exactly enough tokens for a pair are enough."
assert list(windows([1, 2], 2)) == [], "Two tokens are too few for a pair of length 2: the last target is missing."
assert list(windows([], 4)) == [], "No tokens give no pairs."
assert [[list(one), list(other)] for one, other in windows([1, 2, 3], 1)] == [[[1], [2]], [[2], [3]]], "Length 1: each token asks for the next."
### END HIDDEN TESTS

# %% [markdown] id="attention"
# ## Attention: looking back
#
# What comes after "the bank of the" hangs on earlier words. In a *transformer* each token looks at the tokens before it and takes more from
# some than from others. (A. Vaswani and others, 2017.) How much, is decided in two steps:
#
# 1. Each pair of tokens gets a *score*: how much does this token care for that one? The model learns to give good scores.
# 2. The scores of a token become *weights*: positive, 1 in all. The rule is called *softmax*: raise $e$ to the score, then divide by the
#    sum of these.
#
# One thing is forbidden: looking **ahead**. The model is to guess the next token, and must not see it. So each token may use only scores of
# itself and of earlier ones; all later ones get the weight 0. That is the *causal mask*.

# %% [markdown] id="task-attend"
# ## Task 5: weights that do not look ahead (4 points)
#
# Write the function `attend`. It gets a table of scores as a list of rows: row 0 belongs to the first token, row 1 to the second, and so
# on. It returns a table of the same size with the weights, as a list of rows. In row `i`, the places 0 to `i` hold the softmax of the
# scores there, and all later places hold 0.
#
# `attend([[5, 9], [2, 2]])` is `[[1.0, 0.0], [0.5, 0.5]]`. The 9 was about the future, so it does not count. Scores may be as large as
# 1000; then $e^{1000}$ is too large for a computer.
#
# <details><summary>Hint 1</summary>
#
# Work row by row. Which part of the row counts? Softmax only that part, and fill up with zeros.
#
# </details>
# <details><summary>Hint 2</summary>
#
# Take the largest score of the part away from each of its scores first. The weights stay the same, and nothing becomes too large.
#
# </details>
# <details><summary>Hint 3</summary>
#
# With `part = row[:place + 1]` and `raised = [math.exp(…) for score in part]`, each score less the largest of the part, the weights are
# each of `raised` divided by their sum. Then add a `0.0` for each score that was left out. (`torch.softmax` is fine, too.)
#
# </details>

# %% answer="attend"
def attend(scores):
    """Return the weights of each token for itself and earlier ones."""
    ### BEGIN SOLUTION
    table = torch.tensor(scores, dtype=torch.float64)
    future = torch.ones(len(scores), len(scores), dtype=torch.bool).triu(1)
    return table.masked_fill(future, float("-inf")).softmax(dim=1).tolist()
    ### END SOLUTION

# %% tests="attend-test" points=2
result = attend([[5.0, 9.0], [2.0, 2.0]])
assert result is not None, "attend gave nothing back. Does it end with return?"
result = [[round(float(weight), 4) for weight in row] for row in result]
assert result == [[1, 0], [0.5, 0.5]], f"The first token has only itself: 1 and 0. The second has two equal scores: a half each. Yours is {result!r}."
# HINT: In row i only the places 0 to i count.
# More tests run when you submit.
### BEGIN HIDDEN TESTS
result = [[round(float(weight), 4) for weight in row] for row in attend([[0.0, 7.0, 7.0], [0.0, 1.0, 9.0], [3.0, 1.0, 2.0]])]
assert result == [[1, 0, 0], [0.2689, 0.7311, 0], [0.6652, 0.09, 0.2447]], "Each row should hold the softmax of its first places, and zeros after them."
### END HIDDEN TESTS

# %% tests="attend-large" points=2
result = attend([[1000.0, 0.0], [1000.0, 1000.0]])
assert result is not None, "attend gave nothing back. Does it end with return?"
result = [[round(float(weight), 4) for weight in row] for row in result]
assert result == [[1, 0], [0.5, 0.5]], f"Two equal scores of 1000 are still a half each. Yours is {result!r}."
# HINT: Take the largest score away before you raise e to it.
# More tests run when you submit.
### BEGIN HIDDEN TESTS
result = [[round(float(weight), 4) for weight in row] for row in attend([[-1000.0, 0.0], [-1000.0, -1001.0]])]
assert result == [[1, 0], [0.7311, 0.2689]], "Very small scores should not become 0 divided by 0."
### END HIDDEN TESTS

# %% [markdown] id="model-about"
# ## Worked example: the whole model
#
# Here is a transformer that you can read in a minute. A *block* looks back (attention), then thinks about each token on its own (two
# large tables with a bend between). Both only **add** to what is there. Two blocks on top of each other, a table with a row
# for each token, a table for the places: that is all. Large models have a hundred blocks, and wider tables.

# %% given="model"
class Block(nn.Module):
    """One round of looking back and thinking."""

    def __init__(self, width, heads=4):
        super().__init__()
        self.heads = heads
        self.before_look, self.before_think = nn.LayerNorm(width), nn.LayerNorm(width)
        self.look, self.looked = nn.Linear(width, 3 * width), nn.Linear(width, width)
        self.think, self.thought = nn.Linear(width, 4 * width), nn.Linear(4 * width, width)

    def forward(self, x):
        texts, tokens, width = x.shape
        parts = self.look(self.before_look(x)).view(texts, tokens, 3, self.heads, width // self.heads)
        query, key, value = parts.permute(2, 0, 3, 1, 4)
        seen = functional.scaled_dot_product_attention(query, key, value, is_causal=True)  # is_causal: the mask
        x = x + self.looked(seen.transpose(1, 2).reshape(texts, tokens, width))
        return x + self.thought(functional.gelu(self.think(self.before_think(x))))


class SmallModel(nn.Module):
    """Scores for the next token, at each place of each text."""

    def __init__(self, vocabulary, width, length, blocks=2):
        super().__init__()
        self.length = length
        self.tokens, self.places = nn.Embedding(vocabulary, width), nn.Embedding(length, width)
        self.blocks = nn.Sequential(*(Block(width) for _ in range(blocks)))
        self.last = nn.LayerNorm(width)
        for table in (self.tokens, self.places):
            nn.init.normal_(table.weight, std=width**-0.5)  # so that scores begin near 1

    def forward(self, ids):
        x = self.tokens(ids) + self.places.weight[: ids.shape[1]]
        return self.last(self.blocks(x)) @ self.tokens.weight.T


torch.manual_seed(seed)
model = SmallModel(tokenizer.get_vocab_size(), width, length=64).to(device)
print(f"{sum(table.numel() for table in model.parameters()):,} numbers to learn, called parameters")

# %% given="training-tools"
def numbers_of(texts):
    """All texts as one row of token numbers; 0, <end>, follows each text."""
    return torch.tensor([number for text in texts for number in [*tokenizer.encode(text).ids, 0]], device=device)


def loss_of(model, ids):
    """The mean loss over a row of token numbers, cut into windows."""
    rows = ids[: len(ids) // (model.length + 1) * (model.length + 1)].view(-1, model.length + 1)
    with torch.no_grad():
        return functional.cross_entropy(model(rows[:, :-1]).flatten(0, 1), rows[:, 1:].flatten()).item()


def write_on(model, start, tokens=40, temperature=0.7):
    """Let the model go on with a text, token by token."""
    ids, chance = tokenizer.encode(start).ids, torch.Generator().manual_seed(seed)
    for _ in range(tokens):
        with torch.no_grad():
            scores = model(torch.tensor([ids[-model.length :]], device=device))[0, -1].cpu()
        ids.append(torch.multinomial((scores / temperature).softmax(0), 1, generator=chance).item())
    return tokenizer.decode(ids)


train_ids, held_ids = numbers_of(training), numbers_of(held_out)
print(f"{len(train_ids):,} tokens to learn from, {len(held_ids):,} held out")
print(f"Loss before training {loss_of(model, held_ids):.2f}; pure guessing is ln({vocabulary}) = {math.log(vocabulary):.2f}")
print("It writes:", write_on(model, "The function", 12))

# %% [markdown] id="train-about"
# Before training it knows nothing, and writes noise. Now it learns: in each step it gets `batch` places of the text, guesses, and each parameter
# is moved a little so that the guesses would have been better. The *loss* is the mean of $-\ln(p)$, where $p$ is the chance that the model
# gave to the right next token. Sure and right makes 0; sure and wrong makes a lot. Pure guessing gives each of 512 tokens the same chance,
# so its loss is $\ln 512 = 6.24$. Before training ours is a little worse: it is sure of things without a reason. The next cell takes about
# ten seconds.

# %% given="train"
optimizer = torch.optim.AdamW(model.parameters(), lr=0.004)
chance = torch.Generator().manual_seed(seed)
curve, held_curve, begin = [], [(0, loss_of(model, held_ids))], time.perf_counter()
for step in range(1, steps + 1):
    starts = torch.randint(len(train_ids) - model.length - 1, (batch,), generator=chance).to(device)
    rows = train_ids[starts[:, None] + torch.arange(model.length + 1, device=device)]
    loss = functional.cross_entropy(model(rows[:, :-1]).flatten(0, 1), rows[:, 1:].flatten())
    optimizer.zero_grad()
    loss.backward()
    optimizer.param_groups[0]["lr"] = 0.004 * min(1, step / 20) * (1.1 - step / steps)  # careful at first, careful at the end
    optimizer.step()
    curve.append(loss.item())
    late = time.perf_counter() - begin > time_budget_s
    if step % max(1, steps // 10) == 0 or late:
        held_curve.append((step, loss_of(model, held_ids)))
    if late:
        break
seconds = time.perf_counter() - begin
print(f"{len(curve)} steps in {seconds:.0f} seconds, {len(curve) * batch * model.length / seconds:,.0f} tokens per second")

# %% given="plot-training"
figure, axes = plt.subplots(figsize=(8, 3.8))
axes.plot(range(1, len(curve) + 1), curve, color="lightsteelblue", label="training, each step")
axes.plot(*zip(*held_curve), "o-", color="darkblue", label="held out")
axes.axhline(math.log(vocabulary), color="grey", linestyle=":", label="pure guessing")
axes.set(xlabel="Step", ylabel="Loss (smaller is better)", title="It learns, and not only by heart")
right = axes.secondary_yaxis("right", functions=(lambda loss: loss, lambda loss: loss))
ticks = [tick for tick in (10, 20, 30, 50, 100, 200, 300, 500) if axes.get_ylim()[0] <= math.log(tick) <= axes.get_ylim()[1]]
right.set_yticks([math.log(tick) for tick in ticks], labels=[str(tick) for tick in ticks])
right.set_ylabel("Perplexity")
axes.legend()
plt.show()
print(f"In words: two curves fall together, from {held_curve[0][1]:.1f} to {held_curve[-1][1]:.1f} on held-out text; perplexity {math.exp(held_curve[-1][1]):.0f}.")
print("It writes:", write_on(model, "The function"))

# %% [markdown] id="train-read"
# ## What do you see?
#
# The curve falls fast, then slowly: first it learns which tokens are common, then which ones stand together, then a little grammar. The
# **held-out** curve is the one to believe. If it rose while the other fell, the model would learn the text by heart. What it writes looks
# like the manual from far away. From near it is nonsense: fluent is not the same as right.
#
# ## Perplexity
#
# *Perplexity* is $e^{\text{loss}}$. A perplexity of 40 means: the model is as unsure as if it chose among 40 tokens that are equally likely.
# Pure guessing has as many as there are tokens.
#
# Two traps. The loss is a mean over tokens, so parts of different length must be **weighted** by their tokens. And a model with larger
# tokens has fewer, harder guesses: its perplexity cannot be compared. *Bits per byte* can. It is the loss of the whole text, not the mean,
# divided by
# $\ln 2$ (that makes bits of it), divided by the bytes of the text.

# %% [markdown] id="task-perplexity"
# ## Task 6: figures that can be compared (4 points)
#
# Write two functions. Both get `parts`: a list of pairs of a mean loss and the number of its tokens, such as `[(3.0, 100), (4.0, 300)]`.
#
# - `perplexity(parts)` returns the perplexity over all tokens.
# - `bits_per_byte(parts, text_bytes)` gets the length of the text in bytes, too, and returns the bits per byte.
#
# For `[(3.0, 100), (4.0, 300)]` the loss of the whole is 1500 for 400 tokens, a mean of 3.75. So the perplexity is $e^{3.75} = 42.5$.
# Without a single token, or without a byte, there is nothing to say: raise a `ValueError`.
#
# <details><summary>Hint 1</summary>
#
# Both begin with the loss of the whole: each mean times its tokens, added up.
#
# </details>
# <details><summary>Hint 2</summary>
#
# `whole = sum(loss * count for loss, count in parts)`, and the tokens are a sum, too. `math.exp` and `math.log(2)` do the rest.
#
# </details>
# <details><summary>Hint 3</summary>
#
# Perplexity: `math.exp(…)` of the mean loss of a token, which is `whole` divided by the tokens. Bits per byte: `whole / math.log(2) / …`.
#
# </details>

# %% answer="perplexity"
def perplexity(parts):
    """Return the perplexity over all tokens."""
    ### BEGIN SOLUTION
    many = sum(count for _, count in parts)
    if many == 0:
        raise ValueError("There are no tokens.")
    return math.exp(sum(mean * count for mean, count in parts) / many)
    ### END SOLUTION


def bits_per_byte(parts, text_bytes):
    """Return the bits that the model needs for each byte of the text."""
    ### BEGIN SOLUTION
    if text_bytes == 0 or sum(count for _, count in parts) == 0:
        raise ValueError("There is no text.")
    return sum(mean * count for mean, count in parts) / (math.log(2) * text_bytes)
    ### END SOLUTION

# %% tests="perplexity-test" points=2
result = perplexity([(3.0, 100), (4.0, 300)])
assert result is not None, "perplexity gave nothing back. Does it end with return?"
assert abs(result - 42.521082) < 1e-4, f"The mean loss over all 400 tokens is 3.75, and e to that is 42.52. Yours is {result!r}."
# HINT: Three times as many tokens weigh three times as much: do not take the mean of the two means.
# More tests run when you submit.
### BEGIN HIDDEN TESTS
assert abs(perplexity([(0.0, 10)]) - 1) < 1e-9, "A model that is always sure and right has the perplexity 1."
assert abs(perplexity([(2.0, 5), (9.0, 0)]) - 7.389056) < 1e-5, "A part without tokens counts for nothing."
for nothing in ([], [(3.0, 0)]):
    refused = ""
    try:
        perplexity(nothing)
    except ValueError:
        refused = "yes"
    assert refused == "yes", "Without tokens there should be a ValueError."
### END HIDDEN TESTS

# %% tests="bits-per-byte-test" points=2
result = bits_per_byte([(3.0, 100), (4.0, 300)], 1000)
assert result is not None, "bits_per_byte gave nothing back. Does it end with return?"
assert abs(result - 2.164043) < 1e-4, f"The loss of the whole is 1500. Divided by ln 2 and by 1000 bytes it is 2.164. Yours is {result!r}."
# HINT: Not the mean loss, but the sum over all tokens, divided by math.log(2) and by the bytes.
# More tests run when you submit.
### BEGIN HIDDEN TESTS
assert abs(bits_per_byte([(0.6931471805599453, 8)], 8) - 1) < 1e-9, "A loss of ln 2 for each byte is one bit per byte."
assert abs(bits_per_byte([(0.0, 8)], 8)) < 1e-9, "Who is always sure and right needs no bits."
refused = ""
try:
    bits_per_byte([(3.0, 4)], 0)
except ValueError:
    refused = "yes"
assert refused == "yes", "Without bytes there should be a ValueError."
### END HIDDEN TESTS

# %% id="own-figures"
try:
    held_loss = held_curve[-1][1]
    held_bytes = sum(len(text.encode()) for text in held_out)
    print(f"Held out: perplexity {perplexity([(held_loss, len(held_ids))]):.1f}, {bits_per_byte([(held_loss, len(held_ids))], held_bytes):.2f} bits per byte")
except Exception as error:
    print("Write task 6 first. What came:", type(error).__name__)

# %% [markdown] id="look-about"
# ## A look inside
#
# The next cell draws where the first block looks, for one sentence. Each row is a token; the darker a square, the more it takes from
# the token of that column. The upper right is empty: that is the mask.

# %% given="look-inside"
ids = tokenizer.encode("The function returns a list of the names.").ids[:20]
pieces_shown = [tokenizer.decode([number]).strip() or "·" for number in ids]
with torch.no_grad():
    block = model.blocks[0]
    x = model.tokens(torch.tensor([ids], device=device)) + model.places.weight[: len(ids)]
    parts = block.look(block.before_look(x)).view(len(ids), 3, block.heads, -1)
    query, key = parts[:, 0].transpose(0, 1), parts[:, 1].transpose(0, 1)
    scores = query @ key.transpose(1, 2) / query.shape[-1] ** 0.5
    ahead = torch.ones(len(ids), len(ids), dtype=torch.bool, device=device).triu(1)
    weights = scores.masked_fill(ahead, float("-inf")).softmax(-1).cpu()

figure, places = plt.subplots(1, 4, figsize=(11, 3.4), sharey=True)
for head, place in enumerate(places):
    place.imshow(weights[head], cmap="Blues")
    place.set_title(f"head {head + 1}")
    place.set_xticks(range(len(ids)), labels=pieces_shown, rotation=90, fontsize=7)
    place.set_yticks(range(len(ids)), labels=pieces_shown, fontsize=7)
plt.tight_layout()
plt.show()
back = [float((weights[head] * torch.arange(len(ids))).sum(-1).sub(torch.arange(len(ids))).abs().mean()) for head in range(4)]
print("In words: four triangles of blue squares. On average the four heads look back", ", ".join(f"{far:.1f}" for far in back), "tokens.")

# %% [markdown] id="key-points"
# ## Key points
#
# - You pay by the token. What is rare in the training text of the tokenizer, such as a small language, takes more of them.
# - A language model guesses the next token, from earlier ones only.
# - Believe the loss on held-out text, not the one on training text.
# - Perplexity is $e^{\text{loss}}$. Across tokenizers compare bits per byte.
# - Fluent is not the same as right.

# %% [markdown] id="what-next"
# ## What next?
#
# 1. Save your work (Ctrl+S, or Command+S on a Mac), and submit this exercise.
# 2. Try `vocabulary = 2048` in the parameters and run again. Perplexity and bits per byte tell different stories: which one do you believe?
# 3. Go on with exercise 2: the model learns the language of your firm, with few new numbers.

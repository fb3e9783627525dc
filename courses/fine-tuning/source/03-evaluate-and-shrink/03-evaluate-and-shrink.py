# %% [markdown] id="title"
# # Is it good, and how small can it be?
#
# This is exercise 3 of 4. It takes about 25 minutes.
#
# Your shop's model writes nice replies. Is it **good**? A figure for that is easy to get and easy to get wrong: the test may hold texts that
# the model has learned by heart, or too few of them. Then you make the model smaller: four times, nearly for free.

# %% [markdown] id="goals"
# ## What you will be able to do
#
# - Find test texts that the model has seen in training.
# - Give a figure together with its interval.
# - Measure what matters to a customer, besides perplexity.
# - Store weights in 8 bits, and say what it costs in quality.
#
# **You need:** exercises 1 and 2.

# %% id="parameters" tags=["parameters"]
from typing import Literal

device: Literal["cpu", "cuda"] = "cpu"  # where the model is trained; "cuda" is a GPU
width: int = 64  # numbers that stand for one token inside the model
base_steps: int = 150  # training steps of the base model
tune_steps: int = 350  # training steps on the shop's messages
asked: int = 40  # customers that the model answers in the test of its replies
batch: int = 8  # windows of text that a training step reads
seed: int = 1  # where chance begins
time_budget_s: int = 60  # each training stops after this many seconds

# %% id="imports"
import copy
import math
import random
import statistics
import time
from pydoc_data.topics import topics

import matplotlib.pyplot as plt
import torch
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
from torch import nn
from torch.nn import functional

torch.set_num_threads(1)  # one core: on shared machines times are steadier so
if device == "cuda" and not torch.cuda.is_available():
    raise RuntimeError("device is 'cuda', but this computer shows no GPU to PyTorch. Set device to 'cpu', or start a session with a GPU.")

# %% [markdown] id="setup-about"
# The next cells bring back the manual, the made-up shop, the model and its training from exercises 1 and 2. This time somebody was
# careless: 30 of the 90 messages for the test stand in the archive that the model learns from, too. And an archive keeps copies, of mails
# that were answered and forwarded: each of the 30 stands there 13 times.

# %% given="texts"
pieces = (" ".join(piece.split()) for topic in topics.values() for piece in topic.split("\n\n"))
prose = [piece for piece in pieces if len(piece) > 60 and sum(c.isalpha() or c in " ,." for c in piece) > 0.9 * len(piece)]
manual = list(dict.fromkeys(prose))  # the base text of exercise 1: Python's own manual, Python Software Foundation, PSF-2.0

NAMES = ["Anna", "Jonas", "Maria", "Pekka", "Elena", "Lukas", "Sofia", "Nikos", "Marta", "Pierre"]
THINGS = ["lamp", "kettle", "chair", "clock", "bag", "mirror", "radio", "blanket", "table", "knife"]
DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"]
TROUBLES = {
    "arrived broken": "we are sorry that your {thing} arrived broken. A new one leaves us on {day}.",
    "has not arrived": "thank you for your patience. Your {thing} will be with you on {day}.",
    "has the wrong colour": "please keep the {thing}. The right colour leaves us on {day}.",
    "makes a strange noise": "please send us the {thing}. We will repair it by {day}.",
}


def make_messages(count, chance):
    """Messages of a made-up shop, each with its reply: the generator of all data about the shop."""
    made = []
    for _ in range(count):
        name, thing, trouble, day = (chance.choice(choices) for choices in (NAMES, THINGS, list(TROUBLES), DAYS))
        reply = TROUBLES[trouble].format(thing=thing, day=day)
        made.append(f"Customer: My {thing} {trouble}. {name}\nShop: Dear {name}, {reply}")
    return list(dict.fromkeys(made))

chance = random.Random(seed)
messages = make_messages(330, chance)
chance.shuffle(messages)
fresh, seen, others = messages[:60], messages[60:90], messages[90:]
shop_training, shop_test = others + 13 * seen, fresh + seen
chance.shuffle(shop_training)
chance.shuffle(shop_test)
print(len(shop_training), "messages in the archive,", len(shop_test), "for the test. One of them:\n")
print(shop_test[0])

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

# %% given="training-tools"
tokenizer = Tokenizer(models.BPE())
tokenizer.pre_tokenizer, tokenizer.decoder = pre_tokenizers.ByteLevel(add_prefix_space=False), decoders.ByteLevel()
alphabet = pre_tokenizers.ByteLevel.alphabet()
trainer = trainers.BpeTrainer(vocab_size=512, special_tokens=["<end>"], initial_alphabet=alphabet, show_progress=False)
tokenizer.train_from_iterator(manual + shop_training, trainer)


def numbers_of(texts):
    """All texts as one row of token numbers; 0, <end>, follows each text."""
    return torch.tensor([number for text in texts for number in [*tokenizer.encode(text).ids, 0]], device=device)


def loss_of(model, ids):
    """The mean loss over a row of token numbers, cut into windows."""
    rows = ids[: len(ids) // (model.length + 1) * (model.length + 1)].view(-1, model.length + 1)
    with torch.no_grad():
        return functional.cross_entropy(model(rows[:, :-1]).flatten(0, 1), rows[:, 1:].flatten()).item()


def train(model, ids, steps, rate):
    """Train the parameters of the model that may be trained."""
    chance, begin = torch.Generator().manual_seed(seed), time.perf_counter()
    optimizer = torch.optim.AdamW([table for table in model.parameters() if table.requires_grad])
    for step in range(1, steps + 1):
        optimizer.param_groups[0]["lr"] = rate * min(1, step / 20) * (1.1 - step / steps)
        starts = torch.randint(len(ids) - model.length - 1, (batch,), generator=chance).to(device)
        rows = ids[starts[:, None] + torch.arange(model.length + 1, device=device)]
        loss = functional.cross_entropy(model(rows[:, :-1]).flatten(0, 1), rows[:, 1:].flatten())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        if time.perf_counter() - begin > time_budget_s:
            break
    return model


def write_on(model, start, tokens=60):
    """Let the model go on with a text, always with the most likely token, until <end>."""
    ids = tokenizer.encode(start).ids
    for _ in range(tokens):
        with torch.no_grad():
            ids.append(model(torch.tensor([ids[-model.length :]], device=device))[0, -1].argmax().item())
        if ids[-1] == 0:
            break
    return tokenizer.decode(ids)

# %% given="trained-model"
torch.manual_seed(seed)
model = train(SmallModel(tokenizer.get_vocab_size(), width, length=64).to(device), numbers_of(manual), base_steps, rate=0.004)
model = train(model, numbers_of(shop_training), tune_steps, rate=0.003)


def loss_of_text(model, text):
    """The mean loss of the tokens of one text."""
    ids = numbers_of([text])[None, : model.length + 1]
    with torch.no_grad():
        return functional.cross_entropy(model(ids[:, :-1]).flatten(0, 1), ids[0, 1:]).item()


losses = [loss_of_text(model, text) for text in shop_test]
print(f"Perplexity on the whole test {math.exp(statistics.mean(losses)):.3f}")

# %% [markdown] id="contamination"
# ## Has it seen the test?
#
# A model that has read the questions of its exam passes it. This is called *contamination*. It happens without bad will: a text
# stands twice in the company's archive, or a public test was copied to a web page that became training text. One looks for it by **runs of
# words**: if eight words in a row of a test text stand in the same order in a training text, it is suspicious.

# %% [markdown] id="task-contaminated"
# ## Task 1: find what was seen (4 points)
#
# Write the function `contaminated`. It gets a list of training texts, a list of test texts, and `run`, a number of words. It returns
# the list of the places (counted from 0) of those test texts that share a run of so many words with **any** training text. Words are
# what blanks and line ends separate; large and small letters count as equal. A test text with fewer words than `run` is never in the list.
#
# <details><summary>Hint 1</summary>
#
# Collect all runs of the training texts once. Then ask for each test text whether one of its runs is among them.
#
# </details>
# <details><summary>Hint 2</summary>
#
# `text.lower().split()` are the words. `tuple(words[start:start + run])` is a run; tuples can be put into a `set`.
#
# </details>
# <details><summary>Hint 3</summary>
#
# A small function `runs(text)` that returns the set for `start in range(len(words) - run + 1)`. `seen` is the union of all training sets.
# Keep the places of the test texts where `runs(text) & seen` is not empty.
#
# </details>

# %% answer="contaminated"
def contaminated(training, test, run):
    """Return the places of the test texts that share a run of words with a training text."""
    ### BEGIN SOLUTION
    def pieces_of(text):
        words = text.lower().split()
        return {" ".join(words[begin : begin + run]) for begin in range(len(words) - run + 1)}

    known = set().union(*map(pieces_of, training))
    return [place for place, text in enumerate(test) if not known.isdisjoint(pieces_of(text))]
    ### END SOLUTION

# %% tests="contaminated-test" points=2
result = contaminated(["my lamp arrived broken on monday"], ["Hello, my lamp arrived late", "my lamp  Arrived broken"], 4)
assert result is not None, "contaminated gave nothing back. Does it end with return?"
assert list(result) == [1], f"Only the second test text shares four words in a row, 'my lamp arrived broken'. Its place is 1. Yours is {result!r}."
# HINT: Make small letters first, then split. Places are counted from 0.
# More tests run when you submit.
### BEGIN HIDDEN TESTS
assert list(contaminated(["my lamp arrived broken on monday"], ["Hello, my lamp arrived late", "my lamp arrived"], 3)) == [0, 1], "With a run of three words both test texts share one."
assert list(contaminated(["a b c", "d e f"], ["c d e", "x d e f"], 3)) == [1], "A run does not go from one training text into the next."
assert list(contaminated(["a\nb c"], ["A B\nC"], 3)) == [0], "Line ends separate words, too, and large letters equal small ones."
### END HIDDEN TESTS

# %% tests="contaminated-edges" points=2
result = contaminated(["one two three"], ["two three"], 3)
assert result is not None, "contaminated gave nothing back. Does it end with return?"
assert list(result) == [], f"A test text of two words has no run of three. Yours is {result!r}."
# HINT: range(len(words) - run + 1) is empty where there are too few words.
# More tests run when you submit.
### BEGIN HIDDEN TESTS
assert list(contaminated([], ["one two three"], 2)) == [], "Without training texts nothing was seen."
assert list(contaminated(["one two"], ["one two"], 2)) == [0], "A text may be just as long as the run."
assert list(contaminated(["one two"], ["two one", "one", "one two one"], 2)) == [2], "The order of the words counts."
### END HIDDEN TESTS

# %% given="plot-contamination"
known = set(shop_training)
groups = {"fresh": [], "seen in training": []}
for loss, text in zip(losses, shop_test):
    groups["seen in training" if text in known else "fresh"].append(loss)
figure, axes = plt.subplots(figsize=(8, 3.2))
edges = [min(losses) + (max(losses) - min(losses)) * place / 24 for place in range(25)]
for (name, some), hatch in zip(groups.items(), ("/", ".")):
    axes.hist(some, bins=edges, alpha=0.6, hatch=hatch, edgecolor="black", linewidth=0.5, label=f"{name}: perplexity {math.exp(statistics.mean(some)):.3f}")
axes.set(xlabel="Loss of one test message", ylabel="Messages", title="Messages that were seen look easier")
axes.legend()
plt.show()
print(f"In words: two heaps; that of the messages seen in training lies to the left. The mean loss of fresh messages is {statistics.mean(groups['fresh']):.3f}, of those seen in training {statistics.mean(groups['seen in training']):.3f}.")

# %% [markdown] id="contamination-read"
# ## What do you see?
#
# The messages that it has seen lie to the left: they look easier than they are. The whole test mixes both heaps, so its figure promises too
# much. With a large model, which remembers more, the gap can be wider. Note what a short run of words would find here: all replies of a
# shop share phrases, so it finds everything. Choose the length so that it finds copies and not phrases, and look at what was found.

# %% [markdown] id="sure"
# ## How sure are you?
#
# Sixty messages are few. Another sixty would give another figure. If $m$ is the mean loss of $n$ texts and $s$ their standard deviation, the
# true mean lies in about 95 of 100 cases between $m - 1.96\,s/\sqrt{n}$ and $m + 1.96\,s/\sqrt{n}$. $e$ to the three of them are the
# perplexity and its *interval*. Here $e^m$ gives each text the same weight, because texts, not tokens, were drawn.

# %% [markdown] id="task-interval"
# ## Task 2: a figure with its interval (3 points)
#
# Write the function `interval`. It gets a list of losses, one for each text, and returns three numbers: the perplexity, the lower and the
# upper end of its interval. With fewer than two losses nothing can be said: raise a `ValueError`.
#
# <details><summary>Hint 1</summary>
#
# Compute with losses up to the end. $e$ comes last, three times.
#
# </details>
# <details><summary>Hint 2</summary>
#
# `statistics.mean` and `statistics.stdev` are there. `math.sqrt(len(losses))` is the root.
#
# </details>
# <details><summary>Hint 3</summary>
#
# `half = 1.96 * statistics.stdev(losses) / math.sqrt(…)`. Return `math.exp` of the mean, of the mean minus `half`, and of the mean plus `half`.
#
# </details>

# %% answer="interval"
def interval(losses):
    """Return the perplexity and the lower and upper end of its interval."""
    ### BEGIN SOLUTION
    if len(losses) < 2:
        raise ValueError("One text alone tells nothing about the others: give at least two losses.")
    middle, off = statistics.mean(losses), 1.96 * statistics.stdev(losses) / len(losses) ** 0.5
    return math.exp(middle), math.exp(middle - off), math.exp(middle + off)
    ### END SOLUTION

# %% tests="interval-test" points=3
result = interval([1.0, 2.0, 3.0, 2.0])
assert result is not None, "interval gave nothing back. Does it end with return?"
assert len(result) == 3, f"interval should return three numbers. It returned {result!r}."
assert [round(float(number), 3) for number in result] == [7.389, 3.32, 16.447], f"The mean is 2, and 1.96 · 0.8165 / 2 to each side: 7.389, from 3.320 to 16.447. Yours is {result!r}."
# HINT: statistics.stdev is the standard deviation of a sample; statistics.pstdev is another one.
# More tests run when you submit.
### BEGIN HIDDEN TESTS
assert [round(float(number), 3) for number in interval([0.5, 0.5])] == [1.649, 1.649, 1.649], "Where all are equal the interval is one point."
assert [round(float(number), 3) for number in interval([0.0, 1.0] * 50)] == [1.649, 1.494, 1.819], "With a hundred texts the interval is narrow."
for few in ([], [1.0]):
    refused = ""
    try:
        interval(few)
    except ValueError:
        refused = "yes"
    assert refused == "yes", "With fewer than two losses there should be a ValueError."
### END HIDDEN TESTS

# %% given="plot-interval"
counts = [count for count in (3, 5, 10, 20, 40, 60) if count <= len(groups["fresh"])]
middles, reach = [], []
for count in counts:
    some = groups["fresh"][:count]
    middles.append(math.exp(statistics.mean(some)))
    reach.append(1.96 * statistics.stdev(some) / count**0.5 * middles[-1])
figure, axes = plt.subplots(figsize=(7, 3.2))
axes.errorbar(range(len(counts)), middles, yerr=reach, fmt="o", capsize=6, color="darkblue")
axes.set_xticks(range(len(counts)), labels=counts)
axes.set(xlabel="Fresh messages in the test", ylabel="Perplexity", title="More texts, less doubt")
plt.show()
print(f"In words: points with bars that become shorter to the right, from plus or minus {reach[0]:.3f} with {counts[0]} messages to {reach[-1]:.3f} with {counts[-1]}.")

# %% [markdown] id="what-matters"
# ## What matters to the customer
#
# No customer asks for your perplexity. Anna asks about her **lamp**, and the reply had better not speak of a kettle. One wrong word of
# thirty hardly moves the loss. So test what matters, with a rule that a program can check.

# %% [markdown] id="task-names-only"
# ## Task 3: does it speak of the right thing? (3 points)
#
# Write the function `names_only`. It gets a reply, the right `thing`, and the list of all `things` of the shop. It returns `True` if the
# reply holds the right thing as a word of its own, and **no other** thing; else `False`. Words are what is left when each character that is
# no letter becomes a blank; large and small letters count as equal. So in "Your table-lamp" there are a table and a lamp.
#
# <details><summary>Hint 1</summary>
#
# First make the set of the words of the reply. Then compare it with the things.
#
# </details>
# <details><summary>Hint 2</summary>
#
# `"".join(letter if letter.isalpha() else " " for letter in reply.lower()).split()` are the words.
#
# </details>
# <details><summary>Hint 3</summary>
#
# `named` are those of `things` that are among the words. The answer is `True` if there is just one, and it is the right one.
#
# </details>

# %% answer="names-only"
def names_only(reply, thing, things):
    """Return True if the reply names the right thing and no other."""
    ### BEGIN SOLUTION
    spaced = "".join(c if c.isalpha() else " " for c in reply.lower())
    return set(spaced.split()) & set(things) == {thing}
    ### END SOLUTION

# %% tests="names-only-test" points=3
result = names_only("Dear Anna, your Lamp leaves us on Monday.", "lamp", ["lamp", "bag", "table"])
assert result is not None, "names_only gave nothing back. Does it end with return?"
assert result == True, f"The reply names the lamp and nothing else. Yours is {result!r}."
assert names_only("Your bag leaves us.", "lamp", ["lamp", "bag", "table"]) == False, "A bag is no lamp."
# HINT: Full stops and hyphens are no letters: make blanks of them before you split.
# More tests run when you submit.
### BEGIN HIDDEN TESTS
assert names_only("Your table-lamp leaves us.", "lamp", ["lamp", "bag", "table"]) == False, "table-lamp names two things."
assert names_only("We send you bagpipes.", "bag", ["lamp", "bag", "table"]) == False, "bagpipes are no bag: the thing must be a word of its own."
assert names_only("A bag? Yes: the bag.", "bag", ["lamp", "bag", "table"]) == True, "The right thing may stand there twice."
assert names_only("", "bag", ["lamp", "bag", "table"]) == False, "An empty reply names nothing."
### END HIDDEN TESTS

# %% given="ask-the-model"
customers = random.Random(seed + 1)
right, wrong = {"the name": 0, "the trouble": 0, "the thing": 0}, ""
for _ in range(asked):
    name, thing, trouble = customers.choice(NAMES), customers.choice(THINGS), customers.choice(list(TROUBLES))
    reply = write_on(model, f"Customer: My {thing} {trouble}. {name}\nShop:").split("Shop:")[-1].strip()
    named = {one for one in THINGS if one in reply}
    right["the name"] += name in reply
    right["the trouble"] += TROUBLES[trouble][:12] in reply
    right["the thing"] += named == {thing}
    wrong = wrong if named == {thing} else f"\nAsked about the {thing}, it wrote: {reply}"

# %% given="plot-right"
figure, axes = plt.subplots(figsize=(8, 2.6))
bars = axes.barh(list(right), [100 * count / asked for count in right.values()], color="steelblue", hatch="/", label="the model")
by_chance = [100 / len(NAMES), 100 / len(TROUBLES), 100 / len(THINGS)]
axes.scatter(by_chance, list(right), marker="|", s=900, color="black", zorder=2, label="by chance")
axes.bar_label(bars, labels=[f"{count} of {asked}" for count in right.values()], padding=4)
axes.set(xlim=(0, 118), xlabel="Replies that have it right, in percent", title="What does it get right?")
axes.invert_yaxis()
axes.legend(loc="upper left", bbox_to_anchor=(1.02, 1))
plt.tight_layout()
plt.show()
print("In words: three bars.", ", ".join(f"{what} is right in {count} of {asked} replies" for what, count in right.items()) + ".", wrong)

# %% [markdown] id="ask-read"
# ## What do you see?
#
# The perplexity above is close to 1: almost sure at each token. The replies are polite, and they answer the right trouble, mostly to the
# right person. But many speak of somebody else's **thing**. One reason: the name stands just before the reply, the thing stands far back,
# and copying from far back is what small models learn last. Only a test of what matters shows it. So **your** test decides, not the loss.

# %% [markdown] id="smaller"
# ## Smaller: 8 bits instead of 32
#
# A weight is stored in 32 bits. *Quantising* stores a whole number of few bits instead, and for each row of a table one *scale*. In 8 bits:
#
# 1. The scale is the largest absolute value of the row, divided by 127.
# 2. Each weight is divided by the scale and rounded to a whole number between -127 and 127.
# 3. To compute, the number is multiplied by the scale again. What was lost by rounding is at most half a scale.

# %% [markdown] id="task-quantise"
# ## Task 4: quantise a row (4 points)
#
# Write the function `quantise`. It gets a row of weights and the number of `bits`. The largest whole number is $2^{\text{bits} - 1} - 1$:
# 127 for 8 bits, 7 for 4. It returns two things: the list of whole numbers, and the scale. In a row of zeros the scale is 1, so that
# nothing is divided by 0.
#
# `quantise([0.5, -1.27, 0.0], 8)` is `([50, -127, 0], 0.01)`.
#
# <details><summary>Hint 1</summary>
#
# Three steps: the largest whole number, the scale, the rounded numbers.
#
# </details>
# <details><summary>Hint 2</summary>
#
# `max(abs(weight) for weight in row)` is the largest absolute value, `round` makes a whole number.
#
# </details>
# <details><summary>Hint 3</summary>
#
# `top = 2 ** (bits - 1) - 1`; the scale is the largest absolute value divided by `top`, or 1 if it is 0. Then `round(weight / …)` for each weight.
#
# </details>

# %% answer="quantise"
def quantise(row, bits):
    """Return whole numbers of that many bits, and the scale."""
    ### BEGIN SOLUTION
    largest = max(map(abs, row))
    scale = largest / (2 ** (bits - 1) - 1) if largest else 1.0
    return [round(weight / scale) for weight in row], scale
    ### END SOLUTION

# %% tests="quantise-test" points=4
result = quantise([0.5, -1.27, 0.0], 8)
assert result is not None, "quantise gave nothing back. Does it end with return?"
assert len(result) == 2, f"quantise should return two things: the list and the scale. It returned {result!r}."
assert abs(float(result[1]) - 0.01) < 1e-9, f"The largest absolute value is 1.27, and 1.27 / 127 is 0.01. Your scale is {result[1]!r}."
assert [int(number) for number in result[0]] == [50, -127, 0], f"The whole numbers are 50, -127 and 0. Yours are {result[0]!r}."
# HINT: A negative weight may be the largest one: take absolute values.
# More tests run when you submit.
### BEGIN HIDDEN TESTS
numbers, scale = quantise([0.7, -0.26, 0.1], 4)
assert abs(scale - 0.1) < 1e-9 and [int(number) for number in numbers] == [7, -3, 1], "With 4 bits the largest whole number is 7."
numbers, scale = quantise([0.0, 0.0], 8)
assert abs(scale - 1) < 1e-9 and [int(number) for number in numbers] == [0, 0], "In a row of zeros the scale is 1, and all numbers are 0."
numbers, scale = quantise([3.0, -2.9, 0.4], 2)
assert abs(scale - 3) < 1e-9 and [int(number) for number in numbers] == [1, -1, 0], "With 2 bits only -1, 0 and 1 are left."
assert all(float(number) == int(number) for number in quantise([0.123, 0.456], 8)[0]), "The numbers should be whole."
### END HIDDEN TESTS

# %% [markdown] id="task-stored-bytes"
# ## Task 5: how large is it then? (3 points)
#
# Write the function `stored_bytes`. It gets a list of the sizes of all tables, as pairs of rows and columns, and the `bits` of a weight.
# With 32 bits each weight takes 4 bytes, and nothing is added. With fewer bits each **row** also has a scale of 4 bytes. Several weights
# share a byte, and the weights of a table end on a whole byte: round up for each table, not for each row. It returns the bytes of all
# tables together.
#
# `stored_bytes([(2, 3)], 4)` is 11: six weights of 4 bits are 3 bytes, and two scales are 8.
#
# <details><summary>Hint 1</summary>
#
# Do one table first. How many bits have its weights together?
#
# </details>
# <details><summary>Hint 2</summary>
#
# `math.ceil(bits_of_all / 8)` are whole bytes, rounded up. Scales come only below 32 bits.
#
# </details>
# <details><summary>Hint 3</summary>
#
# For each table: `math.ceil(rows * columns * … / 8)`, and 4 bytes more for each row if `bits` is below 32. Add up what all tables take.
#
# </details>

# %% answer="stored-bytes"
def stored_bytes(sizes, bits):
    """Return the bytes that all tables take with so many bits a weight."""
    ### BEGIN SOLUTION
    weights = sum(-(-rows * columns * bits // 8) for rows, columns in sizes)
    return weights + (4 * sum(rows for rows, _ in sizes) if bits < 32 else 0)
    ### END SOLUTION

# %% tests="stored-bytes-test" points=3
result = stored_bytes([(2, 3)], 4)
assert result is not None, "stored_bytes gave nothing back. Does it end with return?"
assert result == 11, f"Six weights of 4 bits are 3 bytes, two scales are 8: 11. Yours is {result!r}."
assert stored_bytes([(2, 3)], 32) == 24, f"With 32 bits there are six weights of 4 bytes, and no scales: 24. Yours is {stored_bytes([(2, 3)], 32)!r}."
# HINT: Scales belong to rows, and only where there are fewer than 32 bits.
# More tests run when you submit.
### BEGIN HIDDEN TESTS
assert stored_bytes([(1000, 1000)], 8) == 1004000, "A million weights of a byte, and a thousand scales."
assert stored_bytes([(1, 3), (1, 3)], 3) == 12, "Nine bits take two bytes, in each of the two tables; each has a scale."
assert stored_bytes([], 8) == 0, "No tables take no bytes."
### END HIDDEN TESTS

# %% [markdown] id="all-bits-about"
# ## Worked example: from 32 bits to 2
#
# The next cells quantise all large tables of the model, with fewer and fewer bits, and measure size and quality. Look for the place where
# it breaks.

# %% given="quantised-copies"
def with_bits(model, bits):
    """Return a copy whose tables hold only what so many bits can tell, and its size in bytes."""
    smaller, size = copy.deepcopy(model), 0
    for table in smaller.parameters():
        size += table.numel() * 4 if bits == 32 or table.dim() == 1 else math.ceil(table.numel() * bits / 8) + 4 * len(table)
        if bits < 32 and table.dim() == 2:
            scale = table.data.abs().amax(dim=1, keepdim=True).clamp(min=1e-12) / (2 ** (bits - 1) - 1)
            table.data = (table.data / scale).round() * scale
    return smaller, size


fresh_ids, sizes, qualities, all_bits = numbers_of(fresh), [], [], (32, 8, 6, 5, 4, 3, 2)
for bits in all_bits:
    smaller, size = with_bits(model, bits)
    sizes.append(size / 1024)
    qualities.append(math.exp(loss_of(smaller, fresh_ids)))
    print(f"{bits:2} bits: {sizes[-1]:6.0f} KiB, perplexity on fresh messages {qualities[-1]:8.3f}")

# %% given="plot-bits"
figure, axes = plt.subplots(figsize=(8, 3.8))
axes.plot(range(len(all_bits)), qualities, "o-", color="darkgreen")
for place, quality in enumerate(qualities):
    axes.annotate(f"{quality:.2f}", (place, quality), textcoords="offset points", xytext=(-22, 9))
axes.set_xticks(range(len(all_bits)), labels=[f"{bits} bits\n{size:.0f} KiB" for bits, size in zip(all_bits, sizes)])
axes.set(ylabel="Perplexity on fresh messages", yscale="log", title="A quarter of the size for nothing, then a cliff")
axes.margins(x=0.08, y=0.2)
plt.show()
print(f"In words: a flat line from 32 bits, {sizes[0]:.0f} KiB, to about 4 bits, that rises steeply at the right end: perplexity {qualities[0]:.3f}, with 8 bits {qualities[1]:.3f}, with 2 bits {qualities[-1]:.1f}.")

# %% given="speed"
class EightBits(nn.Module):
    """A layer that is stored in 8 bits and unpacked each time it is used."""

    def __init__(self, layer):
        super().__init__()
        self.scale = layer.weight.abs().amax(dim=1, keepdim=True) / 127
        self.numbers, self.bias = (layer.weight / self.scale).round().to(torch.int8), layer.bias

    def forward(self, x):
        return functional.linear(x, self.numbers * self.scale, self.bias)


def typical_ms(layer, repeats=15):
    """The median milliseconds of a call, after a warm-up."""
    x, taken = torch.randn(1, layer_width, device=device), []
    with torch.no_grad():
        for _ in range(repeats):
            begin = time.perf_counter()
            layer(x)
            if device == "cuda":
                torch.cuda.synchronize()
            taken.append(1000 * (time.perf_counter() - begin))
    return statistics.median(taken[5:])


layer_width = 16 * width
with torch.no_grad():
    plain = nn.Linear(layer_width, layer_width, device=device)
    packed = EightBits(plain)
print(f"One layer of {layer_width} by {layer_width}: {typical_ms(plain):.2f} ms with 32 bits, {typical_ms(packed):.2f} ms stored in 8 bits and unpacked")

# %% [markdown] id="speed-read"
# ## Smaller, and faster?
#
# In 8 bits the model is nearly a quarter as large, and no worse that you could measure. With 3 bits it begins to suffer, and with 2 it
# breaks. Where the cliff begins differs from model to model, so measure yours.
#
# It is **not** faster here, because each row is unpacked before it is used. It becomes faster where the chip multiplies whole numbers
# itself, or where fetching the weights from memory was what took the time, as with large models that write token by token. So again:
# measure on the machine that will serve it.

# %% [markdown] id="key-points"
# ## Key points
#
# - Look for test texts in the training text, before you believe a figure.
# - A figure without its interval says little. More texts make it narrower.
# - Test what matters to the customer. Perplexity does not see one wrong word.
# - 8 bits make a model a quarter as large, nearly for free. Whether it is faster, only measuring tells.

# %% [markdown] id="what-next"
# ## What next?
#
# 1. Save your work (Ctrl+S, or Command+S on a Mac), and submit this exercise.
# 2. Set `tune_steps = 150` and run again. How many replies still speak of the right thing? And how much did the perplexity change?
# 3. Go on with exercise 4: serve the model, count its energy, and write down what others must know.

# %% [markdown] id="title"
# # LoRA: teach a model your words with few new numbers
#
# This is exercise 2 of 4. It takes about 35 minutes.
#
# The model of exercise 1 knows Python's manual. Your shop wants it to answer customers. You could train all its parameters on your
# messages. For a large model that takes many GPUs, and you would keep a whole new copy of it. *LoRA*, low-rank adaptation, trains a
# small addition instead. You build it yourself, take the library, and measure what nobody likes to show: what the model **forgets**.

# %% [markdown] id="goals"
# ## What you will be able to do
#
# - Count the parameters that LoRA trains.
# - Compute what an adapter adds, and merge it into the model.
# - Use the library *peft*, and say which tables it will change.
# - Measure what a model forgets, and choose the rank.
#
# **You need:** exercise 1. You know that a table of numbers can be multiplied with another one.

# %% id="parameters" tags=["parameters"]
from typing import Literal

device: Literal["cpu", "cuda"] = "cpu"  # where the model is trained; "cuda" is a GPU
width: int = 64  # numbers that stand for one token inside the model
base_steps: int = 200  # training steps of the base model
tune_steps: int = 100  # training steps on the shop's messages
batch: int = 8  # windows of text that a training step reads
seed: int = 1  # where chance begins
time_budget_s: int = 60  # each training stops after this many seconds

# %% id="imports"
import copy
import math
import random
import time
from pydoc_data.topics import topics

import matplotlib.pyplot as plt
import torch
from peft import LoraConfig, get_peft_model
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
from torch import nn
from torch.nn import functional

torch.set_num_threads(1)  # one core: on shared machines times are steadier so
if device == "cuda" and not torch.cuda.is_available():
    raise RuntimeError("device is 'cuda', but this computer shows no GPU to PyTorch. Set device to 'cpu', or start a session with a GPU.")

# %% [markdown] id="setup-about"
# The next cells bring back exercise 1: the text, the tokenizer, the model. New is the shop. Its messages are **made up** by the generator
# that you see, so no customer's data are in them. The tokenizer reads them, too, so that *lamp* and *Anna* are one piece each; the base
# model itself learns from the manual alone. Run the cells and read one message.

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
messages = make_messages(900, chance)
chance.shuffle(messages)
shop_training, shop_held_out = messages[:-100], messages[-100:]
print(len(shop_training), "messages to learn from,", len(shop_held_out), "held out. One of them:\n")
print(messages[0])

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

# %% given="base-model"
manual_ids, manual_held = numbers_of([one for place, one in enumerate(manual) if place % 10]), numbers_of(manual[::10])
shop_ids, shop_held = numbers_of(shop_training), numbers_of(shop_held_out)

torch.manual_seed(seed)
base = train(SmallModel(tokenizer.get_vocab_size(), width, length=64).to(device), manual_ids, base_steps, rate=0.004)
all_parameters = sum(table.numel() for table in base.parameters())
manual_before, shop_before = math.exp(loss_of(base, manual_held)), math.exp(loss_of(base, shop_held))
print(f"The base model has {all_parameters:,} parameters. Perplexity: {manual_before:.0f} on the manual, {shop_before:.0f} on the shop's messages.")
print(write_on(base, "Customer: My lamp arrived broken. Anna\nShop:", 20))

# %% [markdown] id="idea"
# ## The idea
#
# A layer of the model holds a table $W$ with `rows` rows and `columns` columns. Training it means: find a table of changes of the same
# size, and add it. LoRA says: the changes need not be that free. Write them as a product $B A$ of two thin tables:
#
# - $A$ has `rank` rows and `columns` columns,
# - $B$ has `rows` rows and `rank` columns.
#
# $W$ stays as it is, only $A$ and $B$ are trained. The *rank* is a small number such as 8. (E. Hu and others, 2021.)

# %% given="plot-idea"
figure, places = plt.subplots(1, 4, figsize=(9, 2.8), gridspec_kw={"width_ratios": [16, 16, 3, 16]})
shapes = {"W: frozen": (16, 16), "B · A: the change": (16, 16), "B": (16, 2), "A": (2, 16)}
example = torch.Generator().manual_seed(seed)
b, a = torch.randn(16, 2, generator=example), torch.randn(2, 16, generator=example)
for place, (what, table) in zip(places, zip(shapes, (torch.randn(16, 16, generator=example), b @ a, b, a))):
    place.imshow(table, cmap="RdBu", vmin=-3, vmax=3)
    place.set_title(what, fontsize=10)
    place.set_xticks([])
    place.set_yticks([])
plt.tight_layout()
plt.show()
print("In words: four coloured tables. W and B · A are 16 by 16 numbers. B · A shows stripes, because it is made of B, 16 by 2, and A, 2 by 16: only 64 numbers.")

# %% [markdown] id="task-lora-parameters"
# ## Task 1: how many numbers are trained? (3 points)
#
# Write the function `lora_parameters`. It gets the rows and columns of a table, and the rank. It returns how many numbers $A$ and $B$ hold
# together. A rank below 1, or above the smaller side of the table, makes no sense: raise a `ValueError`.
#
# A table of 4096 by 4096, as in large models, with rank 8: 65,536 numbers instead of 16.8 million.
#
# <details><summary>Hint 1</summary>
#
# Draw both tables on paper and write their sides on them.
#
# </details>
# <details><summary>Hint 2</summary>
#
# $A$ holds `rank` times `columns` numbers. And $B$?
#
# </details>
# <details><summary>Hint 3</summary>
#
# First refuse: `if not 1 <= rank <= …`. Then add the numbers of $A$ to those of $B$.
#
# </details>

# %% answer="lora-parameters"
def lora_parameters(rows, columns, rank):
    """Return how many numbers an adapter of that rank trains."""
    ### BEGIN SOLUTION
    if rank < 1 or rank > min(rows, columns):
        raise ValueError(f"The rank {rank} does not fit a table of {rows} by {columns}.")
    return rank * (rows + columns)
    ### END SOLUTION

# %% tests="lora-parameters-test" points=3
result = lora_parameters(4096, 4096, 8)
assert result is not None, "lora_parameters gave nothing back. Does it end with return?"
assert result == 65536, f"A is 8 by 4096 and B 4096 by 8: 65,536 numbers together. Yours is {result!r}."
# HINT: Add the numbers of both thin tables. Do not multiply the two.
# More tests run when you submit.
### BEGIN HIDDEN TESTS
assert lora_parameters(192, 64, 4) == 1024, "The table need not be square: 4·64 + 192·4 is 1024."
assert lora_parameters(3, 5, 3) == 24, "A rank as large as the smaller side is allowed."
for unfit in (0, -1, 4):
    refused = ""
    try:
        lora_parameters(3, 5, unfit)
    except ValueError:
        refused = "yes"
    assert refused == "yes", "A rank below 1 or above the smaller side should raise a ValueError."
### END HIDDEN TESTS

# %% [markdown] id="task-lora-output"
# ## Task 2: what the layer gives with an adapter (4 points)
#
# Without an adapter a layer makes $x W^T$ of its input $x$ (a table with a row for each token). With one it makes
#
# $$x W^T + \frac{\alpha}{r}\; x A^T B^T$$
#
# where $r$ is the rank and $\alpha$ (alpha) a fixed number: the *scale* of the change. Write the function `lora_output`. It gets `x`, `w`,
# `a`, `b` as lists of rows, and `alpha`. It returns the result as a list of rows. The rank is the number of rows of `a`.
#
# <details><summary>Hint 1</summary>
#
# Make tensors of all four. What is on the left of the plus is one multiplication, what is on the right are two.
#
# </details>
# <details><summary>Hint 2</summary>
#
# `@` multiplies tables, `.T` turns one on its side, `len(a)` is the rank. `torch.tensor(x, dtype=torch.float64)` makes a tensor.
#
# </details>
# <details><summary>Hint 3</summary>
#
# `x @ w.T + alpha / len(a) * (x @ …)`, with tensors. At the end comes `.tolist()`.
#
# </details>

# %% answer="lora-output"
def lora_output(x, w, a, b, alpha):
    """Return what a layer with this adapter makes of x, as a list of rows."""
    ### BEGIN SOLUTION
    inputs, frozen, down, up = (torch.tensor(table, dtype=torch.float64) for table in (x, w, a, b))
    change = inputs @ down.T @ up.T
    return (inputs @ frozen.T + change * alpha / len(down)).tolist()
    ### END SOLUTION

# %% tests="lora-output-test" points=4
result = lora_output([[1.0, 2.0]], [[1.0, 0.0], [0.0, 1.0]], [[1.0, 1.0]], [[1.0], [0.0]], 2.0)
assert result is not None, "lora_output gave nothing back. Does it end with return?"
result = [[round(float(number), 4) for number in row] for row in result]
assert result == [[7, 2]], f"Without the adapter it is [[1, 2]]. The adapter adds 2/1 · 3 to the first number: [[7, 2]]. Yours is {result!r}."
# HINT: alpha is divided by the rank, the number of rows of a.
# More tests run when you submit.
### BEGIN HIDDEN TESTS
result = [[round(float(number), 4) for number in row] for row in lora_output([[1.0, 0.0, 2.0], [0.0, 1.0, 0.0]], [[1.0, 2.0, 3.0], [0.0, 1.0, 0.0]], [[1.0, 0.0, 0.0], [0.0, 1.0, 1.0]], [[1.0, 0.0], [2.0, 1.0]], 4.0)]
assert result == [[9, 8], [2, 3]], "With rank 2 and alpha 4 the change is doubled, not multiplied by four. Rows of x are tokens, and w need not be square."
result = [[round(float(number), 4) for number in row] for row in lora_output([[3.0, 4.0]], [[1.0, 1.0]], [[5.0, 5.0]], [[0.0]], 8.0)]
assert result == [[7]], "Where B is all zeros the adapter changes nothing: so each training begins."
### END HIDDEN TESTS

# %% [markdown] id="task-merge-adapter"
# ## Task 3: merge (3 points)
#
# When training is over, the adapter can become part of the table: $W + \frac{\alpha}{r} B A$. Then the model is as fast as before, and
# nobody sees the adapter any more. Write the function `merge_adapter`. It gets `w`, `a`, `b` as lists of rows, and `alpha`. It returns the
# new table as a list of rows, and leaves `w` as it is.
#
# <details><summary>Hint 1</summary>
#
# The product must be as large as `w`. Which order of `a` and `b` gives that?
#
# </details>
# <details><summary>Hint 2</summary>
#
# `b @ a`, as tensors, has the rows of `b` and the columns of `a`.
#
# </details>
# <details><summary>Hint 3</summary>
#
# Tensors of all three, then `w + alpha / len(a) * (…)`, and `.tolist()`.
#
# </details>

# %% answer="merge-adapter"
def merge_adapter(w, a, b, alpha):
    """Return the table with the adapter in it, as a list of rows."""
    ### BEGIN SOLUTION
    frozen, down, up = (torch.tensor(table, dtype=torch.float64) for table in (w, a, b))
    return (frozen + (up @ down) * alpha / len(down)).tolist()
    ### END SOLUTION

# %% tests="merge-adapter-test" points=3
result = merge_adapter([[1.0, 0.0], [0.0, 1.0]], [[1.0, 1.0]], [[1.0], [0.0]], 2.0)
assert result is not None, "merge_adapter gave nothing back. Does it end with return?"
result = [[round(float(number), 4) for number in row] for row in result]
assert result == [[3, 2], [0, 1]], f"B · A is [[1, 1], [0, 0]], and twice that is added: [[3, 2], [0, 1]]. Yours is {result!r}."
# HINT: B · A, not A · B; and alpha divided by the rank.
# More tests run when you submit.
### BEGIN HIDDEN TESTS
kept = [[1.0, 2.0, 3.0], [0.0, 1.0, 0.0]]
result = [[round(float(number), 4) for number in row] for row in merge_adapter(kept, [[1.0, 0.0, 0.0], [0.0, 1.0, 1.0]], [[1.0, 0.0], [2.0, 1.0]], 4.0)]
assert result == [[3, 2, 3], [4, 3, 2]], "With rank 2 and alpha 4 twice the product is added."
assert kept == [[1.0, 2.0, 3.0], [0.0, 1.0, 0.0]], "The table that was given should stay as it is."
### END HIDDEN TESTS

# %% [markdown] id="own-lora"
# ## Worked example: LoRA in twenty lines
#
# `WithAdapter` puts an adapter around one layer. $A$ begins by chance, $B$ with zeros, so that at first nothing is changed. `add_adapters` freezes
# the whole model and puts one around each large table of each block.

# %% given="adapter"
TARGETS = ("look", "looked", "think", "thought")


class WithAdapter(nn.Module):
    """A layer that stays as it is, and a small addition that is trained."""

    def __init__(self, layer, rank, alpha):
        super().__init__()
        self.layer, self.scale = layer, alpha / rank
        self.a = nn.Parameter(torch.randn(rank, layer.in_features, device=device) / rank**0.5 / 4)
        self.b = nn.Parameter(torch.zeros(layer.out_features, rank, device=device))

    def forward(self, x):
        return self.layer(x) + x @ self.a.T @ self.b.T * self.scale


def add_adapters(model, rank):
    """Return a copy of the model that is frozen, with adapters that are not."""
    torch.manual_seed(seed)
    adapted = copy.deepcopy(model).requires_grad_(False)
    for block in adapted.blocks:
        for name in TARGETS:
            setattr(block, name, WithAdapter(getattr(block, name), rank, alpha=2 * rank))
    return adapted

# %% given="compare"
rows = []
for name, rank, rate in (("LoRA, rank 1", 1, 0.02), ("LoRA, rank 4", 4, 0.02), ("LoRA, rank 16", 16, 0.02), ("all parameters", None, 0.003)):
    tuned = copy.deepcopy(base) if rank is None else add_adapters(base, rank)
    train(tuned, shop_ids, tune_steps, rate)
    trained = sum(table.numel() for table in tuned.parameters() if table.requires_grad)
    rows.append({"name": name, "trained": trained, "messages": math.exp(loss_of(tuned, shop_held)), "manual": math.exp(loss_of(tuned, manual_held))})
    print(f"{name:15} {trained:8,} parameters trained, perplexity {rows[-1]['messages']:6.2f} on messages, {rows[-1]['manual']:7.1f} on the manual")

# %% given="plot-compare"
figure, axes = plt.subplots(figsize=(8, 4))
for row, marker in zip(rows, ("o", "s", "^", "D")):
    axes.plot([shop_before, row["messages"]], [manual_before, row["manual"]], color="lightgrey", zorder=1)
    axes.scatter(row["messages"], row["manual"], s=90, marker=marker, label=f"{row['name']} ({row['trained'] / all_parameters:.0%} trained)", zorder=2)
axes.scatter(shop_before, manual_before, s=140, marker="*", color="black", label="base model", zorder=2)
axes.set(xscale="log", yscale="log", xlabel="Perplexity on messages of the shop (learned: to the left)", ylabel="Perplexity on the manual (forgotten: up)", title="What it learns, and what it forgets")
axes.legend()
plt.show()
print(f"In words: from the base model at the lower right, lines go to the upper left. All learn the shop's language, from {shop_before:.0f} to about {min(row['messages'] for row in rows):.1f}.")
print(f"All forget: the perplexity on the manual rises from {manual_before:.0f} to between {min(row['manual'] for row in rows):.0f} and {max(row['manual'] for row in rows):.0f}.")

# %% [markdown] id="compare-read"
# ## What do you see?
#
# The lower left corner would be the best place: the shop's words learned, nothing forgotten. Nobody gets there for free. This is called
# *catastrophic forgetting*. Here it is extreme, because the model is tiny and the shop's messages are all alike. In large models it is
# smaller, and it is there: after fine-tuning on your tickets a model may translate worse than before. So measure on **both** kinds of text.
# What helps: fewer steps, a smaller rank, and some of the old text mixed into the new. And an adapter can be taken off again: then the base
# model is back, untouched.

# %% [markdown] id="task-choose-rank"
# ## Task 4: learn, but do not forget too much (4 points)
#
# Write two functions.
#
# - `forgotten_percent(before, after)` gets the perplexity on the old text before and after. It returns by how many percent it rose: from 40
#   to 50 is 25. If it fell, the result is negative.
# - `choose(rows, before, most_percent)` gets rows such as `rows` above, the perplexity on the manual before, and the percent that you
#   tolerate. Among the rows that forgot **at most** that much, it returns the `name` of the one with the lowest perplexity on messages. If
#   there is none, it returns `None`.
#
# <details><summary>Hint 1</summary>
#
# The second function can call the first one. Which rows are allowed at all?
#
# </details>
# <details><summary>Hint 2</summary>
#
# Percent: the difference divided by what was before, times 100. `min(allowed, key=lambda row: row["messages"])` finds the best row.
#
# </details>
# <details><summary>Hint 3</summary>
#
# `allowed` is a list of rows with `forgotten_percent(before, row["manual"])` not above `most_percent`. If it is empty, return `None`; else
# the `"name"` of its best row.
#
# </details>

# %% answer="choose-rank"
def forgotten_percent(before, after):
    """Return by how many percent the perplexity on the old text rose."""
    ### BEGIN SOLUTION
    return 100 * (after - before) / before
    ### END SOLUTION


def choose(rows, before, most_percent):
    """Return the name of the best row that did not forget too much, or None."""
    ### BEGIN SOLUTION
    kept = [row for row in rows if 100 * (row["manual"] / before - 1) <= most_percent + 1e-9]
    best = min(kept, key=lambda row: row["messages"], default={"name": None})
    return best["name"]
    ### END SOLUTION

# %% tests="forgotten-percent-test" points=2
result = forgotten_percent(40, 50)
assert result is not None, "forgotten_percent gave nothing back. Does it end with return?"
assert abs(result - 25) < 1e-6, f"From 40 to 50 is a quarter more: 25 percent. Yours is {result!r}."
# HINT: Divide the difference by what was before.
# More tests run when you submit.
### BEGIN HIDDEN TESTS
assert abs(forgotten_percent(50, 40) + 20) < 1e-6, "From 50 to 40 is 20 percent less: -20."
assert abs(forgotten_percent(8, 8)) < 1e-6, "Nothing changed: 0 percent."
assert abs(forgotten_percent(10, 90) - 800) < 1e-6, "From 10 to 90 is 800 percent more."
### END HIDDEN TESTS

# %% tests="choose-test" points=2
made_up = [{"name": "one", "messages": 4.0, "manual": 50.0}, {"name": "two", "messages": 2.0, "manual": 60.0}, {"name": "three", "messages": 1.5, "manual": 90.0}]
result = choose(made_up, 40.0, 60)
assert result is not None, "choose gave nothing back. Does it end with return?"
assert result == "two", f"'one' and 'two' forgot at most 60 percent, and 'two' is better on messages. Yours is {result!r}."
# HINT: First keep the rows that are allowed, then take the lowest perplexity on messages.
# More tests run when you submit.
### BEGIN HIDDEN TESTS
assert choose(made_up, 40.0, 50) == "two", "Exactly as much as is tolerated is allowed."
assert choose(made_up, 40.0, 30) == "one", "With 30 percent only 'one' is left."
assert choose(made_up, 40.0, 1000) == "three", "Who tolerates everything takes the best on messages."
assert choose(made_up, 40.0, 10) is None, "If all forgot too much, the result should be None."
assert choose([], 40.0, 10) is None, "Without rows the result should be None."
### END HIDDEN TESTS

# %% [markdown] id="library"
# ## Worked example: the same with a library
#
# *peft* (Parameter-Efficient Fine-Tuning) does this for models of all kinds. You say the rank, alpha, and **which layers** get an adapter, by
# their names. It freezes the rest. `merge_and_unload()` merges, as you did in task 3. It trains three times as long here, for better replies.

# %% given="with-peft"
torch.manual_seed(seed)
config = LoraConfig(r=16, lora_alpha=32, target_modules=list(TARGETS))
with_peft = get_peft_model(copy.deepcopy(base), config)
with_peft.print_trainable_parameters()
with_peft.length = base.length
train(with_peft, shop_ids, 3 * tune_steps, 0.01)
scores = with_peft(shop_held[None, : base.length])
merged = with_peft.merge_and_unload()
difference = (merged(shop_held[None, : base.length]) - scores).abs().max().item()
print(f"Perplexity on messages {math.exp(loss_of(merged, shop_held)):.2f}. Merging changed no score by more than {difference:.5f}.\n")
for question in ("Customer: My lamp arrived broken. Anna\nShop:", "Customer: My clock has not arrived. Nikos\nShop:"):
    print(write_on(merged, question), "\n")

# %% [markdown] id="library-read"
# Look closely at the replies. They sound like the shop, with a stammer here and there. Do they also name the right **thing**, and the right
# person? A model as small as this one often takes the wrong one. Perplexity hardly notices. In exercise 3 you measure it.

# %% [markdown] id="task-targets-of"
# ## Task 5: which layers get an adapter? (3 points)
#
# The name of a layer tells where it is, with dots: `blocks.0.look` is the layer `look` of the first block. peft adapts each layer whose
# name **is** a target or **ends** with a dot and the target. So the target `look` fits `blocks.0.look`, but not `blocks.0.before_look`.
# Such a mistake is easily made, and says nothing: the model trains, only not what you meant.
#
# Write the function `targets_of`. It gets a list of names and a list of targets. It returns the list of the names that get an adapter, in
# their order.
#
# <details><summary>Hint 1</summary>
#
# Ask two questions of each name and each target: is it the same? Does it end with a dot and the target?
#
# </details>
# <details><summary>Hint 2</summary>
#
# `name.endswith("." + target)` answers the second one. `any(…)` is true if it holds for one target.
#
# </details>
# <details><summary>Hint 3</summary>
#
# Keep a name if `any(name == target or … for target in targets)`.
#
# </details>

# %% answer="targets-of"
def targets_of(names, targets):
    """Return the names of the layers that get an adapter."""
    ### BEGIN SOLUTION
    return [name for name in names if any(("." + name).endswith("." + target) for target in targets)]
    ### END SOLUTION

# %% tests="targets-of-test" points=3
result = targets_of(["blocks.0.look", "blocks.0.before_look", "last"], ["look", "last"])
assert result is not None, "targets_of gave nothing back. Does it end with return?"
assert list(result) == ["blocks.0.look", "last"], f"look ends the first name after a dot, and last is a name itself. before_look is another layer. Yours is {result!r}."
# HINT: The dot belongs to it: endswith("." + target), or the name is the target itself.
# More tests run when you submit.
### BEGIN HIDDEN TESTS
assert list(targets_of(["blocks.1.think", "blocks.0.think", "blocks.0.thought"], ["think"])) == ["blocks.1.think", "blocks.0.think"], "The names should come in their order, from all blocks."
assert list(targets_of(["blocks.0.look", "blocks.1.look"], ["1.look"])) == ["blocks.1.look"], "A target may hold a dot, so that only one block is meant."
assert list(targets_of(["look", "look.deep"], ["look", "look"])) == ["look"], "Each name comes once, and look.deep does not end with look."
assert list(targets_of(["look"], [])) == [], "Without targets nothing gets an adapter."
### END HIDDEN TESTS

# %% [markdown] id="key-points"
# ## Key points
#
# - LoRA trains two thin tables instead of a large one: rank · (rows + columns) numbers.
# - It begins with no change at all, because $B$ is zero. After training it can be merged, or taken off again.
# - Fine-tuning forgets. Measure on the old text, too, and decide beforehand how much you tolerate.
# - Name the target layers exactly, and look at how many parameters are trained.

# %% [markdown] id="what-next"
# ## What next?
#
# 1. Save your work (Ctrl+S, or Command+S on a Mac), and submit this exercise.
# 2. Set `tune_steps = 20` in the parameters and run again. What happens to the plot of learning and forgetting?
# 3. Go on with exercise 3: is the model good, and how sure are you?

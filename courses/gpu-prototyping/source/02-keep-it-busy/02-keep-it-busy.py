# %% [markdown] id="title"
# # Keep the GPU busy: data, profile, batch size, memory
#
# This is exercise 2 of 4. It takes about 35 minutes.
#
# A GPU that waits for data costs as much as one that works. In this exercise you see where the time of a training run goes, and you
# remove the wait. Then you find the batch size that fits into the memory. The task is the same as before: read handwritten digits of
# delivery notes.

# %% [markdown] id="goals"
# ## What you will be able to do
#
# - Prepare data without letting the test images leak into it.
# - Load data with helpers that work beside the model, and say how many helpers you need.
# - Profile a training step, and name the operations that cost most.
# - Work out how much memory a training run needs, and the largest batch that fits.
# - Train with a large batch on a small memory.
#
# **You need:** exercise 1 (device, warm-up, median).

# %% id="parameters" tags=["parameters"]
from typing import Literal

device: Literal["cpu", "cuda"] = "cpu"  # where the model is trained; "cuda" is a GPU
workers: int = 2  # helpers that load data beside the model
largest_batch_tried: int = 1024  # the largest batch in the comparison of batch sizes
width: int = 256  # neurons in each hidden layer of the model
seed: int = 1  # where chance begins
time_budget_s: int = 60  # the comparison of batch sizes stops after this many seconds

# %% id="imports"
import math
import os
import statistics
import time

import matplotlib.pyplot as plt
import numpy as np

os.environ["KINETO_LOG_LEVEL"] = "5"  # the profiler shall not tell when it begins and ends
import torch
from sklearn.datasets import load_digits
from torch import nn
from torch.profiler import ProfilerActivity, profile
from torch.utils.data import DataLoader, Dataset

torch.set_num_threads(1)  # the other core of a small session is for the helpers
if device == "cuda" and not torch.cuda.is_available():
    raise RuntimeError("device is 'cuda', but this computer shows no GPU to PyTorch. Set device to 'cpu', or start a session with a GPU.")

# %% [markdown] id="data"
# ## The data, and a trap
#
# The images are the 1,797 real handwritten digits that come with *scikit-learn* (E. Alpaydin and C. Kaynak, 1998, UCI Machine Learning
# Repository, CC BY 4.0). Each has 8 by 8 points of 0 (white) to 16 (black). Run the cell: it counts the points that are the same in
# **all** training images.

# %% given="load-digits"
digits = load_digits()
order = np.random.default_rng(seed).permutation(len(digits.data))
train_images, train_labels = digits.data[order[:1400]], digits.target[order[:1400]]

never_change = (train_images.max(axis=0) == train_images.min(axis=0)).sum()
print(f"{len(train_images)} training images; {never_change} of 64 points have the same value in all of them.")

# %% [markdown] id="scale-text"
# Models learn best from small numbers. So the lowest value of each column becomes 0 and the highest becomes 1:
# *(value - lowest) / (highest - lowest)*. Two things go wrong often:
#
# - **A column that never changes** has highest - lowest = 0. Dividing by it gives `nan`, "not a number", and one `nan` spoils the whole
#   model. That is no rare case: you have just counted such columns.
# - **The test images must not help.** Lowest and highest come from the *training* images only. Otherwise the test tells you less than you
#   think, because the model has already seen something of it.

# %% [markdown] id="task-scale"
# ## Task 1: scale the columns (4 points)
#
# Write the function `scale`. It gets two NumPy tables: `train` and `other`. It returns both, scaled, in this order. The lowest and the
# highest value of each column come from `train`, for both tables. A column that never changes in `train` becomes 0 everywhere in
# **both** tables. Values of `other` may end below 0 or above 1: leave them so.
#
# <details><summary>Hint 1</summary>
#
# Do it for the ordinary columns first, and look at what happens to a column that never changes. Then make that case harmless.
#
# </details>
# <details><summary>Hint 2</summary>
#
# `train.min(axis=0)` is the lowest value of each column. `np.where(span == 0, 1, span)` is `span` with each 0 replaced by 1.
#
# </details>
# <details><summary>Hint 3</summary>
#
# `low = train.min(axis=0)`, `span = train.max(axis=0) - low`, and `safe` is what hint 2 makes of `span`. One table becomes `(table - …) /
# safe`, times `span != 0`, which is 0 in the columns that never change. Do the same with both tables, and return both.
#
# </details>

# %% answer="scale"
def scale(train, other):
    """Return both tables, scaled by the lowest and highest values of train."""
    ### BEGIN SOLUTION
    lowest = train.min(axis=0)
    width_of = train.max(axis=0) - lowest
    divisor = np.where(width_of == 0, 1, width_of)
    return tuple((table - lowest) / divisor * (width_of != 0) for table in (train, other))
    ### END SOLUTION

# %% tests="scale-test" points=2
import numpy as np

result = scale(np.array([[0.0, 10.0], [4.0, 30.0]]), np.array([[2.0, 15.0]]))
assert result is not None, "scale gave nothing back. Does it end with return?"
assert len(result) == 2, "scale should return two tables: train and other, both scaled."
first = [[round(float(number), 6) for number in row] for row in result[0]]
assert first == [[0, 0], [1, 1]], f"In each column the lowest becomes 0 and the highest 1. Your first table is {first}."
second = [[round(float(number), 6) for number in row] for row in result[1]]
assert second == [[0.5, 0.25]], f"2 lies half-way from 0 to 4, and 15 a quarter of the way from 10 to 30. Your second table is {second}."
# HINT: axis=0 gives one number for each column. And the second table is scaled by the numbers of the first one.
# More tests run when you submit.
### BEGIN HIDDEN TESTS
result = scale(np.array([[1.0, 5.0, -2.0], [3.0, 7.0, 2.0], [2.0, 6.0, 0.0]]), np.array([[5.0, 5.0, -4.0], [0.0, 9.0, 6.0]]))
first = [[round(float(number), 6) for number in row] for row in result[0]]
assert first == [[0, 0, 0], [1, 1, 1], [0.5, 0.5, 0.5]], "A training table with negative numbers was not scaled right."
second = [[round(float(number), 6) for number in row] for row in result[1]]
assert second == [[2, 0, -0.5], [-0.5, 2, 2]], "The second table should be scaled by the lowest and highest of the first, and may go below 0 and above 1."
### END HIDDEN TESTS

# %% tests="scale-constant" points=2
import numpy as np

result = scale(np.array([[7.0, 1.0], [7.0, 2.0]]), np.array([[7.0, 3.0]]))
assert result is not None and len(result) == 2, "scale should return two tables."
first = [[round(float(number), 6) for number in row] for row in result[0]]
assert first == [[0, 0], [0, 1]], f"A column that never changes becomes 0, and no nan. Your first table is {first}."
# HINT: Replace a span of 0 before you divide, and set such columns to 0 in both tables.
# More tests run when you submit.
### BEGIN HIDDEN TESTS
rounded = [[round(float(value), 6) for value in line] for line in result[1]]
assert rounded == [[0, 2]], "In the second table, too, a column that never changes in training becomes 0."
result = scale(np.array([[7.0, 1.0], [7.0, 2.0]]), np.array([[9.0, 1.5], [5.0, 2.0]]))
rounded = [[round(float(value), 6) for value in line] for line in result[1]]
assert rounded == [[0, 0.5], [0, 1]], "A column that never changes in training becomes 0 in the second table, also where it has another value there."
### END HIDDEN TESTS

# %% [markdown] id="loader"
# ## Worked example: helpers that load while the model learns
#
# Real images lie in files, on a disk that many people share. Each must be opened and unpacked. Here we *pretend* to have such a disk: each
# image takes two thousandths of a second (that is the only thing made up; the images are real).
#
# A PyTorch `Dataset` answers two questions: how many are there, and what is number *i*? A `DataLoader` asks it for batches. With
# `num_workers=2` two helper processes load the next batches **while** the model learns from the present one.

# %% given="slow-disk"
class ImagesOnASlowDisk(Dataset):
    """Digits that take a moment each, as files on a shared disk do."""

    def __len__(self):
        return 960

    def __getitem__(self, number):
        time.sleep(0.002)  # pretends to open and unpack a file
        return torch.tensor(train_images[number] / 16, dtype=torch.float32), int(train_labels[number])


def new_model():
    """Return the model for the digits, always begun alike, on the device."""
    torch.manual_seed(seed)
    return nn.Sequential(nn.Linear(64, width), nn.ReLU(), nn.Linear(width, width), nn.ReLU(), nn.Linear(width, 10)).to(device)


def one_epoch(helpers):
    """Train once over the slow images; return the seconds of waiting and of computing for each step."""
    model = new_model()
    optimizer = torch.optim.Adam(model.parameters(), lr=0.001)
    loader = DataLoader(
        ImagesOnASlowDisk(),
        batch_size=32,
        num_workers=helpers,
        multiprocessing_context="fork" if helpers else None,
        pin_memory=device == "cuda",  # memory from which a GPU fetches faster
    )
    waits, computes, asked = [], [], time.perf_counter()
    for images, labels in loader:
        got = time.perf_counter()
        images, labels = images.to(device, non_blocking=True), labels.to(device, non_blocking=True)
        for _ in range(12):  # a small model, so each batch is used a few times: otherwise there is nothing to see
            loss = nn.functional.cross_entropy(model(images), labels)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        if device == "cuda":
            torch.cuda.synchronize()
        done = time.perf_counter()
        waits.append(got - asked)
        computes.append(done - got)
        asked = done
    return waits, computes


measured = {helpers: one_epoch(helpers) for helpers in sorted({0, workers})}

# %% given="plot-waiting"
figure, axes = plt.subplots(figsize=(10, 2.8))
for row, (helpers, (waits, computes)) in enumerate(measured.items()):
    at = 0.0
    for wait, compute in zip(waits, computes):
        axes.barh(row, wait, left=at, color="lightgrey", hatch="//", edgecolor="grey", label="waits for data" if at == 0 and row == 0 else None)
        axes.barh(row, compute, left=at + wait, color="seagreen", label="computes" if at == 0 and row == 0 else None)
        at += wait + compute
    print(f"In words: with {helpers} helpers one pass takes {at:.2f} s, of which {sum(waits) / at:.0%} is waiting.")
axes.set_yticks(range(len(measured)), labels=[f"{helpers} helpers" for helpers in measured])
axes.set_xlabel("Seconds since the start")
axes.set_title("Grey and striped: the model waits. Green: it learns.")
axes.legend(loc="upper right")
plt.show()

# %% [markdown] id="loader-read"
# ## What do you see?
#
# Without helpers grey and green take turns: load, learn, load, learn. With helpers the grey parts shrink, but for the first one, when the
# helpers start. You bought nothing for it: the cores were there.

# %% [markdown] id="task-waiting"
# ## Task 2: how much of it is waiting? (2 points)
#
# Write the function `waiting_share`. It gets two lists of seconds, one number for each step: `waits` and `computes`. It returns the share of
# the whole time that is waiting, between 0 and 1. The first step is left out: it is the warm-up. Where nothing is left, or no time
# passed at all, it returns 0.
#
# <details><summary>Hint 1</summary>
#
# The whole time is waiting and computing together. Leave out the first step in both lists.
#
# </details>
# <details><summary>Hint 2</summary>
#
# `sum(waits[1:])` adds all but the first. Before you divide, look whether you divide by 0.
#
# </details>
# <details><summary>Hint 3</summary>
#
# `waiting = sum(waits[1:])`, and `whole` is that and the same of `computes`. Return their share, but 0 where `whole` is 0.
#
# </details>

# %% answer="waiting-share"
def waiting_share(waits, computes):
    """Return the share of the time, after the first step, that is waiting."""
    ### BEGIN SOLUTION
    waited = sum(waits[1:])
    total = waited + sum(computes[1:])
    return waited / total if total > 0 else 0.0
    ### END SOLUTION

# %% tests="waiting-share-test" points=2
result = waiting_share([5.0, 1.0, 1.0], [1.0, 3.0, 3.0])
assert result is not None, "waiting_share gave nothing back. Does it end with return?"
assert abs(result - 0.25) < 1e-6, f"Without the first step it waits 2 of 8 seconds: 0.25. Yours is {result!r}."
# HINT: Take the sums of both lists from the second number on, and divide waiting by both together.
# More tests run when you submit.
### BEGIN HIDDEN TESTS
assert abs(waiting_share([0.0, 0.2, 0.6, 0.0], [9.0, 0.1, 0.1, 1.0]) - 0.4) < 1e-6, "Long and short steps should count by their seconds, not one like the other."
assert abs(waiting_share([1.0, 2.0], [1.0, 0.0]) - 1) < 1e-6, "If it only waits, the share is 1."
assert abs(waiting_share([1.0], [1.0])) < 1e-6, "If there is only the first step, nothing is left: 0."
assert abs(waiting_share([], [])) < 1e-6, "Without any step the share is 0."
### END HIDDEN TESTS

# %% [markdown] id="task-helpers"
# ## Task 3: how many helpers? (3 points)
#
# Write the function `helpers_needed`. One helper needs `load_s` seconds for a batch, the model needs `compute_s` seconds for it, and the
# session has so many `cores`. Return the **smallest** number of helpers that together load at least as fast as the model computes.
# But one core stays for the training itself, so never more than `cores - 1`. At least 1 helper in any case where there are two cores or
# more; with one core it is 0: then the loader works without helpers.
#
# *Example:* 0.3 seconds to load, 0.1 to compute: three helpers deliver a batch every 0.1 seconds.
#
# <details><summary>Hint 1</summary>
#
# Three helpers deliver three batches in the time that one needs for one. How often does `compute_s` fit into `load_s`?
#
# </details>
# <details><summary>Hint 2</summary>
#
# `load_s / compute_s`, rounded **up**: `math.ceil` does that. Then keep it between 1 and `cores - 1`.
#
# </details>
# <details><summary>Hint 3</summary>
#
# `wanted = max(1, …)` with the number of hint 2 is never less than one. Then `min(…, …)` keeps it at `cores - 1` or below.
#
# </details>

# %% answer="helpers-needed"
def helpers_needed(load_s, compute_s, cores):
    """Return how many helpers keep the model busy, leaving it one core."""
    ### BEGIN SOLUTION
    enough = max(math.ceil(load_s / compute_s), 1)
    return min(enough, cores - 1)
    ### END SOLUTION

# %% tests="helpers-needed-test" points=3
result = helpers_needed(0.5, 0.2, 16)
assert result is not None, "helpers_needed gave nothing back. Does it end with return?"
assert result == 3, f"0.5 / 0.2 is 2.5: two helpers are too slow, three are enough. Yours is {result!r}."
# HINT: Round up, then keep the number between 1 and cores - 1.
# More tests run when you submit.
### BEGIN HIDDEN TESTS
assert helpers_needed(0.75, 0.25, 16) == 3, "Exactly three is three."
assert helpers_needed(2.0, 0.125, 8) == 7, "One of 8 cores stays for the training: 7 helpers at most."
assert helpers_needed(0.01, 1.0, 8) == 1, "One helper is enough where loading is quick."
assert helpers_needed(1.0, 0.5, 2) == 1, "On two cores there is room for one helper."
assert helpers_needed(1.0, 0.5, 1) == 0, "On one core there is no room for a helper."
### END HIDDEN TESTS

# %% [markdown] id="task-shuffle"
# ## Task 4: new order, same order (4 points)
#
# In each epoch the images should come in a new order, and tomorrow the same run should give the same orders again. So the order is drawn
# from a seed and the number of the epoch.
#
# Write the function `epoch_batches`. It gets the number of images, the batch size, the seed and the number of the epoch. It returns a list
# of batches; a batch is a list of whole numbers, the places of its images, from 0. Rules:
#
# - each image comes exactly once; all batches are full, only the last may be smaller,
# - the order is mixed, the same for the same seed and epoch, and another for another seed or another epoch.
#
# <details><summary>Hint 1</summary>
#
# First mix all numbers, then cut the list into pieces. A source of chance of its own, begun anew in each call, makes it the same tomorrow.
#
# </details>
# <details><summary>Hint 2</summary>
#
# `np.random.default_rng([seed, epoch])` begins a source of chance from two numbers, and its `permutation(images)` is a mixed list. With
# PyTorch: `torch.randperm(images, generator=…)`. In both cases `tolist()` makes ordinary numbers.
#
# </details>
# <details><summary>Hint 3</summary>
#
# `mixed` is the list that hint 2 makes. Return `[mixed[start : …] for start in range(0, images, …)]`: each part ends where the next one
# starts, and the last may be shorter.
#
# </details>

# %% answer="epoch-batches"
def epoch_batches(images, batch_size, seed, epoch):
    """Return the places of the images of each batch of this epoch."""
    ### BEGIN SOLUTION
    chance = np.random.default_rng([seed, epoch])
    places = chance.permutation(images).tolist()
    return [places[start : start + batch_size] for start in range(0, images, batch_size)]
    ### END SOLUTION

# %% tests="epoch-batches-whole" points=2
result = epoch_batches(10, 4, 7, 0)
assert result is not None, "epoch_batches gave nothing back. Does it end with return?"
sizes = [len(batch) for batch in result]
assert sizes == [4, 4, 2], f"10 images in batches of 4 are two full batches and one of 2. Yours have {sizes}."
places = sorted(number for batch in result for number in batch)
assert places == [0, 1, 2, 3, 4, 5, 6, 7, 8, 9], f"Each of the places 0 to 9 should come exactly once. Yours are {places}."
# HINT: Mix all numbers once, then cut. Drawing each batch anew can bring an image twice.
# More tests run when you submit.
### BEGIN HIDDEN TESTS
for count, at_a_time in ((96, 32), (97, 32), (5, 100), (1, 1)):
    result = epoch_batches(count, at_a_time, 3, 2)
    assert [len(part) for part in result] == [min(at_a_time, count - start) for start in range(0, count, at_a_time)], f"{count} images in batches of {at_a_time} had other sizes than expected."
    assert sorted(number for part in result for number in part) == list(range(count)), f"With {count} images in batches of {at_a_time} each should come exactly once."
### END HIDDEN TESTS

# %% tests="epoch-batches-order" points=2
one = [[int(number) for number in batch] for batch in epoch_batches(200, 50, 7, 0)]
again = [[int(number) for number in batch] for batch in epoch_batches(200, 50, 7, 0)]
assert one == again, "The same seed and the same epoch should give the same order."
assert [number for batch in one for number in batch] != list(range(200)), "The order should be mixed."
# HINT: Make the source of chance inside the function, from the seed and the epoch.
# More tests run when you submit.
### BEGIN HIDDEN TESTS
other_epoch = [[int(number) for number in batch] for batch in epoch_batches(200, 50, 7, 1)]
assert one != other_epoch, "Another epoch should give another order."
other_seed = [[int(number) for number in batch] for batch in epoch_batches(200, 50, 8, 0)]
assert one != other_seed, "Another seed should give another order."
assert [sorted(batch) for batch in one] != [sorted(batch) for batch in other_epoch], "In another epoch other images should come together, not only the batches in another order."
### END HIDDEN TESTS

# %% [markdown] id="profile"
# ## Worked example: a profile
#
# A *profile* says how long each operation took. PyTorch has a profiler for both devices. Look at the table that the next cell prints:
# `aten::addmm` is the multiplication inside a layer, names with `Backward` or `backward` belong to the way back that
# finds the gradients. (Lines that begin with `USDT` are notes of the profiler itself: pass over them.)

# %% given="profile-run"
model = new_model()
optimizer = torch.optim.Adam(model.parameters(), lr=0.001)
images = torch.tensor(train_images[:256] / 16, dtype=torch.float32, device=device)
labels = torch.tensor(train_labels[:256], device=device)


def train_step():
    """One step of training on 256 images."""
    loss = nn.functional.cross_entropy(model(images), labels)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()


for _ in range(5):
    train_step()  # warm-up
activities = [ProfilerActivity.CPU] + ([ProfilerActivity.CUDA] if device == "cuda" else [])
with profile(activities=activities) as profiler:
    for _ in range(20):
        train_step()
    if device == "cuda":
        torch.cuda.synchronize()

own_time = {
    event.key: (event.self_device_time_total if device == "cuda" else event.self_cpu_time_total) / 1000
    for event in profiler.key_averages()
    if "ProfilerStep" not in event.key
}
costly = sorted(own_time.items(), key=lambda item: -item[1])[:8]
for operation, milliseconds in costly:
    print(f"{milliseconds:9.2f} ms  {operation[:70]}")

# %% given="plot-profile"
figure, axes = plt.subplots(figsize=(8, 3.4))
bars = axes.barh([operation[:34] for operation, _ in costly][::-1], [milliseconds for _, milliseconds in costly][::-1], color="steelblue")
axes.bar_label(bars, fmt="{:.1f}", padding=3)
axes.set_xlabel("Milliseconds in 20 steps, the operation alone")
axes.set_title("Where the time of a training step goes")
plt.tight_layout()
plt.show()
print(f"In words: a bar for each of the eight operations that took longest; the first is {costly[0][0][:60]}, with {costly[0][1] / sum(own_time.values()):.0%} of all time.")

# %% [markdown] id="task-costliest"
# ## Task 5: the costliest operations (3 points)
#
# A raw profile is a long list: each time an operation ran there is one pair of its name and its milliseconds. Write the function `costliest`.
# It gets such a list and a number `count`. It returns a list of pairs of name and share of the whole time, for the `count` operations
# that took longest **together**, the costliest first.
#
# `costliest([("add", 1.0), ("mul", 2.0), ("add", 5.0)], 1)` is `[("add", 0.75)]`: 6 of 8 milliseconds.
#
# <details><summary>Hint 1</summary>
#
# Three steps: add up by name, sort, cut. The share is of **all** operations, not only of those you return.
#
# </details>
# <details><summary>Hint 2</summary>
#
# A dictionary can add up: `total[name] = total.get(name, 0) + milliseconds`. `sorted(…, key=…, reverse=True)` sorts with the largest first.
#
# </details>
# <details><summary>Hint 3</summary>
#
# Go through `events` and add up as in hint 2. Then `whole = sum(total.values())`, and `ranked = sorted(total.items(), key=lambda item: …,
# reverse=True)`, by the milliseconds. Return a list of `(name, … / whole)` for `ranked[:count]`.
#
# </details>

# %% answer="costliest"
def costliest(events, count):
    """Return name and share of the time of the operations that took longest together."""
    ### BEGIN SOLUTION
    by_name = {}
    for operation, milliseconds in events:
        by_name[operation] = by_name.get(operation, 0) + milliseconds
    everything = sum(by_name.values())
    in_order = sorted(by_name.items(), key=lambda pair: -pair[1])
    return [(operation, milliseconds / everything) for operation, milliseconds in in_order[:count]]
    ### END SOLUTION

# %% tests="costliest-test" points=3
result = costliest([("add", 1.0), ("mul", 2.0), ("add", 5.0)], 1)
assert result is not None, "costliest gave nothing back. Does it end with return?"
assert len(result) == 1 and len(result[0]) == 2, f"One pair of name and share was asked for. Yours is {result!r}."
assert result[0][0] == "add", f"add took 6 ms together, mul 2 ms. Yours names {result[0][0]!r} first."
assert abs(result[0][1] - 0.75) < 1e-6, f"add took 6 of all 8 ms: a share of 0.75. Yours is {result[0][1]!r}."
# HINT: Add up by name first. The whole is the sum of all operations.
# More tests run when you submit.
### BEGIN HIDDEN TESTS
events = [("relu", 2.0), ("linear", 3.0), ("copy", 1.0), ("linear", 5.0), ("relu", 4.0), ("copy", 1.0)]
result = [(pair[0], round(float(pair[1]), 6)) for pair in costliest(events, 2)]
assert result == [("linear", 0.5), ("relu", 0.375)], "The two costliest of six entries were not right: linear took 8 and relu 6 of 16 ms."
result = [(pair[0], round(float(pair[1]), 6)) for pair in costliest(events, 10)]
assert result == [("linear", 0.5), ("relu", 0.375), ("copy", 0.125)], "If more are asked for than there are, all should come, the costliest first."
assert list(costliest(events, 0)) == [], "If none is asked for, the list should be empty."
### END HIDDEN TESTS

# %% [markdown] id="batch"
# ## Worked example: batch size
#
# Each step has work that does not depend on the number of images: Python, starting operations, changing the weights. A larger *batch*
# spreads it over more images. So the throughput, the images per second, grows with the batch, until the device is full.

# %% given="batch-sizes"
begin, throughput = time.perf_counter(), {}
pool_images = torch.tensor(np.resize(train_images, (largest_batch_tried, 64)) / 16, dtype=torch.float32, device=device)
pool_labels = torch.tensor(np.resize(train_labels, largest_batch_tried), device=device)
size = 8
while size <= largest_batch_tried and time.perf_counter() - begin < time_budget_s:
    images, labels, seconds = pool_images[:size], pool_labels[:size], []
    for _ in range(12):
        start = time.perf_counter()
        train_step()
        if device == "cuda":
            torch.cuda.synchronize()
        seconds.append(time.perf_counter() - start)
    throughput[size] = size / statistics.median(seconds[2:])
    size *= 2

# %% given="plot-batch"
figure, axes = plt.subplots(figsize=(7, 3.8))
axes.plot(list(throughput), list(throughput.values()), "-o", color="seagreen")
axes.set_xscale("log", base=2)
axes.set_yscale("log")
axes.set_xlabel("Images in one step (batch size)")
axes.set_ylabel("Images per second")
axes.set_title(f"Larger steps use the device better, up to a point ({device})")
plt.show()
smallest, largest = min(throughput), max(throughput)
print(f"In words: images per second against the batch size. It begins with {throughput[smallest]:,.0f} at {smallest} images and ends with {throughput[largest]:,.0f} at {largest}.")

# %% [markdown] id="memory-text"
# ## What lies in the memory
#
# Why not take the largest batch there is? Because of the memory. In training with the usual optimizer (*Adam*) and `float32` there are, for
# **each weight**, four numbers of 4 bytes: the weight, its gradient, and two running averages. That is 16 bytes, whatever the batch.
# And for **each image of the batch** the results of all layers are kept for the way back; how many bytes that is depends on the model. 1 MiB
# is 1024 · 1024 bytes.
#
# Too large a batch ends with `CUDA out of memory`. Also remember that learning changes: after larger steps there are fewer of them in an
# epoch, and people usually raise the learning rate.

# %% [markdown] id="task-memory"
# ## Task 6: the largest batch that fits (4 points)
#
# Write two functions.
#
# - `training_mib` returns the MiB that training needs, for the number of weights, the bytes for each image, and the batch size.
# - `largest_batch` returns the largest batch that needs **at most** `memory_mib`. Take powers of two only (1, 2, 4, 8 …), as people do.
#   If even a batch of 1 is too large, it returns 0.
#
# <details><summary>Hint 1</summary>
#
# The first function is one line: bytes for the weights, bytes for the images, then from bytes to MiB. The second one can try.
#
# </details>
# <details><summary>Hint 2</summary>
#
# Begin with a batch of 1. As long as the double fits, double it. Look first whether 1 fits at all.
#
# </details>
# <details><summary>Hint 3</summary>
#
# `training_mib`: the bytes are `16 * weights` and `image_bytes` for each image of the batch; a MiB has `1024**2` bytes. In
# `largest_batch`: `best, batch = 0, 1`, and `while … <= memory_mib:` note the batch in `best` and double it.
#
# </details>

# %% answer="memory-functions"
def training_mib(weights, image_bytes, batch):
    """Return the MiB that training needs: 16 bytes for each weight, and those of the images."""
    ### BEGIN SOLUTION
    return (16 * weights + batch * image_bytes) / 1024**2
    ### END SOLUTION


def largest_batch(weights, image_bytes, memory_mib):
    """Return the largest power of two that fits as a batch, or 0."""
    ### BEGIN SOLUTION
    fits, size = 0, 1
    while training_mib(weights, image_bytes, size) <= memory_mib:
        fits, size = size, size * 2
    return fits
    ### END SOLUTION

# %% tests="training-mib-test" points=2
result = training_mib(65536, 1024, 1024)
assert result is not None, "training_mib gave nothing back. Does it end with return?"
assert abs(result - 2) < 1e-6, f"65,536 weights of 16 bytes are 1 MiB, and 1024 images of 1024 bytes are another: 2 MiB. Yours is {result!r}."
# HINT: Only the part of the images grows with the batch. Divide the bytes by 1024 twice.
# More tests run when you submit.
### BEGIN HIDDEN TESTS
assert abs(training_mib(1_000_000, 0, 512) - 15.2587890625) < 1e-4, "A million weights alone need 15.26 MiB, whatever the batch."
assert abs(training_mib(0, 2**20, 7) - 7) < 1e-6, "Seven images of 1 MiB need 7 MiB."
assert abs(training_mib(2**16, 2**18, 6) - 2.5) < 1e-6, "1 MiB for the weights and six images of a quarter MiB are 2.5 MiB."
### END HIDDEN TESTS

# %% tests="largest-batch-test" points=2
result = largest_batch(65536, 2**20, 10)
assert result is not None, "largest_batch gave nothing back. Does it end with return?"
assert result == 8, f"1 MiB for the weights leaves room for 9 images of 1 MiB, so the largest power of two is 8. Yours is {result!r}."
# HINT: Exactly full is allowed. And look first whether a batch of 1 fits.
# More tests run when you submit.
### BEGIN HIDDEN TESTS
assert largest_batch(65536, 2**20, 9) == 8, "With 9 MiB a batch of 8 fills the memory exactly, and that is allowed."
assert largest_batch(65536, 2**20, 8.5) == 4, "With 8.5 MiB a batch of 8 is too large."
assert largest_batch(65536, 2**20, 2) == 1, "With 2 MiB there is room for one image."
assert largest_batch(65536, 2**20, 1.5) == 0, "If not even one image fits, the result is 0."
assert largest_batch(65536, 1024, 65) == 65536, "Small images allow a large batch: 64 MiB hold 65,536 images of 1024 bytes."
### END HIDDEN TESTS

# %% [markdown] id="accumulate"
# ## A large batch on a small memory
#
# What if the best batch does not fit? Then work through it in *parts*: compute the gradients of each part, add them up, and change the
# weights only once, at the end. `loss.backward()` does not overwrite gradients, it **adds** to them, so this is easy. It is called
# *gradient accumulation*.
#
# One thing goes wrong often. The loss is an average over the images. The sum of the averages of four parts is four times too large, and
# a last part that is smaller must count less. So each part's loss is multiplied by its share of the images: `len(part) / len(all)`.

# %% [markdown] id="task-accumulate"
# ## Task 7: gradients in parts (4 points)
#
# Write the function `gradient_in_parts`. The model is the simplest one: the prediction for a row of `inputs` is the sum of its numbers times
# the `weights`. The loss is the average of the squared differences to `targets`. Go through the rows in parts of at most `part` rows,
# and return the gradient of the loss over **all** rows, one ordinary number for each weight, as a list. It must not depend on `part`.
#
# Most of the function is there. Complete the loop.
#
# <details><summary>Hint 1</summary>
#
# For each part: predict, compute the loss, go back. What must the loss of a part be multiplied by?
#
# </details>
# <details><summary>Hint 2</summary>
#
# `x[start : start + part]` are the rows of a part. `(x_part @ w - y_part) ** 2` are the squared differences. After the loop the sum of the
# gradients is in `w.grad`.
#
# </details>
# <details><summary>Hint 3</summary>
#
# The loss of a part is the mean of the squared differences of hint 2. It counts for as much as it has rows: multiply it by `len(x_part) /
# …`, and call `backward()` on what comes out. That is all in the loop.
#
# </details>

# %% answer="gradient-in-parts"
def gradient_in_parts(inputs, targets, weights, part):
    """Return the gradient of the loss over all rows, computed in parts of at most that many rows."""
    x = torch.tensor(inputs, dtype=torch.float64, device=device)
    y = torch.tensor(targets, dtype=torch.float64, device=device)
    w = torch.tensor(weights, dtype=torch.float64, device=device, requires_grad=True)
    for start in range(0, len(x), part):
        x_part, y_part = x[start : start + part], y[start : start + part]
        ### BEGIN SOLUTION
        share = len(x_part) / len(x)
        differences = x_part @ w - y_part
        (share * (differences**2).mean()).backward()
        ### END SOLUTION
    return w.grad.tolist()

# %% tests="gradient-in-parts-test" points=4
inputs = [[1.0, 0.0], [0.0, 1.0], [2.0, 1.0], [1.0, 3.0]]
targets = [1.0, 2.0, 3.0, 4.0]
result = gradient_in_parts(inputs, targets, [0.5, -0.5], 4)
assert result is not None, "gradient_in_parts gave nothing back. Does it end with return?"
assert abs(result[0] + 5.25) < 1e-4 and abs(result[1] + 10.0) < 1e-4, f"In one part of all four rows the gradient is [-5.25, -10.0]. Yours is {result!r}."
result = gradient_in_parts(inputs, targets, [0.5, -0.5], 2)
assert abs(result[0] + 5.25) < 1e-4 and abs(result[1] + 10.0) < 1e-4, f"In two parts of two rows the gradient should be the same, [-5.25, -10.0]. Yours is {result!r}."
# HINT: Multiply the loss of each part by its share of the rows, before you call backward().
# More tests run when you submit.
### BEGIN HIDDEN TESTS
result = gradient_in_parts(inputs, targets, [0.5, -0.5], 3)
assert abs(result[0] + 5.25) < 1e-4 and abs(result[1] + 10.0) < 1e-4, "With a last part of one row that row should count as one of four."
result = gradient_in_parts(inputs, targets, [0.5, -0.5], 1)
assert abs(result[0] + 5.25) < 1e-4 and abs(result[1] + 10.0) < 1e-4, "Row by row the gradient should be the same."
result = gradient_in_parts([[3.0], [1.0], [2.0]], [0.0, 0.0, 3.0], [1.0], 2)
assert abs(result[0] - 16 / 3) < 1e-4, "With other rows the gradient was not right."
### END HIDDEN TESTS

# %% [markdown] id="key-points"
# ## Key points
#
# - Look at where the time goes before you ask for a larger machine. Waiting for data is the most frequent reason for a slow GPU.
# - Helpers (`num_workers`) load beside the model. Keep one core for the training.
# - Throughput grows with the batch, until the device is full. The memory sets the limit: 16 bytes for each weight, plus the images.
# - What does not fit goes in parts: weigh each part by its share.
# - What comes from the test images must not enter the preparation.

# %% [markdown] id="what-next"
# ## What next?
#
# 1. Save your work (Ctrl+S, or Command+S on a Mac), and submit this exercise.
# 2. On a session with a GPU, set `device = "cuda"`, `workers = 4`, `width = 4096` and `largest_batch_tried = 8192`, and run all cells again.
#    Where does the curve of the batch sizes become flat now?
# 3. Go on with exercise 3: your session ends after its walltime, finished or not. You will not lose a step.

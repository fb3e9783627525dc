# %% [markdown] id="title"
# # From laptop to GPU: choose the device and the precision
#
# This is exercise 1 of 4. It takes about 30 minutes.
#
# Say your firm gets two hundred delivery notes on paper every day, and somebody types the numbers on them. A program that reads
# handwritten digits could do most of it. In this course you train such a program, first on your own computer and then, without a
# change to the code, on a GPU of an AI Factory. You measure everything, so that in the end you can say what the GPU was worth.

# %% [markdown] id="goals"
# ## What you will be able to do
#
# - Choose the device in one place, and refuse to run on the wrong one.
# - Measure how long a step really takes.
# - Move numbers to the device and back.
# - Use mixed precision, and say what it may cost.
# - Say how much faster the whole program can become.
#
# **You need:** Python functions, lists and loops, as in *Your first hour at an AI Factory*. You have heard that a model learns from
# examples. You need no GPU: everything runs on two cores of an ordinary processor.
#
# **Not tried on a GPU yet.** These notebooks are written to run on a GPU, too, but so far they ran on processors only. What you measure here
# on a processor is measured. How much faster a GPU is in the texts and in the last plot are examples to reckon with, not measurements. If you run
# them on a GPU, you may be the first, and something may need mending.
#
# The next cell holds the *parameters*. They are all you change to run this notebook elsewhere: `device = "cuda"` asks for a GPU.

# %% id="parameters" tags=["parameters"]
from typing import Literal

device: Literal["cpu", "cuda"] = "cpu"  # where the model is trained; "cuda" is a GPU
largest: int = 1024  # rows and columns of the largest table that is multiplied
width: int = 256  # neurons in each hidden layer of the model
epochs: int = 12  # how often the model sees all training images
batch_size: int = 64  # images in one step
seed: int = 1  # where chance begins
time_budget_s: int = 60  # training stops after this many seconds

# %% id="imports"
import statistics
import time

import matplotlib.pyplot as plt
import torch
from sklearn.datasets import load_digits
from torch import nn

torch.set_num_threads(1)  # one core: on shared machines times are steadier so
if device == "cuda" and not torch.cuda.is_available():
    raise RuntimeError("device is 'cuda', but this computer shows no GPU to PyTorch. Set device to 'cpu', or start a session with a GPU.")

name = torch.cuda.get_device_name() if device == "cuda" else "one processor core"
print("PyTorch", torch.__version__, "computes on:", name)

# %% [markdown] id="what-a-gpu-is"
# ## What a GPU is good at
#
# A processor (CPU) has a few strong cores. A *GPU*, a graphics processor, has thousands of weak ones that all do the same thing at the
# same time. Training a model is mostly one kind of work: multiplying large tables of numbers. So a GPU helps much, **if the tables are
# large**, and if the numbers are already in its own memory.
#
# PyTorch calls a table of numbers a *tensor*. Each tensor lives on one device. `tensor.to("cuda")` copies it to the GPU, and
# `tensor.cpu()` copies it back. Both tensors of a multiplication must be on the same device.
#
# Run the next cell. It makes a tensor, sends it to the device that you chose above, and multiplies it by itself.

# %% given="first-tensor"
table = torch.tensor([[1.0, 2.0], [3.0, 4.0]])
there = table.to(device)
product = there @ there  # @ multiplies two tables
print("computed on", product.device.type)
print(product.cpu())

# %% [markdown] id="task-choose-device"
# ## Task 1: choose the device (3 points)
#
# People often write a line that takes a GPU if there is one and the processor if there is none. That is comfortable, and a trap: if the
# GPU is missing because of a mistake, the program runs for hours on the processor of a machine that you pay for its GPU. So let people
# say what they want.
#
# Write the function `choose_device`. It gets `wanted` and `gpu_there` (`True` or `False`) and returns the name of the device:
#
# | wanted | with a GPU | without |
# |---|---|---|
# | `"auto"` | `"cuda"` | `"cpu"` |
# | `"cpu"` | `"cpu"` | `"cpu"` |
# | `"cuda"` | `"cuda"` | a `RuntimeError`, so that nobody waits for nothing |
#
# Anything else, such as `"gpu"`, is a typing mistake: raise a `ValueError`. An error is raised by `raise RuntimeError("what is wrong")`.
#
# <details><summary>Hint 1</summary>
#
# Go through the table line by line. What must be known before you can return something?
#
# </details>
# <details><summary>Hint 2</summary>
#
# Deal with what is wrong first: an unknown word, then `"cuda"` without a GPU. After that only good cases are left.
#
# </details>
# <details><summary>Hint 3</summary>
#
# `if wanted not in ("auto", "cpu", "cuda"):` raise the one error. `if wanted == "cuda" and …:` raise the other. Below them one line is
# left: `return "cuda" if … else "cpu"`. For which two words, and with what, is it `"cuda"`?
#
# </details>

# %% answer="choose-device"
def choose_device(wanted, gpu_there):
    """Return "cuda" or "cpu", or raise an error that says what is wrong."""
    ### BEGIN SOLUTION
    if wanted not in {"auto", "cpu", "cuda"}:
        raise ValueError(f"There is no device {wanted!r}: write auto, cpu or cuda.")
    if not gpu_there and wanted == "cuda":
        raise RuntimeError("A GPU was asked for, but there is none here.")
    return "cuda" if wanted != "cpu" and gpu_there else "cpu"
    ### END SOLUTION

# %% tests="choose-device-test" points=2
result = choose_device("auto", True)
assert result is not None, "choose_device gave nothing back. Does it end with return?"
assert result == "cuda", f"With auto and a GPU the device is 'cuda'. Yours is {result!r}."
assert choose_device("auto", False) == "cpu", f"With auto and no GPU the device is 'cpu'. Yours is {choose_device('auto', False)!r}."
# HINT: Look at the line "cpu" of the table: who asks for the processor gets it, with a GPU or without.
# More tests run when you submit.
### BEGIN HIDDEN TESTS
assert choose_device("cpu", True) == "cpu", "Who asks for the processor gets it, also where there is a GPU."
assert choose_device("cpu", False) == "cpu", "Who asks for the processor gets it where there is no GPU."
assert choose_device("cuda", True) == "cuda", "Who asks for a GPU gets it where there is one."
### END HIDDEN TESTS

# %% tests="choose-device-refuses" points=1
refused = ""
try:
    choose_device("cuda", False)
except RuntimeError:
    refused = "yes"
assert refused == "yes", "With 'cuda' and no GPU there should be a RuntimeError, so that nobody pays for a GPU and computes without."
# HINT: raise RuntimeError("…") for a GPU that is missing, raise ValueError("…") for a word that is not in the table.
# More tests run when you submit.
### BEGIN HIDDEN TESTS
for word in ("gpu", "", "CUDA:9"):
    for gpu_there in (True, False):
        refused = ""
        try:
            choose_device(word, gpu_there)
        except ValueError:
            refused = "yes"
        assert refused == "yes", f"{word!r} is no device of the table: there should be a ValueError."
### END HIDDEN TESTS

# %% [markdown] id="measure"
# ## Measure before you believe
#
# How long does one multiplication take? Three things make the first guess wrong:
#
# 1. **The first step is slow.** Memory is fetched, programs are loaded. So do some steps first that do not count: *warm up*.
# 2. **A GPU does not wait for you.** Python hands it the work and goes on at once. Without `torch.cuda.synchronize()`, which waits until
#    the GPU is done, you measure how fast Python *asks*.
# 3. **Other programs disturb.** One slow step among ten pulls the average up. The *median*, the value in the middle, does not care.
#
# The next cell does all three, and shows what the first step would have told you.

# %% given="stopwatch"
def step_seconds(work, repeats=9):
    """Return the seconds of each of some calls of work, the first one included."""
    seconds = []
    for _ in range(repeats):
        if device == "cuda":
            torch.cuda.synchronize()
        begin = time.perf_counter()
        work()
        if device == "cuda":
            torch.cuda.synchronize()
        seconds.append(time.perf_counter() - begin)
    return seconds


torch.manual_seed(seed)
big = torch.randn(largest, largest, device=device)
seconds = step_seconds(lambda: torch.nn.functional.gelu(big @ big))
print("in milliseconds:", [round(1000 * one, 1) for one in seconds])
print(f"first step {1000 * seconds[0]:.1f} ms, median of the others {1000 * statistics.median(seconds[1:]):.1f} ms")

# %% [markdown] id="task-typical-seconds"
# ## Task 2: the typical step (3 points)
#
# Write the function `typical_seconds`. It gets a list of seconds and how many of the first ones were `warm_up`. It returns the **median**
# of the others. If no step is left after the warm-up, it raises a `ValueError`: a number from nothing would be a lie.
#
# With `[9.0, 1.0, 3.0, 2.0]` and a warm-up of 1 the result is 2.0.
#
# <details><summary>Hint 1</summary>
#
# Two things: leave out the first ones, then find the value in the middle. Python has something for each.
#
# </details>
# <details><summary>Hint 2</summary>
#
# `numbers[2:]` is the list without its first two. `statistics.median` finds the median, and `statistics` was imported above.
#
# </details>
# <details><summary>Hint 3</summary>
#
# `counted = seconds[…:]` leaves the first ones out. If nothing is left in it, raise the error. Else return the median of what is left.
#
# </details>

# %% answer="typical-seconds"
def typical_seconds(seconds, warm_up):
    """Return the median of the steps after the warm-up."""
    ### BEGIN SOLUTION
    steady = seconds[warm_up:]
    if not steady:
        raise ValueError("No step is left after the warm-up: measure more steps.")
    return statistics.median(steady)
    ### END SOLUTION

# %% tests="typical-seconds-test" points=3
result = typical_seconds([9.0, 1.0, 3.0, 2.0], 1)
assert result is not None, "typical_seconds gave nothing back. Does it end with return?"
assert abs(result - 2.0) < 1e-9, f"Without the first step, 1, 3 and 2 are left. The value in the middle is 2. Yours is {result!r}."
# HINT: The median of an even number of steps lies half-way between the two in the middle. statistics.median does that.
# More tests run when you submit.
### BEGIN HIDDEN TESTS
assert abs(typical_seconds([5.0, 0.2, 0.2, 0.2, 7.0, 0.3], 1) - 0.2) < 1e-9, "One slow step in the middle should not change the result: take the median, not the average."
assert abs(typical_seconds([4.0, 8.0], 0) - 6.0) < 1e-9, "The median of 4 and 8 is 6, half-way between them."
assert abs(typical_seconds([8.0, 6.0, 1.0, 2.0, 3.0], 2) - 2.0) < 1e-9, "With a warm-up of 2 the first two steps do not count."
refused = ""
try:
    typical_seconds([1.0, 2.0], 2)
except ValueError:
    refused = "yes"
assert refused == "yes", "Where no step is left after the warm-up there should be a ValueError."
### END HIDDEN TESTS

# %% [markdown] id="precision"
# ## Fewer digits, more speed
#
# A computer keeps a number in a few bits. The usual `float32` takes 32 of them. **`bfloat16`** takes 16: it reaches as far as `float32`, to
# the same huge and tiny numbers, but keeps only about 2 to 3 decimal digits. **`float16`** also takes 16: it keeps 3 to 4 digits, but
# nothing above 65,504.
#
# Half the bits means half the memory, and on chips that are made for it several times the speed. On others it is far slower, so
# measure. The next cell multiplies tables of growing size in both precisions.

# %% given="measure-precision"
sizes = [size for size in (64, 128, 256, 512, 1024, 2048, 4096, 8192) if size <= largest]
timed = {}
for precision in (torch.float32, torch.bfloat16):
    timed[precision] = []
    for size in sizes:
        one = torch.randn(size, size, device=device).to(precision)
        timed[precision].append(statistics.median(step_seconds(lambda: one @ one, repeats=7)[2:]))

# %% given="plot-precision"
figure, axes = plt.subplots(figsize=(7, 4))
for precision, marker in ((torch.float32, "o"), (torch.bfloat16, "s")):
    per_second = [2 * size**3 / seconds / 1e9 for size, seconds in zip(sizes, timed[precision])]
    axes.plot(sizes, per_second, marker=marker, label=str(precision).removeprefix("torch."))
axes.set_xscale("log", base=2)
axes.set_yscale("log")
axes.set_xlabel("Rows and columns of the table")
axes.set_ylabel("Billion operations per second")
axes.set_title(f"Larger tables use the device better ({name})")
axes.legend(title="Precision")
plt.show()
gain = timed[torch.float32][-1] / timed[torch.bfloat16][-1]
print(f"In words: two lines that rise with the size of the table. At {sizes[-1]} rows bfloat16 is {gain:.1f} times as fast as float32 here.")

# %% [markdown] id="task-multiply"
# ## Task 3: there, in that precision, and back (4 points)
#
# Write the function `multiply`. It gets two tables as lists of rows and the name of a precision, `"float32"` or `"bfloat16"`. It
#
# 1. makes a tensor of each, on the device `device`,
# 2. multiplies them **in that precision**,
# 3. returns the product as a **list of rows** of ordinary numbers, back on the processor.
#
# So `multiply([[1, 2]], [[3], [4]], "float32")` returns `[[11.0]]`. Any other precision: a `ValueError`.
#
# <details><summary>Hint 1</summary>
#
# Look at the cell `first tensor` above: make, send, multiply, fetch. What is new is the precision, and the list at the end.
#
# </details>
# <details><summary>Hint 2</summary>
#
# `torch.tensor(rows, dtype=torch.bfloat16, device=device)` makes a tensor with a precision on a device. `tolist()` turns a tensor into
# lists, from any device.
#
# </details>
# <details><summary>Hint 3</summary>
#
# `kinds = {"float32": torch.float32, …}`. Raise the error if the name is not in it. Then make a tensor of `left` and one of `right`, both
# with `dtype=kinds[…]` and on the device, multiply them with `@`, and turn the result into lists.
#
# </details>

# %% answer="multiply"
def multiply(left, right, precision):
    """Return the product of two tables, computed on the device in that precision, as a list of rows."""
    ### BEGIN SOLUTION
    known = {"bfloat16": torch.bfloat16, "float32": torch.float32}
    if precision not in known:
        raise ValueError(f"The precision {precision!r} is not known: write float32 or bfloat16.")
    first = torch.tensor(left, dtype=known[precision], device=device)
    second = torch.tensor(right, dtype=known[precision], device=device)
    return (first @ second).tolist()
    ### END SOLUTION

# %% tests="multiply-test" points=2
result = multiply([[1, 2]], [[3], [4]], "float32")
assert result is not None, "multiply gave nothing back. Does it end with return?"
assert len(result) == 1 and len(result[0]) == 1, f"One row times one column gives one row with one number. Yours is {result!r}."
assert abs(result[0][0] - 11) < 1e-6, f"1·3 + 2·4 is 11. Yours is {result[0][0]!r}."
# HINT: The order matters: left @ right, not right @ left. And @ multiplies tables, while * multiplies place by place.
# More tests run when you submit.
### BEGIN HIDDEN TESTS
result = multiply([[1, 2, 0], [0, 1, 5]], [[1, 0], [2, 1], [0, 3]], "float32")
assert [[round(float(number), 4) for number in row] for row in result] == [[5, 2], [2, 16]], "Two rows of three numbers times three rows of two gives two rows of two. Yours was another table."
assert abs(multiply([[1 + 2**-9]], [[256]], "float32")[0][0] - 256.5) < 1e-6, "In float32 the small digits should stay: 1.001953125 times 256 is 256.5."
### END HIDDEN TESTS

# %% tests="multiply-precision" points=2
result = multiply([[1 + 2**-9, 1]], [[256], [-256]], "bfloat16")
assert result is not None and len(result) == 1, "multiply should give a list with one row back for bfloat16, too."
assert abs(result[0][0]) < 1e-6, f"bfloat16 has no room for 1.001953125: it becomes 1, and 1·256 - 1·256 is 0. Yours is {result[0][0]!r}."
# HINT: Both tables must be made in bfloat16 before they are multiplied. To round the result afterwards is too late.
# More tests run when you submit.
### BEGIN HIDDEN TESTS
assert abs(multiply([[2, 4]], [[8], [16]], "bfloat16")[0][0] - 80) < 1e-6, "2·8 + 4·16 is 80, and bfloat16 has room for that."
refused = ""
try:
    multiply([[1]], [[1]], "float8")
except ValueError:
    refused = "yes"
assert refused == "yes", "A precision that is not float32 or bfloat16 should raise a ValueError."
### END HIDDEN TESTS

# %% [markdown] id="why-mixed"
# ## Why *mixed* precision
#
# A model learns by tiny steps: it adds a very small number to each of its weights. With 2 to 3 digits a small step to a large weight is
# lost, as when you add one cent to an amount that is written in whole thousands. Run the next cell and look at which steps are lost.

# %% given="lost-steps"
for step in (0.1, 0.01, 0.001, 0.0001):
    new = torch.tensor(1.0, dtype=torch.bfloat16) + torch.tensor(step, dtype=torch.bfloat16)
    print(f"bfloat16: 1 + {step} = {new.item()}")

# %% [markdown] id="why-mixed-2"
# So the weights are **kept** in `float32`, and only the multiplications are **done** in 16 bits. That is mixed precision. In PyTorch it
# is one line around the forward computation, and you choose nothing by hand:
#
# ```python
# with torch.autocast(device_type=device, dtype=torch.bfloat16):
#     scores = model(images)
#     loss = loss_of(scores, labels)
# ```
#
# With `float16` small gradients (the numbers that say where to step) vanish, and a *gradient scaler*, `torch.amp.GradScaler`, must multiply
# them first. With `bfloat16` that is not needed. GPUs of the data centre since about 2020 have fast `bfloat16`.

# %% [markdown] id="task-is-lost"
# ## Task 4: is the step lost? (3 points)
#
# Write the function `is_lost`. It gets a `weight`, a `step` and the name of a precision (any that PyTorch has, such as `"float32"`,
# `"bfloat16"`, `"float16"`). It returns `True` if the weight is **the same** after the step was added in that precision, else `False`.
# Round the weight to that precision first, as a computer must.
#
# <details><summary>Hint 1</summary>
#
# The cell above does nearly this. What do you have to compare with what?
#
# </details>
# <details><summary>Hint 2</summary>
#
# `getattr(torch, "bfloat16")` is `torch.bfloat16`: so a name becomes a precision. Make two tensors in it, add them, compare.
#
# </details>
# <details><summary>Hint 3</summary>
#
# `kind = getattr(torch, precision)`, `before = torch.tensor(weight, dtype=kind)`, and `after` is `before` and the step, a tensor of the
# same kind, added up. Return whether `before.item()` and `after.item()` are equal: `item()` makes an ordinary number of a tensor.
#
# </details>

# %% answer="is-lost"
def is_lost(weight, step, precision):
    """Return True if adding the step changes nothing in that precision."""
    ### BEGIN SOLUTION
    dtype = getattr(torch, precision)
    old = torch.tensor(weight, dtype=dtype)
    new = old + torch.tensor(step, dtype=dtype)
    return new.item() == old.item()
    ### END SOLUTION

# %% tests="is-lost-test" points=3
result = is_lost(1.0, 0.001, "bfloat16")
assert result is not None, "is_lost gave nothing back. Does it end with return?"
assert result == True, f"1 + 0.001 is 1 in bfloat16: the step is lost. Yours is {result!r}."
assert is_lost(1.0, 0.001, "float32") == False, "1 + 0.001 is more than 1 in float32: the step is not lost."
# HINT: Compare with the weight as it is in that precision, not with the number that was given: 0.3 itself has no room in bfloat16.
# More tests run when you submit.
### BEGIN HIDDEN TESTS
assert is_lost(0.3, 0.0001, "bfloat16") == True, "0.3 becomes a neighbouring number in bfloat16 first. The step 0.0001 does not change that number any more."
assert is_lost(0.001, 0.001, "bfloat16") == False, "A step as large as the weight is never lost."
assert is_lost(1.0, 0.001, "float16") == False, "float16 keeps a digit more than bfloat16: 1 + 0.001 is not lost there."
assert is_lost(1.0, 0.0001, "float16") == True, "1 + 0.0001 is 1 in float16."
assert is_lost(1.0, 1e-9, "float32") == True, "float32 has its limit, too: 1 + 0.000000001 is 1."
### END HIDDEN TESTS

# %% [markdown] id="train-text"
# ## Worked example: train in both precisions
#
# The data are 1,797 real handwritten digits, 8 by 8 points each, that come with the package *scikit-learn*. (Optical Recognition of
# Handwritten Digits, E. Alpaydin and C. Kaynak, 1998, UCI Machine Learning Repository, CC BY 4.0; scikit-learn ships its test part.) No
# person can be recognised by them.
#
# The model gets 64 numbers and gives ten scores, one for each digit. Run the three cells. The first shows some images.

# %% given="load-digits"
digits = load_digits()
images = torch.tensor(digits.images, dtype=torch.float32).reshape(-1, 64) / 16
labels = torch.tensor(digits.target)
order = torch.randperm(len(images), generator=torch.Generator().manual_seed(seed))
train, test = order[:1400], order[1400:]

figure, places = plt.subplots(2, 10, figsize=(10, 2.6))
for place, number in zip(places.flat, train):
    place.imshow(images[number].reshape(8, 8), cmap="gray_r")
    place.set_title(str(labels[number].item()), fontsize=10)
    place.axis("off")
plt.show()
print("In words: twenty grey digits of 8 by 8 points, each with the number above it that a person read. Some are hard to tell.")

# %% given="train-both"
def train_digits(mixed):
    """Train a new model; return it with the loss of each epoch and the images per second."""
    torch.manual_seed(seed)
    model = nn.Sequential(nn.Linear(64, width), nn.ReLU(), nn.Linear(width, width), nn.ReLU(), nn.Linear(width, 10)).to(device)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.001)
    data, wanted = images[train].to(device), labels[train].to(device)  # once: copying in each step costs time
    losses, seen, begin = [], 0, time.perf_counter()
    for _ in range(epochs):
        total = torch.zeros((), device=device)
        for batch in torch.randperm(len(data), device=device).split(batch_size):
            with torch.autocast(device_type=device, dtype=torch.bfloat16, enabled=mixed):
                loss = nn.functional.cross_entropy(model(data[batch]), wanted[batch])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.detach() * len(batch)  # stays on the device: fetching each number would make the GPU wait
            seen += len(batch)
        losses.append(total.item() / len(data))
        if time.perf_counter() - begin > time_budget_s:
            break
    return model, losses, seen / (time.perf_counter() - begin)


trained = {}
for mixed in (False, True):
    model, losses, speed = train_digits(mixed)
    with torch.no_grad():
        scores = model(images[test].to(device)).cpu()
    right = (scores.argmax(dim=1) == labels[test]).double().mean().item()
    trained["mixed" if mixed else "float32"] = (losses, speed, right)

# %% given="plot-both"
figure, (left, right) = plt.subplots(1, 2, figsize=(10, 3.6))
for (precision, (losses, speed, share)), line in zip(trained.items(), ("-o", "--s")):
    left.plot(range(1, len(losses) + 1), losses, line, markersize=4, label=precision)
left.set(xlabel="Epoch", ylabel="Loss (smaller is better)", title="Both learn the same", yscale="log")
left.legend()
bars = right.bar(list(trained), [speed for _, speed, _ in trained.values()], color=["steelblue", "darkorange"], hatch="/")
right.bar_label(bars, fmt="{:,.0f}")
right.set(ylabel="Images per second", title="The speed is another matter")
plt.show()
for precision, (losses, speed, share) in trained.items():
    print(f"In words: {precision} ends with a loss of {losses[-1]:.3f}, reads {share:.1%} of the test digits right, at {speed:,.0f} images per second.")

# %% [markdown] id="train-read"
# ## What do you see?
#
# The two loss curves lie almost on each other: 16 bits in the multiplications cost nothing that matters here. The **speed** may
# surprise you. This model is tiny, and `autocast` has to change numbers to and fro, so mixed precision is often *slower* here, and may be so on a GPU, too,
# although large tables were faster above. Set `width` to 2048 in the parameters, run again and look. The rule: measure **your** model at
# **your** size.

# %% [markdown] id="task-accuracy"
# ## Task 5: how often is it right? (3 points)
#
# Write the function `accuracy`. It gets the scores, a list with one row of numbers for each image, and the right labels. The guess for an
# image is the place of its highest score, counted from 0. The function returns the share of right guesses as an ordinary number between
# 0 and 1. Compute with PyTorch on `device`. For no images at all it returns 0.
#
# <details><summary>Hint 1</summary>
#
# Find the guesses first, for all images at once. Then compare them with the labels. The cell that trained above does it in two lines.
#
# </details>
# <details><summary>Hint 2</summary>
#
# `scores.argmax(dim=1)` gives the place of the highest score in each row. `guesses == labels` gives `True` or `False` for each. Scores and
# labels must be tensors on the same device.
#
# </details>
# <details><summary>Hint 3</summary>
#
# If `len(labels) == 0`, return 0. Then `guesses = torch.tensor(…).argmax(dim=1)`, and `right = guesses == torch.tensor(…)`, both on the
# device. The share is the mean of `right.double()`, which is 1 for each `True`; `item()` makes an ordinary number of it.
#
# </details>

# %% answer="accuracy"
def accuracy(scores, labels):
    """Return the share of images whose highest score is at the right label."""
    ### BEGIN SOLUTION
    if len(labels) == 0:
        return 0.0
    best = torch.tensor(scores, device=device).argmax(dim=1)
    hits = best == torch.tensor(labels, device=device)
    return hits.double().mean().item()
    ### END SOLUTION

# %% tests="accuracy-test" points=3
result = accuracy([[0.1, 0.9], [0.8, 0.2], [0.3, 0.7], [0.6, 0.4]], [1, 0, 0, 0])
assert result is not None, "accuracy gave nothing back. Does it end with return?"
assert abs(result - 0.75) < 1e-6, f"The guesses are 1, 0, 1, 0, and three of four are right: 0.75. Yours is {result!r}."
# HINT: item() makes an ordinary number of a tensor. And the highest score of a row is found along dim=1, not dim=0.
# More tests run when you submit.
### BEGIN HIDDEN TESTS
assert abs(accuracy([[-5.0, -1.0, -9.0]], [1]) - 1) < 1e-6, "Scores may be negative; the highest one counts."
assert abs(accuracy([[1.0, 2.0, 3.0], [3.0, 2.0, 1.0], [0.0, 5.0, 1.0]], [0, 1, 2])) < 1e-6, "If every guess is wrong, the result is 0."
assert abs(accuracy([[1.0, 2.0, 3.0], [3.0, 2.0, 1.0], [0.0, 5.0, 1.0]], [2, 1, 0]) - 1 / 3) < 1e-6, "One of three right is a third."
assert abs(accuracy([], [])) < 1e-6, "For no images at all the result should be 0."
### END HIDDEN TESTS

# %% [markdown] id="whole"
# ## How much faster does the whole become?
#
# Say the GPU does its part 20 times as fast. Does the program then end in a twentieth of the time? Only if it did nothing else. It also
# reads files, prepares images, writes results. In 1967 Gene Amdahl described this limit, and it bears his name: what does **not** become
# faster decides.
#
# *Example:* A run takes 100 minutes. 60 of them are for what the GPU can do, 40 for reading files. With a GPU 20 times as fast the 60
# minutes become 3, and the 40 stay: 43 minutes. The whole is 100 / 43 = 2.3 times as fast, not 20.

# %% given="plot-whole"
figure, axes = plt.subplots(figsize=(7, 3.8))
faster = range(1, 101)
for share, line in ((0.5, ":"), (0.6, "-."), (0.9, "--"), (0.99, "-")):
    axes.plot(faster, [1 / (1 - share + share / times) for times in faster], line, label=f"{share:.0%}")
axes.set(xlabel="How many times as fast the GPU does its part", ylabel="How many times as fast the whole is")
axes.set_yscale("log", base=2)
axes.set_yticks([1, 2, 4, 8, 16, 32, 64], labels=["1", "2", "4", "8", "16", "32", "64"])
axes.set_title("What does not become faster decides")
axes.legend(title="Share of the GPU's part", loc="upper left", bbox_to_anchor=(1.02, 1))
plt.tight_layout()
plt.show()
print("In words: four curves that rise and then go flat. With a share of 50 % the whole never becomes twice as fast, with 99 % it becomes 50 times as fast at a GPU of factor 100.")

# %% [markdown] id="task-whole"
# ## Task 6: the speed-up of the whole (3 points)
#
# Write the function `whole_speed_up`. It gets the `share` of the time that the GPU's part takes today (between 0 and 1) and how many times
# as fast the GPU does it. It returns how many times as fast the whole becomes. Then think of a program of your own firm: which share is it?
#
# <details><summary>Hint 1</summary>
#
# Say that today the whole takes 1. How long does it take afterwards?
#
# </details>
# <details><summary>Hint 2</summary>
#
# The part that stays takes `1 - share`. The other part took `share` and now takes less.
#
# </details>
# <details><summary>Hint 3</summary>
#
# The new time is `(1 - share) + share / …`, where the old one was 1. Twice as fast is half the time: what is 1 divided by?
#
# </details>

# %% answer="whole-speed-up"
def whole_speed_up(share, gpu_speed_up):
    """Return how many times as fast the whole program becomes."""
    ### BEGIN SOLUTION
    return 1 / (1 - share + share / gpu_speed_up)
    ### END SOLUTION

# %% tests="whole-speed-up-test" points=3
result = whole_speed_up(0.6, 20)
assert result is not None, "whole_speed_up gave nothing back. Does it end with return?"
assert abs(result - 100 / 43) < 1e-6, f"With 60 % of the time for the GPU's part and a factor of 20, 100 minutes become 43: 2.33 times as fast. Yours is {result!r}."
# HINT: Divide the time of today by the time afterwards. Only the GPU's share is divided by its speed-up.
# More tests run when you submit.
### BEGIN HIDDEN TESTS
assert abs(whole_speed_up(1.0, 8) - 8) < 1e-6, "If the GPU's part is everything, the whole becomes as much faster as the GPU."
assert abs(whole_speed_up(0.0, 50) - 1) < 1e-6, "If the GPU has nothing to do, nothing becomes faster: the factor is 1."
assert abs(whole_speed_up(0.5, 1e12) - 2) < 1e-6, "With half of the time left as it is, the whole never becomes more than twice as fast."
assert abs(whole_speed_up(0.9, 0.5) - 1 / 1.9) < 1e-6, "A GPU can also be slower, for small work: then the whole becomes slower, too."
### END HIDDEN TESTS

# %% [markdown] id="key-points"
# ## Key points
#
# - Say in **one** place which device you want, and stop if it is not there.
# - Warm up, wait for the GPU, take the median: then believe a time.
# - Copy data to the device once, and fetch results seldom.
# - Mixed precision keeps weights in 32 bits and multiplies in 16. Large models win by it, tiny ones lose.
# - What does not become faster decides how fast the whole becomes.

# %% [markdown] id="what-next"
# ## What next?
#
# 1. Save your work (Ctrl+S, or Command+S on a Mac), and submit this exercise.
# 2. On a session with a GPU, set `device = "cuda"` and `largest = 8192` in the parameters, and run all cells again. Compare the plots.
# 3. Go on with exercise 2: a GPU that waits for data costs as much as one that works. You find out which, and how large a step may be.

# %% [markdown] id="title"
# # A sweep on Slurm, and what a GPU-hour bought
#
# This is exercise 4 of 4. It takes about 30 minutes.
#
# Which batch size, which learning rate, which device? You can guess, or try them all. To try many values with the same notebook is called a
# *sweep*. On your computer the runs come one after the other; on a cluster many run side by side. In the end you have a table, and from
# the table a decision: what does it cost, and is it worth it?

# %% [markdown] id="goals"
# ## What you will be able to do
#
# - List all runs of a sweep, and send them to Slurm with one command.
# - Collect the results, also where some runs failed.
# - Choose the cheapest run that is good enough.
# - Turn a measured throughput into GPU-hours and euro.
# - Decide between processor and GPU, and give your reasons.
#
# **You need:** exercises 1 to 3. GPU-hours: one GPU for one hour is one GPU-hour, also while it waits.

# %% id="parameters" tags=["parameters"]
from typing import Literal

device: Literal["cpu", "cuda"] = "cpu"  # where the model is trained; "cuda" is a GPU
site: str = "this computer"  # a name for the place, written into the results
batch_size: int = 128  # images in one step
learning_rate: float = 0.003  # how large the steps are
width: int = 256  # neurons in each hidden layer of the model
epochs: int = 10  # how often the model sees all training images
price_eur: float = 2.0  # euro for an hour of the device; an example, no factory's price
compare: bool = True  # also train a whole grid here; False where Slurm runs the grid
seed: int = 1  # where chance begins
time_budget_s: int = 60  # the grid that is trained here stops after this many seconds

# %% id="imports"
import itertools
import json
import math
import time

import matplotlib.pyplot as plt
import torch
from sklearn.datasets import load_digits
from torch import nn

torch.set_num_threads(1)  # one core: on shared machines times are steadier so
if device == "cuda" and not torch.cuda.is_available():
    raise RuntimeError("device is 'cuda', but this computer shows no GPU to PyTorch. Set device to 'cpu', or start a session with a GPU.")

digits = load_digits()  # 1,797 real handwritten digits: E. Alpaydin and C. Kaynak, 1998, UCI Machine Learning Repository, CC BY 4.0
images = torch.tensor(digits.data / 16, dtype=torch.float32, device=device)
labels = torch.tensor(digits.target, device=device)
order = torch.randperm(len(images), generator=torch.Generator().manual_seed(seed)).to(device)
train, test = order[:1400], order[1400:]
print("ready on", device)

# %% [markdown] id="one-run"
# ## One run that tells its result
#
# A run of a sweep is read by a program, not by you. So it writes its result in **one line that a program can find**: the word `RESULT`
# and then a table row as JSON, a common way to write names and values as text.
#
# Look at what is in the result: the values that were chosen, where it ran, how good it became, and how fast it was.

# %% given="one-run-code"
def run_once(batch_size, learning_rate):
    """Train with these values; return the result as a row of the table."""
    torch.manual_seed(seed)
    model = nn.Sequential(nn.Linear(64, width), nn.ReLU(), nn.Linear(width, width), nn.ReLU(), nn.Linear(width, 10)).to(device)
    optimizer = torch.optim.Adam(model.parameters(), lr=learning_rate)
    begin = time.perf_counter()
    for _ in range(epochs):
        for batch in train[torch.randperm(len(train)).to(device)].split(batch_size):
            loss = nn.functional.cross_entropy(model(images[batch]), labels[batch])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    with torch.no_grad():
        right = (model(images[test]).argmax(dim=1) == labels[test]).double().mean().item()  # item() waits for the GPU, too
    seconds = time.perf_counter() - begin
    return {
        "batch_size": batch_size,
        "learning_rate": learning_rate,
        "device": device,
        "site": site,
        "right": round(right, 4),
        "seconds": round(seconds, 3),
        "images_per_second": round(epochs * len(train) / seconds, 1),
    }


run_once(batch_size, learning_rate)  # warm-up
this_run = run_once(batch_size, learning_rate)
print("RESULT", json.dumps(this_run))

# %% [markdown] id="task-grid"
# ## Task 1: all runs of a sweep (3 points)
#
# Write the function `grid`. It gets a dictionary with a list of values for each name. It returns a list of dictionaries, one for each
# combination. The last name changes fastest:
#
# ```python
# grid({"batch_size": [32, 64], "seed": [1, 2]})
# # [{"batch_size": 32, "seed": 1}, {"batch_size": 32, "seed": 2},
# #  {"batch_size": 64, "seed": 1}, {"batch_size": 64, "seed": 2}]
# ```
#
# <details><summary>Hint 1</summary>
#
# How many runs must it be? The product of the lengths. Begin with one empty run, and add one name after the other.
#
# </details>
# <details><summary>Hint 2</summary>
#
# Begin with `runs = [{}]`. For each name, make a new list: every run so far, once with each value. Or let `itertools.product` make the
# combinations of the values.
#
# </details>
# <details><summary>Hint 3</summary>
#
# `itertools.product(*choices.values())` gives each combination of values as a tuple, and `zip(choices, values)` puts the names to one of
# them. Make a list of a `dict(…)` for each.
#
# </details>

# %% answer="grid"
def grid(choices):
    """Return one dictionary for each combination of the values."""
    ### BEGIN SOLUTION
    combinations = itertools.product(*choices.values())
    return [dict(zip(choices, values)) for values in combinations]
    ### END SOLUTION

# %% tests="grid-test" points=3
result = grid({"batch_size": [32, 64], "seed": [1, 2]})
assert result is not None, "grid gave nothing back. Does it end with return?"
assert len(result) == 4, f"Two values times two values are 4 runs. Yours has {len(result)}."
expected = [{"batch_size": 32, "seed": 1}, {"batch_size": 32, "seed": 2}, {"batch_size": 64, "seed": 1}, {"batch_size": 64, "seed": 2}]
assert result == expected, f"The runs, or their order, are not as in the example. Yours are {result!r}."
# HINT: It must work with one name, with two and with three. Each run is a dictionary of its own.
# More tests run when you submit.
### BEGIN HIDDEN TESTS
result = grid({"device": ["cpu"], "width": [64, 128, 256], "rate": [0.1, 0.01]})
assert len(result) == 6 and result[0] == {"device": "cpu", "width": 64, "rate": 0.1} and result[5] == {"device": "cpu", "width": 256, "rate": 0.01}, "With three names of 1, 3 and 2 values there should be 6 runs, from the first values to the last ones."
assert grid({"seed": [4, 5, 6]}) == [{"seed": 4}, {"seed": 5}, {"seed": 6}], "With one name there is one run for each value."
assert grid({"seed": [4, 5], "width": []}) == [], "Where a name has no values, there is nothing to run."
### END HIDDEN TESTS

# %% [markdown] id="slurm"
# ## The same sweep on Slurm
#
# The notebook that you read is also a program. [papermill](https://papermill.readthedocs.io) runs it from outside, with other values in its
# parameters cell. Officina does this for a whole sweep. Where the course's folder lies on a cluster, this one command in a terminal
#
# ```sh
# officina course run gpu-prototyping --exercise 04-sweep-and-cost \
#     --matrix batch_size=32,128,512 --matrix learning_rate=0.001,0.01 \
#     -p compare=false -p site=cluster --on slurm --at-once 4 --minutes 10
# ```
#
# makes **one** array job with six tasks, one for each combination. Slurm starts up to four of them side by side. With
# `--profile gpu --partition gpu --gpus 1` each task gets a GPU, and the notebook the values that `course.toml` keeps for GPUs.
#
# - `--plan` shows the runs and starts none. Look at it first, and multiply: six runs of 10 minutes with a GPU each are one GPU-hour.
# - `squeue --me` in another terminal shows what waits and what runs.
# - Each run is kept in a folder of its own below `runs`, with the notebook as it ran. `runs/index.html` shows all of them.
# - If something fails or you stop it, give the **same command** again: what passed is not done twice.
#
# A word on size: ask for the time that one run takes, and half of it on top. Short tasks start sooner. Try **one** run before you
# send a hundred.

# %% [markdown] id="task-sweep-minutes"
# ## Task 2: how long does the sweep take? (2 points)
#
# Write the function `sweep_minutes`. It gets the number of runs, how many may run at once, and the minutes of one run. All runs take equally
# long. It returns the minutes from the first start to the last end, if Slurm has room at once. No runs take 0 minutes.
#
# <details><summary>Hint 1</summary>
#
# Ten runs, four at once: think of buses with four seats. How many buses must go?
#
# </details>
# <details><summary>Hint 2</summary>
#
# The number of rounds is runs divided by places, rounded up. `math.ceil` rounds up.
#
# </details>
# <details><summary>Hint 3</summary>
#
# The number of rounds is `math.ceil(… / at_once)`. How long does one round take, and how long do all?
#
# </details>

# %% answer="sweep-minutes"
def sweep_minutes(runs, at_once, minutes):
    """Return how many minutes the sweep takes in all."""
    ### BEGIN SOLUTION
    rounds = math.ceil(runs / at_once)
    return rounds * minutes
    ### END SOLUTION

# %% tests="sweep-minutes-test" points=2
result = sweep_minutes(10, 4, 6)
assert result is not None, "sweep_minutes gave nothing back. Does it end with return?"
assert abs(result - 18) < 1e-6, f"Ten runs, four at once, are three rounds of 6 minutes: 18. Yours is {result!r}."
# HINT: The last round takes as long as a full one, however few runs are in it.
# More tests run when you submit.
### BEGIN HIDDEN TESTS
assert abs(sweep_minutes(8, 4, 6) - 12) < 1e-6, "Eight runs, four at once, are exactly two rounds."
assert abs(sweep_minutes(3, 16, 2.5) - 2.5) < 1e-6, "If all have room at once, the sweep takes as long as one run."
assert abs(sweep_minutes(0, 4, 6)) < 1e-6, "No runs take no time."
### END HIDDEN TESTS

# %% [markdown] id="task-results"
# ## Task 3: collect the results (4 points)
#
# A run prints many lines; one of them begins with `RESULT`, a blank, and then JSON. Some runs print none, because they failed. And now and
# then the last line is cut off in the middle, because the walltime was over.
#
# Write the function `results_of`. It gets the text that the runs printed, many lines, and returns a list of dictionaries: one for each
# line that begins with `RESULT ` and holds whole JSON, in their order. All other lines are passed over.
#
# <details><summary>Hint 1</summary>
#
# Go through the text line by line. Which lines are of interest? What do you do with one that cannot be read?
#
# </details>
# <details><summary>Hint 2</summary>
#
# `text.splitlines()` gives the lines, `line.startswith("RESULT ")` asks how one begins. `json.loads(words)` makes a dictionary of JSON, and
# raises a `ValueError` where it is not whole.
#
# </details>
# <details><summary>Hint 3</summary>
#
# In the loop: if the line begins with `RESULT `, `try: rows.append(json.loads(line[…:]))` with what stands behind these 7 characters, and
# `except ValueError: continue`. After the loop return `rows`.
#
# </details>

# %% answer="results-of"
def results_of(text):
    """Return the results that stand in the text, as a list of dictionaries."""
    ### BEGIN SOLUTION
    rows = []
    for line in text.splitlines():
        if line.startswith("RESULT "):
            try:
                rows.append(json.loads(line.removeprefix("RESULT ")))
            except json.JSONDecodeError:  # the line was cut off
                continue
    return rows
    ### END SOLUTION

# %% tests="results-of-test" points=2
text = 'ready on cpu\nRESULT {"right": 0.97, "seconds": 1.5}\ndone\nRESULT {"right": 0.91, "seconds": 0.5}\n'
result = results_of(text)
assert result is not None, "results_of gave nothing back. Does it end with return?"
assert len(result) == 2, f"There are two results in the text. Yours has {len(result)}."
assert result == [{"right": 0.97, "seconds": 1.5}, {"right": 0.91, "seconds": 0.5}], f"The results are not as they stand in the text. Yours are {result!r}."
# HINT: A line counts only if RESULT stands at its beginning.
# More tests run when you submit.
### BEGIN HIDDEN TESTS
assert results_of("ready on cpu\nno RESULT {} here\ndone") == [], "Where no line begins with RESULT, the list should be empty."
assert results_of("") == [], "In no text there is no result."
assert results_of('RESULT {"site": "a RESULT b", "right": 0.5}') == [{"site": "a RESULT b", "right": 0.5}], "The word RESULT may stand in the JSON, too."
### END HIDDEN TESTS

# %% tests="results-of-broken" points=2
result = results_of('RESULT {"right": 0.97, "seconds": 1.5}\nRESULT {"right": 0.9')
assert result == [{"right": 0.97, "seconds": 1.5}], f"The second line is cut off: only the first one counts. Yours is {result!r}."
# HINT: json.loads raises a ValueError for what is not whole JSON. Catch it inside the loop.
# More tests run when you submit.
### BEGIN HIDDEN TESTS
result = results_of('RESULT \nRESULT {"right": 0.5}\nRESULT {\nRESULT {"right": 0.6}')
assert result == [{"right": 0.5}, {"right": 0.6}], "After a broken line the others should still be read."
### END HIDDEN TESTS

# %% [markdown] id="local-sweep"
# ## A sweep that you can see now
#
# You may have no cluster at hand. So the next cell trains the grid **on this computer**, one run after the other. Its table has the same
# columns as that of a sweep on Slurm. The numbers are measured here and now; on another machine they are others.
#
# To read the results of a sweep on Slurm, give the text of its notebooks to your function:
#
# ```python
# from pathlib import Path
#
# text = ""
# for path in sorted(Path("runs").glob("04-sweep-and-cost--*/notebook.ipynb")):
#     for cell in json.loads(path.read_text())["cells"]:
#         for output in cell.get("outputs", []):
#             text += "".join(output.get("text", []))
# rows = results_of(text)
# ```

# %% given="local-sweep-code"
rows, begin = [this_run], time.perf_counter()
if compare:
    rows = []
    for one_rate in (0.0003, 0.003, 0.03):
        for one_size in (32, 128, 512):
            if time.perf_counter() - begin < time_budget_s:
                rows.append(run_once(one_size, one_rate))

print(f"measured on {site}, {device}")
print("batch   rate     right    seconds   images/s")
for row in rows:
    print(f"{row['batch_size']:5}   {row['learning_rate']:<7}  {row['right']:6.1%}  {row['seconds']:8.2f}  {row['images_per_second']:9,.0f}")

# %% given="plot-sweep"
figure, axes = plt.subplots(figsize=(8, 4.2))
for rate, marker in zip(sorted({row["learning_rate"] for row in rows}), "os^"):
    chosen = [row for row in rows if row["learning_rate"] == rate]
    axes.scatter([row["seconds"] for row in chosen], [100 * row["right"] for row in chosen], s=90, marker=marker, label=f"{rate}")
    for row in chosen:
        axes.annotate(f" {row['batch_size']}", (row["seconds"], 100 * row["right"]), fontsize=9)
axes.set_xscale("log")
axes.set_xlabel(f"Seconds of training on {site}")
axes.set_ylabel("Test digits read right (percent)")
axes.set_title("Upper left is what you want: good, and soon done")
axes.legend(title="Learning rate")
plt.show()
quickest, finest = min(rows, key=lambda row: row["seconds"]), max(rows, key=lambda row: row["right"])
print(
    f"In words: one point for each of {len(rows)} runs, with its batch size beside it. The quickest run took {quickest['seconds']:.2f} s and reads"
    f" {quickest['right']:.1%} right; the best one reads {finest['right']:.1%} right and took {finest['seconds']:.2f} s."
)

# %% [markdown] id="local-sweep-read"
# ## What do you see?
#
# Large batches are quick, and with a small learning rate they learn too little in the same number of epochs. The best run is often only a
# little better than one that took a fraction of its time. With 397 test images, one image more or less is a quarter of a percent: do not
# pay for a difference that is smaller than that. And who tries a hundred runs and takes the best will find one that was lucky on these
# test images. Before it counts, try the chosen one on images that no run of the sweep has seen.

# %% [markdown] id="task-choose"
# ## Task 4: the cheapest that is good enough (4 points)
#
# Write the function `cheapest`. It gets the rows of a sweep and `least_right`, the share of right answers that you need. It returns the row
# with the fewest `seconds` of those that reach `least_right`; exactly reaching it is enough. If two took equally long, it returns the one
# that is right more often. A run that failed has a row without `right`, or with `None` there: leave it out. If no row is good enough, it
# returns `None`.
#
# <details><summary>Hint 1</summary>
#
# Two steps: keep the rows that are good enough, then take the quickest of these.
#
# </details>
# <details><summary>Hint 2</summary>
#
# `row.get("right")` is `None` where it is missing, and no error. `min(rows, key=…)` finds the smallest by what you say.
#
# </details>
# <details><summary>Hint 3</summary>
#
# `good = [row for row in rows if row.get("right") is not None and …]`. Then `min(good, key=lambda row: (row["seconds"], …),
# default=None)`: of two equal seconds the one that is right more often should come first, and a minus turns an order round.
#
# </details>

# %% answer="cheapest"
def cheapest(rows, least_right):
    """Return the quickest row that is right often enough, or None."""
    ### BEGIN SOLUTION
    def good_enough(row):
        return row.get("right") is not None and row["right"] >= least_right

    return min(filter(good_enough, rows), key=lambda row: (row["seconds"], -row["right"]), default=None)
    ### END SOLUTION

# %% tests="cheapest-test" points=2
table = [{"run": 1, "right": 0.99, "seconds": 40.0}, {"run": 2, "right": 0.96, "seconds": 5.0}, {"run": 3, "right": 0.97, "seconds": 9.0}]
result = cheapest(table, 0.97)
assert result is not None, "Two of three runs are right for 97 % or more, but cheapest gave nothing back."
assert result["run"] == 3, f"Runs 1 and 3 are good enough, and run 3 took less time. Yours is {result!r}."
# HINT: First leave out what is not good enough, then take the fewest seconds.
# More tests run when you submit.
### BEGIN HIDDEN TESTS
assert cheapest(table, 0.9)["run"] == 2, "If all are good enough, the quickest one is the answer."
assert cheapest(table, 0.99)["run"] == 1, "Exactly reaching it is enough."
assert cheapest(table, 0.995) is None, "If none is good enough, the result should be None."
tied = [{"run": 1, "right": 0.95, "seconds": 4.0}, {"run": 2, "right": 0.98, "seconds": 4.0}, {"run": 3, "right": 0.96, "seconds": 4.0}]
assert cheapest(tied, 0.9)["run"] == 2, "If runs took equally long, take the one that is right most often."
### END HIDDEN TESTS

# %% tests="cheapest-failed" points=2
table = [{"run": 1, "seconds": 0.5}, {"run": 2, "right": None, "seconds": 0.1}, {"run": 3, "right": 0.95, "seconds": 9.0}]
result = cheapest(table, 0.9)
assert result is not None, "Run 3 is good enough, but cheapest gave nothing back."
assert result["run"] == 3, f"Runs 1 and 2 failed and have no share of right answers: run 3 is the answer. Yours is {result!r}."
# HINT: row.get("right") is None where it is missing. Leave such rows out before you compare.
# More tests run when you submit.
### BEGIN HIDDEN TESTS
assert cheapest([{"run": 1, "seconds": 0.5}], 0.0) is None, "Where every run failed, the result should be None, also if any share would do."
assert cheapest([], 0.5) is None, "Without any run the result should be None."
assert cheapest([{"run": 7, "right": 0.0, "seconds": 2.0}], 0.0)["run"] == 7, "A share of 0 is a result, not a failure."
### END HIDDEN TESTS

# %% [markdown] id="cost"
# ## From throughput to euro
#
# What you measured is the throughput, in images per second. What you pay for are hours. Between them lies a small calculation:
#
# *images / images per second = seconds; seconds / 3600 = hours; hours · GPUs = GPU-hours; GPU-hours · price = euro*
#
# Prices in this course are **examples**, not those of any factory. Some ways of access are free for companies that are accepted; then the
# GPU-hours are still what your budget is counted in.

# %% [markdown] id="task-cost"
# ## Task 5: what does it cost? (3 points)
#
# Write the function `cost_eur`. It gets the number of images in all, the images per second of **all GPUs together**, the number of GPUs, and
# the price in euro for a GPU-hour. It returns the cost in euro.
#
# *Example:* 3,600,000 images at 500 a second take 7,200 seconds, 2 hours. With 4 GPUs that is 8 GPU-hours, at 1.50 euro 12 euro.
#
# <details><summary>Hint 1</summary>
#
# Follow the line in italics above from left to right.
#
# </details>
# <details><summary>Hint 2</summary>
#
# First the hours: `images / images_per_second / 3600`. The throughput is already that of all GPUs; the hours are paid for each GPU.
#
# </details>
# <details><summary>Hint 3</summary>
#
# `images / images_per_second / 3600` are the hours. The GPU-hours are that times `gpus`; the rest is the price.
#
# </details>

# %% answer="cost-eur"
def cost_eur(images, images_per_second, gpus, price_eur):
    """Return the cost in euro, for a price in euro for each GPU-hour."""
    ### BEGIN SOLUTION
    hours = images / images_per_second / 3600
    return hours * gpus * price_eur
    ### END SOLUTION

# %% tests="cost-eur-test" points=3
result = cost_eur(3_600_000, 500, 4, 1.50)
assert result is not None, "cost_eur gave nothing back. Does it end with return?"
assert abs(result - 12) < 1e-6, f"2 hours with 4 GPUs are 8 GPU-hours, at 1.50 euro 12 euro. Yours is {result!r}."
# HINT: An hour has 3600 seconds. Each GPU is paid for each hour.
# More tests run when you submit.
### BEGIN HIDDEN TESTS
assert abs(cost_eur(1_800_000, 1000, 1, 2.0) - 1.0) < 1e-6, "Half an hour with one GPU at 2 euro costs 1 euro."
assert abs(cost_eur(1_800_000, 2000, 2, 2.0) - 1.0) < 1e-6, "Two GPUs that are together twice as fast cost the same."
assert abs(cost_eur(1_800_000, 1500, 2, 2.0) - 4 / 3) < 1e-6, "Two GPUs that are together only 1.5 times as fast cost more."
assert abs(cost_eur(10_000, 100, 8, 0)) < 1e-6, "Where the price is 0, it costs nothing."
### END HIDDEN TESTS

# %% [markdown] id="break-even"
# ## When does a GPU pay?
#
# A GPU-hour costs more than an hour of some processor cores. So the GPU must be faster by **at least the ratio of the prices**, or the money
# is better spent on cores. The plot takes the speed that was measured above, and an example: the GPU's hour costs ten times as much. It
# asks: what would a million epochs over our images cost, for each speed-up that a GPU might have?

# %% given="plot-break-even"
core_price = price_eur / 10
work = 1_000_000 * len(train)
on_cores = work / this_run["images_per_second"] / 3600 * core_price
speed_ups = [1 + step / 4 for step in range(0, 157)]
on_gpu = [work / (this_run["images_per_second"] * times) / 3600 * price_eur for times in speed_ups]
figure, axes = plt.subplots(figsize=(7.5, 3.8))
axes.plot(speed_ups, on_gpu, label=f"a device at {price_eur:.2f} euro an hour")
axes.axhline(on_cores, linestyle="--", color="dimgrey", label=f"as measured here, at {core_price:.2f} euro an hour")
axes.fill_between(speed_ups, on_gpu, on_cores, where=[cost < on_cores for cost in on_gpu], alpha=0.25, color="seagreen", label="the faster device pays")
axes.axvline(10, color="darkorange", linewidth=1)
axes.set_yscale("log")
axes.set(xlabel="How many times as fast the other device is", ylabel="Cost (euro, example prices)", title="It pays when it is faster than it is dearer")
axes.legend()
plt.show()
print(f"In words: a falling curve crosses a flat dashed line of {on_cores:,.2f} euro at ten times the speed, because the price is ten times as high. To the right of it the faster device is cheaper.")

# %% [markdown] id="task-decide"
# ## Task 6: decide (4 points)
#
# Money is not all: the work must be done in time. Write the function `decide`. It gets
#
# - `images`: how many there are to process in all,
# - `options`: a list of dictionaries with `name`, `images_per_second` and `price_eur`, the price of an hour of the whole option,
# - `hours`: how many hours there are at most.
#
# It returns the `name` of the cheapest option that is done within `hours`; exactly in time is in time. If two cost the same, the one that is
# done sooner. If none is in time, it returns `None`: then ask for less work or more time.
#
# <details><summary>Hint 1</summary>
#
# It is the same pattern as in Task 4: keep what is possible, then take the best of it.
#
# </details>
# <details><summary>Hint 2</summary>
#
# The hours of an option are `images / option["images_per_second"] / 3600`; its cost is these hours times its price.
#
# </details>
# <details><summary>Hint 3</summary>
#
# Make a list of `(cost, needed, name)` for each option with `needed <= hours`. If the list is empty, return `None`. Else `min(list)[2]`:
# tuples are compared by the first thing, and where that is equal by the second.
#
# </details>

# %% answer="decide"
def decide(images, options, hours):
    """Return the name of the cheapest option that is in time, or None."""
    ### BEGIN SOLUTION
    in_time = []
    for option in options:
        needed = images / option["images_per_second"] / 3600
        if needed <= hours:
            in_time.append((needed * option["price_eur"], needed, option["name"]))
    return min(in_time)[2] if in_time else None
    ### END SOLUTION

# %% tests="decide-test" points=4
options = [{"name": "cores", "images_per_second": 1000, "price_eur": 0.25}, {"name": "one GPU", "images_per_second": 8000, "price_eur": 4.0}]
result = decide(36_000_000, options, 12)
assert result is not None, "decide gave nothing back, but both options are in time. Does it end with return?"
assert result == "cores", f"Cores take 10 hours and cost 2.50 euro, the GPU costs 5 euro, and there are 12 hours. Yours is {result!r}."
assert decide(36_000_000, options, 5) == "one GPU", f"In 5 hours only the GPU is done. Yours is {decide(36_000_000, options, 5)!r}."
# HINT: First see who is done in time, then who costs least. Seconds and hours must not be mixed.
# More tests run when you submit.
### BEGIN HIDDEN TESTS
assert decide(36_000_000, options, 10) == "cores", "Exactly in time is in time."
assert decide(36_000_000, options, 1) is None, "If no option is in time, the result should be None."
assert decide(36_000_000, [], 10) is None, "Without any option the result should be None."
fast = [{"name": "cores", "images_per_second": 1000, "price_eur": 0.25}, {"name": "one GPU", "images_per_second": 32000, "price_eur": 4.0}]
assert decide(36_000_000, fast, 100) == "one GPU", "A GPU that is 32 times as fast at 16 times the price is cheaper, also where there is time."
tied = [{"name": "slow", "images_per_second": 1000, "price_eur": 1.0}, {"name": "quick", "images_per_second": 2000, "price_eur": 2.0}]
assert decide(36_000_000, tied, 100) == "quick", "If two cost the same, take the one that is done sooner."
### END HIDDEN TESTS

# %% [markdown] task="decision-task" points=5
# ## Task 7: a decision for your firm (5 points)
#
# A trainer reads this answer. Take a job of your own firm that a computer could learn (or the delivery notes of this course), and write
# a short recommendation for somebody who decides and has five minutes. In 100 to 200 words:
#
# 1. What is the job, and which number tells that the model is good enough?
# 2. What did you **measure**, on which device, and what do you only **assume**?
# 3. What do you recommend (own computer, cores, GPU), what will it cost in hours or euro, and what would change your mind?
#
# Write into the next cell: click it twice, replace its text, and run it.
#
# ### BEGIN MARK SCHEME
# - 1 point: the job is clear, and a number with its threshold says when the model is good enough.
# - 2 points: measured and assumed are told apart; the measured number has its unit and its device. One point if only one of these.
# - 1 point: the recommendation follows from the numbers: throughput, hours, cost.
# - 1 point: it names what would change the decision, such as more images, a deadline, another price, or a failed test on new images.
#
# A recommendation against a GPU is as good as one for it. Do not take points off for the language.
# ### END MARK SCHEME

# %% [markdown] id="decision"
# *Write your recommendation here.*

# %% [markdown] id="key-points"
# ## Key points
#
# - A sweep is a grid of values and the same notebook. One command makes an array job of it; the same command goes on after a failure.
# - A run says its result in one line that a program can find. Broken and missing lines are normal.
# - Choose what is good enough and cheapest, not what is best by a hair.
# - Throughput, hours, GPU-hours, euro: in this order. A GPU pays when it is faster than it is dearer, or when there is no time.
# - Say what you measured and what you assume.

# %% [markdown] id="what-next"
# ## What next?
#
# You have taken a model from your own computer to the edge of a cluster: measured, kept busy, interrupted, resumed, swept and priced. You
# have finished *From laptop to GPU*.
#
# 1. Save your work (Ctrl+S, or Command+S on a Mac), and submit this exercise.
# 2. Try one run on a GPU of your factory: **Launch** a small session, set `device = "cuda"`, and compare the line `RESULT` with the one above.
# 3. Then put your own data in the place of the digits. Everything else in these notebooks can stay.

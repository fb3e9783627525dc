# %% [markdown] id="title"
# # Checkpoint and resume: finish although the time is over
#
# This is exercise 3 of 4. It takes about 25 minutes.
#
# A session or a job on shared machines ends after its *walltime*, finished or not. Computers also fail, and projects change their minds.
# None of this needs to cost you more than a few minutes of work, if the training writes down where it is. That note is called a
# *checkpoint*. And who can go on at any point can ask for **short** jobs, which start sooner.

# %% [markdown] id="goals"
# ## What you will be able to do
#
# - Stop in time, before the walltime is over.
# - Save all that a training run needs to go on as if nothing had happened.
# - Prove that it does.
# - Recognise a file that was only half written.
# - Choose how often to save, and how many jobs a training run needs.
#
# **You need:** exercise 1. A *loss* is the number that training makes smaller.

# %% id="parameters" tags=["parameters"]
from typing import Literal

device: Literal["cpu", "cuda"] = "cpu"  # where the model is trained; "cuda" is a GPU
steps: int = 240  # training steps in the worked example
width: int = 128  # neurons in each hidden layer of the model
seed: int = 1  # where chance begins
time_budget_s: int = 60  # the worked example stops after this many seconds

# %% id="imports"
import io
import math
import os
import time
from pathlib import Path

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
print(len(images), "images are on", images.device.type)

# %% [markdown] id="stop-text"
# ## Stop before you are stopped
#
# When the walltime is over, Slurm ends the job within seconds. What was not saved is lost. So the training looks at the clock before each
# step: is there time for one more step **and** for saving? Two things make people lose work here:
#
# - The *average* step fits, but the next one happens to be slow. So count with the **slowest** step so far.
# - Saving takes longer than usual, because others write to the same disk. So keep room for **two** saves.

# %% [markdown] id="task-may-go-on"
# ## Task 1: one more step? (3 points)
#
# Write the function `may_go_on`. It gets the seconds that are left, a list with the seconds of the steps so far, and the seconds that one
# save takes. It returns `True` if the slowest step so far and two saves fit into the time that is left, else `False`. Exactly enough is
# enough. Where no step was done yet, nothing is known of the steps: count the step as 0 seconds.
#
# <details><summary>Hint 1</summary>
#
# Say in words what must fit: the slowest step, a save, another save. What is the slowest of no steps?
#
# </details>
# <details><summary>Hint 2</summary>
#
# `max(numbers)` is the largest; for an empty list it is an error, but `max(numbers, default=0)` is 0.
#
# </details>
# <details><summary>Hint 3</summary>
#
# One more step and two saves need `max(step_seconds, default=0) + …`. Compare `left_s` with it, and return what comes out: a comparison
# is already `True` or `False`.
#
# </details>

# %% answer="may-go-on"
def may_go_on(left_s, step_seconds, save_s):
    """Return True if the slowest step so far and two saves fit into what is left."""
    ### BEGIN SOLUTION
    slowest = max(step_seconds, default=0)
    return slowest + 2 * save_s <= left_s
    ### END SOLUTION

# %% tests="may-go-on-test" points=3
result = may_go_on(100, [2.0, 3.0, 2.0], 5)
assert result is not None, "may_go_on gave nothing back. Does it end with return?"
assert result == True, f"A step of 3 and two saves of 5 seconds fit into 100 seconds. Yours is {result!r}."
assert may_go_on(12, [2.0, 3.0, 2.0], 5) == False, "A step of 3 and two saves of 5 seconds need 13 seconds: 12 are not enough."
# HINT: Take the slowest step, not the average and not the last one, and two saves.
# More tests run when you submit.
### BEGIN HIDDEN TESTS
assert may_go_on(13, [2.0, 3.0, 2.0], 5) == True, "Exactly enough is enough."
assert may_go_on(20, [1.0, 18.0, 1.0], 2) == False, "One slow step may come again: count with the slowest."
assert may_go_on(10, [], 5) == True, "Before the first step two saves must fit, and they do, exactly."
assert may_go_on(9, [], 5) == False, "Before the first step, too, two saves must fit."
assert may_go_on(-3, [0.0], 0) == False, "Where the time is over, no step may begin."
### END HIDDEN TESTS

# %% [markdown] id="what-to-save"
# ## What belongs into a checkpoint
#
# The weights of the model, of course. But a training run is more than its weights:
#
# | what | why | in PyTorch |
# |---|---|---|
# | weights | what was learned | `model.state_dict()` |
# | state of the optimizer | Adam keeps running averages for each weight; without them it begins with steps of the wrong size | `optimizer.state_dict()` |
# | state of chance | which images come next; without it some come twice and others not at all | `generator.get_state()` |
# | number of the step | where to go on, and when to end | a number |
# | in mixed precision with `float16` | the factor of the gradient scaler | `scaler.state_dict()` |
#
# A `state_dict` is a dictionary of tensors. `load_state_dict` puts one back.
#
# The next two cells define a small training run, in three functions that you will use, and show what happens to somebody who saved only the
# weights.

# %% given="small-training"
def begin_anew():
    """Return a new model, its optimizer and its source of chance, always the same ones."""
    torch.manual_seed(seed)
    model = nn.Sequential(nn.Linear(64, width), nn.ReLU(), nn.Linear(width, 10)).to(device)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
    generator = torch.Generator().manual_seed(seed)
    return model, optimizer, generator


def one_step(model, optimizer, generator):
    """Train on 64 images drawn by chance; return the loss."""
    batch = torch.randint(len(images), (64,), generator=generator).to(device)
    loss = nn.functional.cross_entropy(model(images[batch]), labels[batch])
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()


def loss_of_all(model):
    """Return the loss over all images: less shaky than that of one batch."""
    with torch.no_grad():
        return nn.functional.cross_entropy(model(images), labels).item()

# %% given="only-the-weights"
curves, begin = {}, time.perf_counter()
for story in ("never interrupted", "resumed with weights only"):
    model, optimizer, generator = begin_anew()
    curve = []
    for step in range(steps):
        if step == steps // 2 and story == "resumed with weights only":
            weights = model.state_dict()
            model, optimizer, generator = begin_anew()  # the new job begins from scratch …
            model.load_state_dict(weights)  # … and gets the weights back, and nothing else
        one_step(model, optimizer, generator)
        curve.append(loss_of_all(model))
        if time.perf_counter() - begin > time_budget_s:
            break
    curves[story] = curve

figure, axes = plt.subplots(figsize=(8, 3.8))
for (story, curve), line in zip(curves.items(), ("-", "--")):
    axes.plot(range(1, len(curve) + 1), curve, line, label=story)
axes.axvline(steps // 2, color="grey", linewidth=1)
axes.text(steps // 2, axes.get_ylim()[1] * 0.8, " the job ends", rotation=90, verticalalignment="top", color="dimgrey")
axes.set_yscale("log")
axes.set_xlabel("Step")
axes.set_ylabel("Loss over all images")
axes.set_title("Who saves only the weights pays after each restart")
axes.legend()
plt.show()
halfway = steps // 2
after = {story: max(curve[halfway : halfway + 20], default=float("nan")) for story, curve in curves.items()}
print(
    f"In words: two curves that fall together until step {halfway}. In the 20 steps after it the loss is at most"
    f" {after['never interrupted']:.3f} without an interruption, and {after['resumed with weights only']:.3f} with the weights only."
)

# %% [markdown] id="task-train-some"
# ## Task 2: go on as if nothing had happened (6 points)
#
# Write the function `train_some`. It gets `saved`, the checkpoint of an earlier job, or `None` for a new training run, and the number of
# `steps` to do now. It returns two things: a list with the loss of each of these steps (as `one_step` gives it), and the new
# checkpoint as **bytes**, just as they would stand in a file.
#
# You may call it right if one long job and two short ones give the same losses:
#
# ```python
# losses, saved = train_some(None, 4)
# more, saved = train_some(saved, 4)
# # losses + more  is the same as  train_some(None, 8)[0]
# ```
#
# This is how something becomes bytes and comes back:
#
# ```python
# file = io.BytesIO()          # a file in memory
# torch.save({"step": 7}, file)
# saved = file.getvalue()      # its bytes
# note = torch.load(io.BytesIO(saved))
# ```
#
# <details><summary>Hint 1</summary>
#
# Four parts: begin anew; if there is a checkpoint, put everything back; do the steps; save everything. The table above says what everything
# is.
#
# </details>
# <details><summary>Hint 2</summary>
#
# Save `{"model": model.state_dict(), "optimizer": optimizer.state_dict(), "chance": generator.get_state()}`. To put it back, call
# `model.load_state_dict(note["model"])`, the same for the optimizer, and `generator.set_state(note["chance"])`.
#
# </details>
# <details><summary>Hint 3</summary>
#
# `model, optimizer, generator = begin_anew()`. `if saved is not None:` load the note with `torch.load(io.BytesIO(saved))` and put the
# three back. Then `losses = [one_step(…) for _ in range(steps)]`. Save the three with `torch.save(…, file)` into `file = io.BytesIO()`;
# its bytes are `file.getvalue()`.
#
# </details>

# %% answer="train-some"
def train_some(saved, steps):
    """Train so many steps on from the checkpoint; return their losses and the new checkpoint."""
    ### BEGIN SOLUTION
    model, optimizer, generator = begin_anew()
    parts = {"model": model, "optimizer": optimizer}
    if saved:
        found = torch.load(io.BytesIO(saved))
        for part_name, part in parts.items():
            part.load_state_dict(found[part_name])
        generator.set_state(found["generator"])
    done = [one_step(model, optimizer, generator) for _ in range(steps)]
    kept = {part_name: part.state_dict() for part_name, part in parts.items()}
    in_memory = io.BytesIO()
    torch.save(kept | {"generator": generator.get_state()}, in_memory)
    return done, in_memory.getvalue()
    ### END SOLUTION

# %% tests="train-some-begins" points=2
result = train_some(None, 5)
assert result is not None, "train_some gave nothing back. Does it end with return?"
assert len(result) == 2, "train_some should return two things: the losses, and the checkpoint."
assert len(result[0]) == 5, f"Five steps give five losses. Yours has {len(result[0])}."
assert len(result[1]) > 1000, "The checkpoint should hold the whole model. Yours is too small for that."
again = train_some(None, 5)
assert [round(float(loss), 4) for loss in again[0]] == [round(float(loss), 4) for loss in result[0]], "A new training run should begin alike each time: does it begin with begin_anew()?"
# HINT: With None as the checkpoint, begin_anew() gives all that is needed.
# More tests run when you submit.
### BEGIN HIDDEN TESTS
assert len(train_some(None, 1)[0]) == 1, "One step gives one loss."
assert result[0][4] < result[0][0], "After five steps the loss should have become smaller."
### END HIDDEN TESTS

# %% tests="train-some-resumes" points=4
whole = train_some(None, 8)[0]
first, saved = train_some(None, 4)
second, saved = train_some(saved, 4)
assert abs(second[0] - whole[4]) < 1e-4, f"The first loss after the restart should be {whole[4]:.4f}, as without one. Yours is {second[0]:.4f}. Are the weights back, and does chance go on where it was?"
assert abs(second[1] - whole[5]) < 1e-4, f"The second loss after the restart should be {whole[5]:.4f}. Yours is {second[1]:.4f}. Is the state of the optimizer back?"
# HINT: Three things go into the checkpoint: weights, optimizer, chance. The first loss tells of weights and chance, the second of the optimizer.
# More tests run when you submit.
### BEGIN HIDDEN TESTS
assert max(abs(one - other) for one, other in zip(first + second, whole)) < 1e-4, "All losses should be as without a restart."
saved, losses = None, []
for steps_now in (1, 2, 4, 1):
    part, saved = train_some(saved, steps_now)
    losses = losses + [float(loss) for loss in part]
assert len(losses) == 8 and max(abs(one - other) for one, other in zip(losses, whole)) < 1e-4, "Four jobs in a row should give the same losses as one."
one, other = train_some(saved, 2)[0], train_some(saved, 2)[0]
assert max(abs(left - right) for left, right in zip(one, other)) < 1e-4, "Two jobs from the same checkpoint should do the same: what they need must stand in the checkpoint, not in a variable."
### END HIDDEN TESTS

# %% [markdown] id="half"
# ## Worked example: the half-written file
#
# What if the job ends **while** it writes? Then the file is there, but only half of it, and the older one is overwritten. So professionals
# write under another name first and rename it when it is whole: `os.replace` does that in one go, so that there is always either the old
# file or the new one.
#
# The next cell saves like this. Then it makes what careless people get: a half file, and an empty one.

# %% given="save-whole"
def save_whole(note, path):
    """Write the note so that the file is never half there."""
    new = path + ".new"
    torch.save(note, new)
    os.replace(new, path)


Path("saves").mkdir(exist_ok=True)
save_whole({"step": 120, "loss": 0.25}, "saves/step-120.pt")
save_whole({"step": 180, "loss": 0.125}, "saves/step-180.pt")
whole_file = Path("saves/step-180.pt").read_bytes()
Path("saves/half.pt").write_bytes(whole_file[: len(whole_file) // 2])
Path("saves/empty.pt").write_bytes(b"")
for path in sorted(Path("saves").iterdir()):
    print(f"{path.stat().st_size:6} bytes  {path}")

# %% [markdown] id="task-load-whole"
# ## Task 3: load what is whole (3 points)
#
# Write the function `load_whole`. It gets the path of a checkpoint and returns what stands in it, or `None` if there is no such file or
# it cannot be read. So a job that finds half a file begins anew, or takes the checkpoint before, and does not stop in the night.
#
# <details><summary>Hint 1</summary>
#
# You cannot see from its name whether a file is whole. Try to load it, and be ready for that to fail.
#
# </details>
# <details><summary>Hint 2</summary>
#
# `try:` … `except Exception:` … does something else when there was an error.
#
# </details>
# <details><summary>Hint 3</summary>
#
# `try:` and in it `return torch.load(path, map_location=…)`; below it `except Exception:` and in it what the task says of such a file.
# `map_location` lets a file that was written on a GPU be read without one.
#
# </details>

# %% answer="load-whole"
def load_whole(path):
    """Return what stands in the checkpoint, or None if it is missing or broken."""
    ### BEGIN SOLUTION
    try:
        note = torch.load(path, map_location=device)
    except Exception as error:
        print(f"{path} cannot be read: {type(error).__name__}")
        note = None
    return note
    ### END SOLUTION

# %% tests="load-whole-test" points=3
result = load_whole("saves/step-120.pt")
assert result is not None, "saves/step-120.pt is whole: load_whole should return what stands in it."
assert result["step"] == 120, f"In saves/step-120.pt the step is 120. Yours is {result!r}."
assert load_whole("saves/half.pt") is None, "saves/half.pt is only half there: the result should be None."
# HINT: Let torch.load try, and catch every Exception: different damages raise different errors.
# More tests run when you submit.
### BEGIN HIDDEN TESTS
assert load_whole("saves/never-written.pt") is None, "Where there is no file, the result should be None."
assert load_whole("saves/empty.pt") is None, "For an empty file the result should be None."
assert abs(load_whole("saves/step-180.pt")["loss"] - 0.125) < 1e-6, "The other whole file should be loaded, too."
### END HIDDEN TESTS

# %% [markdown] id="how-often"
# ## How often?
#
# Each save takes time. Each failure costs the work since the last save, on average half of the time between two saves. Seldom saving
# loses much at each failure, frequent saving loses a little all the time. In 1974 John W. Young gave a simple rule for the best time
# between two saves (*Communications of the ACM*, volume 17, number 9):
#
# *the square root of (2 · the time of a save · the mean time between failures)*
#
# The curve below shows both losses together, for a save of 1 minute and a failure every 24 hours.

# %% given="plot-how-often"
save_min, failure_min = 1.0, 24 * 60.0
between = list(range(5, 301))
lost = [100 * (save_min / minutes + minutes / (2 * failure_min)) for minutes in between]
best = between[lost.index(min(lost))]
figure, axes = plt.subplots(figsize=(7, 3.6))
axes.plot(between, lost)
axes.plot(best, min(lost), "o", color="darkorange", markersize=9)
axes.annotate(f"every {best} minutes", (best, min(lost)), xytext=(best + 25, min(lost) + 3), arrowprops={"arrowstyle": "->"})
axes.set(xlabel="Minutes between two saves", ylabel="Time lost (percent)", title="Not too often, not too seldom")
axes.set_ylim(0, max(lost) * 1.05)
plt.show()
print(f"In words: a curve that falls steeply, is lowest at {best} minutes with {min(lost):.1f} percent, and rises slowly after that.")

# %% [markdown] id="task-how-often"
# ## Task 4: minutes between two saves (2 points)
#
# Write the function `minutes_between_saves` by Young's rule. It gets the minutes of a save and the mean **hours** between two failures,
# and returns **minutes**. Mind the units.
#
# <details><summary>Hint 1</summary>
#
# The rule needs both times in the same unit. Which one do you have to change?
#
# </details>
# <details><summary>Hint 2</summary>
#
# An hour has 60 minutes. `math.sqrt(number)` is the square root.
#
# </details>
# <details><summary>Hint 3</summary>
#
# First `failure_hours * 60`, the minutes between two failures. Then the square root of 2 times both times.
#
# </details>

# %% answer="how-often-function"
def minutes_between_saves(save_minutes, failure_hours):
    """Return the best time between two saves, in minutes, by Young's rule."""
    ### BEGIN SOLUTION
    failure_minutes = failure_hours * 60
    return math.sqrt(2 * save_minutes * failure_minutes)
    ### END SOLUTION

# %% tests="how-often-test" points=2
result = minutes_between_saves(0.5, 15)
assert result is not None, "minutes_between_saves gave nothing back. Does it end with return?"
assert abs(result - 30) < 1e-6, f"15 hours are 900 minutes, 2 · 0.5 · 900 is 900, and its square root is 30. Yours is {result!r}."
# HINT: Bring the hours into minutes before you take the root.
# More tests run when you submit.
### BEGIN HIDDEN TESTS
assert abs(minutes_between_saves(1, 24) - 53.665631) < 1e-3, "For a save of 1 minute and a failure each 24 hours the rule gives 53.7 minutes."
assert abs(minutes_between_saves(4, 24) - 107.331263) < 1e-3, "If a save takes four times as long, the time between two doubles."
assert abs(minutes_between_saves(0, 24)) < 1e-6, "If saving costs nothing, save all the time."
### END HIDDEN TESTS

# %% [markdown] id="chain"
# ## Many short jobs instead of a long one
#
# A training run of ten hours can be five jobs of two hours. They start sooner, because Slurm fits short jobs into gaps. Each job pays
# for its start (load Python, data, the checkpoint) and for its last save. Slurm can chain them, so that the next one waits for the
# one before:
#
# ```sh
# sbatch --time=02:00:00 train.sh                          # answers: Submitted batch job 4711
# sbatch --time=02:00:00 --dependency=afterany:4711 train.sh
# ```
#
# With `--signal=USR1@120` Slurm also sends the job a signal two minutes before its end, as a second alarm clock.

# %% [markdown] id="task-jobs"
# ## Task 5: how many jobs? (4 points)
#
# Write the function `jobs_needed`. It gets the number of training `steps`, the seconds of a step, and for each job its walltime, the seconds
# until the first step (`start_s`) and the seconds of the last save (`save_s`). Only **whole** steps count. It returns how many jobs are
# needed. If a job has no room for even one step, it raises a `ValueError`: no number of such jobs would ever finish.
#
# *Example:* 100 steps of 10 seconds, walltime 500, start 60, save 40: 400 seconds are left, so 40 steps a job, and 3 jobs.
#
# <details><summary>Hint 1</summary>
#
# How many seconds of a job are left for steps? How many whole steps is that? How often do you need that many?
#
# </details>
# <details><summary>Hint 2</summary>
#
# `//` divides and rounds down, `math.ceil` rounds up. You need each once.
#
# </details>
# <details><summary>Hint 3</summary>
#
# `in_one = (walltime_s - …) // step_s` are the steps of one job: starting and saving take of its time, too. If it is less than 1, raise
# the error. Else divide `steps` by it, and round up.
#
# </details>

# %% answer="jobs-needed"
def jobs_needed(steps, step_s, walltime_s, start_s, save_s):
    """Return how many jobs in a row the training needs."""
    ### BEGIN SOLUTION
    room_s = walltime_s - start_s - save_s
    steps_in_a_job = room_s // step_s
    if steps_in_a_job < 1:
        raise ValueError("A job has no time for even one step: ask for a longer walltime.")
    return math.ceil(steps / steps_in_a_job)
    ### END SOLUTION

# %% tests="jobs-needed-test" points=4
result = jobs_needed(100, 10, 500, 60, 40)
assert result is not None, "jobs_needed gave nothing back. Does it end with return?"
assert result == 3, f"40 steps fit into a job, so 100 steps need 3 jobs. Yours is {result!r}."
# HINT: Round the steps of a job down, because half a step is none, and the number of jobs up.
# More tests run when you submit.
### BEGIN HIDDEN TESTS
assert jobs_needed(80, 10, 500, 60, 40) == 2, "80 steps of which 40 fit into a job are exactly 2 jobs."
assert jobs_needed(3, 30, 70, 10, 10) == 3, "50 seconds hold one whole step of 30, so 3 steps need 3 jobs. Half a step is none."
assert jobs_needed(1, 10, 500, 60, 40) == 1, "One step needs one job."
assert jobs_needed(4, 400, 500, 60, 40) == 4, "One step a job, exactly: 4 jobs."
refused = ""
try:
    jobs_needed(10, 50, 100, 40, 20)
except ValueError:
    refused = "yes"
assert refused == "yes", "40 seconds have no room for a step of 50: there should be a ValueError."
### END HIDDEN TESTS

# %% [markdown] id="key-points"
# ## Key points
#
# - Look at the clock before each step, with the slowest step and room for two saves.
# - A checkpoint holds weights, optimizer, chance and step. Prove it: one long job and two short ones must give the same losses.
# - Write under another name, then rename. Load what is whole, and begin anew where nothing is.
# - Young's rule says how often. Short jobs in a chain start sooner than a long one.

# %% [markdown] id="what-next"
# ## What next?
#
# 1. Save your work (Ctrl+S, or Command+S on a Mac), and submit this exercise.
# 2. Make a new cell and call your `train_some` in three jobs of 80 steps. Draw the three lists of losses one after the other.
# 3. Go on with exercise 4: the same notebook with many values at once, as jobs on Slurm, and what a GPU-hour bought.

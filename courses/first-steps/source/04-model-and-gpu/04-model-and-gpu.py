# %% [markdown] id="title"
# # A first model, and what a GPU session costs
#
# This is exercise 4 of 4. It takes about 24 minutes.
#
# **What you will be able to do:**
#
# - train a first model and test it on data that it has not seen,
# - compare it with a simple guess, and say what its accuracy means,
# - compute the GPU-hours and the cost of a session,
# - read how long a session has to wait, and ask for the smallest session that is large enough,
# - see how much time and memory your own session has left.
#
# **You need** exercises 1 to 3.

# %% [markdown] id="question"
# ## Part 1: a first model
#
# The question is the one of exercise 3: *can we tell from 13 measurements which of three growers made a wine?* We know the answer for 178
# wines. A *model* learns from some of them. We test it on the others.
#
# Run the next three cells. `X` holds the measurements, `y` the number of the grower. The `seed` makes chance repeatable: with the same
# seed you get the same result tomorrow. Try another one if you like.

# %% id="imports"
import csv
from datetime import datetime
from pathlib import Path

from sklearn.datasets import load_wine
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

# %% id="parameters" tags=["parameters"]
seed: int = 7  # the beginning of chance: any whole number

# %% id="load-wine"
X, y = load_wine(return_X_y=True, as_frame=True)
print(len(X), "wines of three growers. Wines of each grower:")
y.value_counts()

# %% [markdown] id="split-text"
# ## Keep some data back
#
# Would you trust a test whose questions the pupil has seen before? So keep some wines back. The function `train_test_split` of
# scikit-learn shuffles the rows and cuts them. Its result has four parts, always in this order: measurements for training, measurements for
# the test, answers for training, answers for the test. Here is how it shares eight numbers, half and half:

# %% id="split-example"
small_train, small_test = train_test_split([1, 2, 3, 4, 5, 6, 7, 8], test_size=0.5, random_state=seed)
print("training:", small_train)
print("test:    ", small_test)


# %% [markdown] id="task-split"
# ## Task 1: split (3 points)
#
# Write the function `split`. It keeps **a quarter** of the rows for the test, uses the seed as `random_state`, and returns the four parts
# in the order above. Give `train_test_split` both `X` and `y`.
#
# <details><summary>Hint 1</summary>
#
# The example shares one list. You share the measurements and the answers, in one call.
#
# </details>
# <details><summary>Hint 2</summary>
#
# A quarter is 0.25. What the function gets as `seed` goes to `random_state`.
#
# </details>
# <details><summary>Hint 3</summary>
#
# `return train_test_split(X, y, test_size=…, …)`: the last thing to write is the `random_state`, as in the example.
#
# </details>

# %% answer="split"
def split(X, y, seed):
    """Return X_train, X_test, y_train, y_test, with a quarter of the rows for the test."""
    ### BEGIN SOLUTION
    return train_test_split(X, y, test_size=0.25, random_state=seed)
    ### END SOLUTION


# %% tests="split-test" points=3
import pandas as pd

X_40 = pd.DataFrame({"a": range(40), "b": range(100, 140)})
y_40 = pd.Series([0, 1] * 20)
parts = split(X_40, y_40, 1)
assert parts is not None, "split gave nothing back. Does it end with return?"
assert len(parts) == 4, f"split should return four parts. It returned {len(parts)}."
X_a, X_b, y_a, y_b = parts
assert [len(X_a), len(X_b), len(y_a), len(y_b)] == [30, 10, 30, 10], f"From 40 rows, 30 are for training and 10 for the test, in the order X_train, X_test, y_train, y_test. Your parts have {[len(part) for part in parts]} rows."
assert hasattr(X_a, "columns") and list(X_a.columns) == ["a", "b"], "The first part should be a table with the columns of X."
# HINT: One call of train_test_split for X and y together, with test_size and random_state.
# More tests run when you submit.
### BEGIN HIDDEN TESTS
assert sorted(list(X_a["a"]) + list(X_b["a"])) == list(range(40)), "Each row should be in exactly one of the two parts."
assert list(X_a.index) == list(y_a.index) and list(X_b.index) == list(y_b.index), "The answers do not belong to the same rows as the measurements. Split X and y in one call."
assert list(split(X_40, y_40, 5)[1]["a"]) == list(split(X_40, y_40, 5)[1]["a"]), "The same seed should give the same parts. Do you pass on the seed as random_state?"
assert list(split(X_40, y_40, 5)[1]["a"]) != list(split(X_40, y_40, 6)[1]["a"]), "Another seed should give other parts. Do you pass on the seed as random_state?"
### END HIDDEN TESTS

# %% [markdown] id="baseline-text"
# ## A simple guess first
#
# Before you praise a model, ask how good a simple guess is. The simplest one: always say the grower that is **most frequent in the
# training part**. Nothing is learned, and still it is sometimes right.
#
# *Accuracy* is the share of right answers: 0 means none, 1 means all.

# %% [markdown] id="task-accuracy"
# ## Task 2: accuracy (2 points)
#
# Write the function `accuracy`. It returns the share of right answers, from 0 to 1: how many of the predicted values are equal to the true
# ones, divided by how many there are. With `zip` you go through two lists together:
#
# ```python
# for true, guess in zip(truth, predicted):
# ```
#
# <details><summary>Hint 1</summary>
#
# How would you do it on paper? Tick what is right, count the ticks, divide.
#
# </details>
# <details><summary>Hint 2</summary>
#
# Begin with a counter at 0. In the loop add 1 to it if the two values are equal.
#
# </details>
# <details><summary>Hint 3</summary>
#
# `if true == guess:`, and indented below it `count = count + 1`. After the loop return the `count`, divided by how many
# values there are: `len(truth)`.
#
# </details>

# %% answer="accuracy"
def accuracy(truth, predicted):
    """Return the share of right answers, from 0 to 1."""
    ### BEGIN SOLUTION
    right = [true == guess for true, guess in zip(truth, predicted)]
    return sum(right) / len(right)
    ### END SOLUTION


# %% tests="accuracy-test" points=2
import numpy as np

result = accuracy(np.array([0, 1, 2, 1]), np.array([0, 1, 2, 0]))
assert result is not None, "accuracy gave nothing back. Does it end with return?"
assert abs(float(result) - 0.75) < 1e-9, f"3 of 4 answers are right, so the accuracy is 0.75. Yours is {result!r}."
# HINT: Divide by how many answers there are, so that the result lies between 0 and 1.
# More tests run when you submit.
### BEGIN HIDDEN TESTS
assert abs(float(accuracy(np.array([2, 2, 2, 2, 2]), np.array([2, 0, 0, 1, 2]))) - 0.4) < 1e-9, "2 of 5 answers are right, so the accuracy is 0.4."
assert abs(float(accuracy(np.array([0, 0]), np.array([1, 1]))) - 0.0) < 1e-9, "No answer is right, so the accuracy is 0."
assert abs(float(accuracy(np.array(["a", "b"]), np.array(["a", "b"]))) - 1.0) < 1e-9, "All answers are right, so the accuracy is 1. It should work for text too."
### END HIDDEN TESTS

# %% [markdown] id="task-baseline"
# ## Task 3: the simple guess (3 points)
#
# Write the function `baseline_accuracy`. It finds the most frequent value of `y_train` and returns the share of `y_test` that is equal to
# it. Both are columns of pandas: `y_train.mode()[0]` is the most frequent value. Take care: the guess comes from the training part, the
# test from the other one.
#
# <details><summary>Hint 1</summary>
#
# Two steps: find the guess in one part, then count in the other part.
#
# </details>
# <details><summary>Hint 2</summary>
#
# `y_test == guess` gives `True` or `False` for each wine, and `mean()` of that is the share of `True`.
#
# </details>
# <details><summary>Hint 3</summary>
#
# `guess = y_train.…`, as the text says. Then `return (… == guess).…`, with the test part in the brackets.
#
# </details>

# %% answer="baseline-accuracy"
def baseline_accuracy(y_train, y_test):
    """Return the accuracy on the test part of always guessing the most frequent training value."""
    ### BEGIN SOLUTION
    guess = y_train.mode()[0]
    return (y_test == guess).mean()
    ### END SOLUTION


# %% tests="baseline-accuracy-test" points=3
import pandas as pd

result = baseline_accuracy(pd.Series([1, 1, 1, 2]), pd.Series([1, 2, 2, 2]))
assert result is not None, "baseline_accuracy gave nothing back. Does it end with return?"
assert 0 <= float(result) <= 1, f"An accuracy lies between 0 and 1. Yours is {result!r}."
assert abs(float(result) - 0.25) < 1e-9, f"The most frequent training value is 1. Of 4 test values 1 is equal to it, so the result is 0.25. Yours is {result!r}."
# HINT: The guess comes from y_train; the share is counted in y_test.
# More tests run when you submit.
### BEGIN HIDDEN TESTS
assert abs(float(baseline_accuracy(pd.Series([0, 2, 2, 2]), pd.Series([2, 2, 0, 2, 0]))) - 0.6) < 1e-9, "The most frequent training value is 2. Of 5 test values 3 are equal to it, so the result is 0.6."
assert abs(float(baseline_accuracy(pd.Series(["yes", "no", "yes"]), pd.Series(["no", "no"]))) - 0.0) < 1e-9, "The guess yes is never right here, so the result is 0."
assert abs(float(baseline_accuracy(pd.Series([5, 5, 3], index=[7, 8, 9]), pd.Series([5, 3], index=[1, 2]))) - 0.5) < 1e-9, "The result should not depend on the numbers of the rows."
### END HIDDEN TESTS

# %% [markdown] id="model-text"
# ## A model that learns
#
# Now a real model. We use two steps in one *pipeline*: first bring all measurements to the same scale (`StandardScaler`), then learn
# (`LogisticRegression`, which in spite of its name chooses between classes). Each scikit-learn model works in the same way: make it, call
# `fit` with the training part, then `predict`. This is how one makes the pipeline:
#
# ```python
# model = make_pipeline(StandardScaler(), LogisticRegression())
# ```

# %% [markdown] id="task-train-model"
# ## Task 4: train it (3 points)
#
# Write the function `train_model`. It makes a model, fits it to the training part that is given, and returns it. Take the pipeline above, or
# any other classifier of scikit-learn. It must be clearly better than the simple guess.
#
# <details><summary>Hint 1</summary>
#
# Three steps: make it, fit it, return it.
#
# </details>
# <details><summary>Hint 2</summary>
#
# The line that makes the pipeline stands above. `fit` gets the measurements and the answers of the **training** part.
#
# </details>
# <details><summary>Hint 3</summary>
#
# `model = …`, then `model.fit(…, y_train)`, then return the model.
#
# </details>

# %% answer="train-model"
def train_model(X_train, y_train):
    """Return a model that has learned from the training part."""
    ### BEGIN SOLUTION
    chain = make_pipeline(StandardScaler(), LogisticRegression())
    return chain.fit(X_train, y_train)
    ### END SOLUTION


# %% tests="train-model-test" points=3
import warnings

from sklearn.datasets import load_wine
from sklearn.model_selection import train_test_split

X_all, y_all = load_wine(return_X_y=True, as_frame=True)
X_a, X_b, y_a, y_b = train_test_split(X_all, y_all, test_size=0.25, random_state=3)
with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    model = train_model(X_a, y_a)
    assert model is not None, "train_model gave nothing back. Does it end with return model?"
    assert hasattr(model, "predict"), f"train_model should return the model. It returned {model!r}."
    share = float((model.predict(X_b) == y_b).mean())
guess = float((y_b == y_a.mode()[0]).mean())
print(f"Your model is right for {share:.0%} of the test wines. The simple guess is right for {guess:.0%}.")
assert share >= guess + 0.25, f"The model should be clearly better than the simple guess. It is right for {share:.0%}, the guess for {guess:.0%}."
# HINT: Fit the model to the two things that the function gets, and return it.
# More tests run when you submit.
### BEGIN HIDDEN TESTS
two_growers = y_all.isin([1, 2])
X_a, X_b, y_a, y_b = train_test_split(X_all[two_growers], y_all[two_growers], test_size=0.25, random_state=4)
with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    model = train_model(X_a, y_a)
    predicted = set(model.predict(X_all))
    share = float((model.predict(X_b) == y_b).mean())
assert predicted <= {1, 2}, "The model knows a grower that was not in the training part. Fit it to X_train and y_train, not to all wines."
assert share >= 0.7, f"Trained on two growers only, the model is right for {share:.0%}: that is too little. Fit it to X_train and y_train."
### END HIDDEN TESTS

# %% [markdown] id="meaning"
# ## What does the number mean?
#
# Say your model is right for 98 of 100 test wines and the simple guess for 40 of 100. Then the measurements really help. But be careful:
#
# - 45 test wines are few. One wine more or less changes the accuracy by about 2 percent.
# - All wines come from one region and were analysed by one laboratory. For wines from elsewhere the model was never tested.
# - Ask what a wrong answer costs. Some mistakes are more expensive than others, and accuracy counts them all the same.
#
# This model learns in far less than a second on one core. **It needs no GPU.** That is the first rule for saving money: try it small.

# %% [markdown] id="gpu-text"
# ## Part 2: what a GPU session costs
#
# Large models, for pictures or language, do need GPUs. Many people share the GPUs of a factory, so somebody counts: the unit is the
# **GPU-hour**, one GPU for one hour. Two GPUs for three hours are six GPU-hours, **also when they only wait for you**. Some ways of access are
# free of charge for companies that are accepted, others have a price. Ask your factory. In any case a project has a **budget**.
#
# The three numbers that you ask for are:
#
# - **cores and memory**: how much of an ordinary computer you need,
# - **GPUs**: how many graphics processors,
# - **walltime**: for how long at most. When it is over, the session ends, finished or not.

# %% [markdown] id="session-about"
# ## The session that you are in
#
# You sit in a session now. The next cell shows its card: the time that is left, the memory that it uses of what it may, and its GPUs,
# if it has some. It is renewed every few seconds.
#
# - *Extend* asks the hub for more time, where your kind of session allows it.
# - *Stop the session* ends it, so that others can have its place. **Not now**: you still need it. At the end of a day of work, do.
#
# How much of its memory does your session use? If it is little, a smaller one would have done.
#
# Without a hub, as on your own computer or while your answers are being marked, the cell says that nobody knows the session.

# %% id="session"
from officina_widgets import SessionCard

card = SessionCard()
card

# %% [markdown] id="time-left"
# In a session of the hub `card.time_left` gives the time that is left to Python. So a long computation can save its work in time:
#
# ```python
# from datetime import timedelta
#
# if card.time_left is not None and card.time_left < timedelta(minutes=20):
#     print("Less than 20 minutes left: save now.")
# ```

# %% [markdown] id="task-gpu-hours"
# ## Task 5: GPU-hours (2 points)
#
# Write the function `gpu_hours`. It returns the GPU-hours of a session. The time is given in **minutes**.
#
# <details><summary>Hint 1</summary>
#
# Work it out on paper first: 2 GPUs for 90 minutes.
#
# </details>
# <details><summary>Hint 2</summary>
#
# An hour has 60 minutes. So make hours of the minutes, and multiply them by the number of GPUs.
#
# </details>
# <details><summary>Hint 3</summary>
#
# `return gpus * …`: in place of the dots stand the minutes, divided by something.
#
# </details>

# %% answer="gpu-hours"
def gpu_hours(gpus, minutes):
    """Return the GPU-hours of a session with so many GPUs and minutes."""
    ### BEGIN SOLUTION
    return gpus * minutes / 60
    ### END SOLUTION


# %% tests="gpu-hours-test" points=2
result = gpu_hours(2, 180)
assert result is not None, "gpu_hours gave nothing back. Does it end with return?"
assert abs(result - 6) < 1e-9, f"2 GPUs for 180 minutes (3 hours) are 6 GPU-hours. Yours is {result!r}."
# HINT: The time is given in minutes, and an hour has 60.
# More tests run when you submit.
### BEGIN HIDDEN TESTS
assert abs(gpu_hours(1, 30) - 0.5) < 1e-9, f"1 GPU for 30 minutes is half a GPU-hour. Yours is {gpu_hours(1, 30)!r}."
assert abs(gpu_hours(4, 90) - 6) < 1e-9, f"4 GPUs for 90 minutes are 6 GPU-hours. Yours is {gpu_hours(4, 90)!r}."
assert gpu_hours(0, 600) == 0, "A session without GPU uses no GPU-hours, however long it is."
### END HIDDEN TESTS

# %% [markdown] id="task-cost"
# ## Task 6: cost and budget (4 points)
#
# Write two functions. The price in the tests is **an example**, not the price of any factory.
#
# - `session_cost_eur` returns what the session costs in euro, for a price in euro for each GPU-hour.
# - `fits_budget` returns `True` if the GPU-hours of the session are not more than those left in the budget, and `False` if they are more.
#   Exactly as many as left is fine.
#
# <details><summary>Hint 1</summary>
#
# If you know the GPU-hours and the price of one, how do you get the cost?
#
# </details>
# <details><summary>Hint 2</summary>
#
# Task 5 gave you a function for the GPU-hours. You may call it here.
#
# </details>
# <details><summary>Hint 3</summary>
#
# `return gpu_hours(gpus, minutes) * …`
#
# </details>

# %% answer="session-cost"
def session_cost_eur(gpus, minutes, price_eur):
    """Return the cost in euro, for a price in euro for each GPU-hour."""
    ### BEGIN SOLUTION
    return gpus * minutes / 60 * price_eur
    ### END SOLUTION


# %% tests="session-cost-test" points=2
result = session_cost_eur(2, 180, 1.50)
assert result is not None, "session_cost_eur gave nothing back. Does it end with return?"
assert abs(result - 9.00) < 0.005, f"6 GPU-hours at 1.50 euro cost 9 euro. Yours is {result!r}."
# HINT: GPU-hours times price. The minutes have to become hours first.
# More tests run when you submit.
### BEGIN HIDDEN TESTS
assert abs(session_cost_eur(1, 30, 2.00) - 1.00) < 0.005, f"Half a GPU-hour at 2 euro costs 1 euro. Yours is {session_cost_eur(1, 30, 2.00)!r}."
assert abs(session_cost_eur(4, 60, 0) - 0) < 0.005, "Where the price is 0, the session costs nothing."
### END HIDDEN TESTS

# %% [markdown] id="task-budget"
# Now the second function of task 6: `fits_budget`.
#
# <details><summary>Hint 1</summary>
#
# Compare two numbers: what the session needs, and what is left.
#
# </details>
# <details><summary>Hint 2</summary>
#
# *Exactly as many as left is fine* means at most, so you write `<=`.
#
# </details>
# <details><summary>Hint 3</summary>
#
# `return gpu_hours(…) <= …`. A comparison is `True` or `False` already: you need no `if`.
#
# </details>

# %% answer="fits-budget"
def fits_budget(gpus, minutes, gpu_hours_left):
    """Return True if the session needs no more GPU-hours than are left."""
    ### BEGIN SOLUTION
    return gpus * minutes / 60 <= gpu_hours_left
    ### END SOLUTION


# %% tests="fits-budget-test" points=2
result = fits_budget(1, 60, 5)
assert result is not None, "fits_budget gave nothing back. Does it end with return?"
assert result is True or result is False, f"fits_budget should return True or False. It returned {result!r}."
assert result is True, "1 GPU-hour fits into a budget of 5 GPU-hours."
assert fits_budget(4, 120, 5) is False, "8 GPU-hours do not fit into a budget of 5 GPU-hours."
# HINT: Compare with <=, and return the comparison.
# More tests run when you submit.
### BEGIN HIDDEN TESTS
assert fits_budget(2, 150, 5) is True, "Exactly 5 GPU-hours fit into a budget of 5 GPU-hours."
assert fits_budget(1, 90, 1) is False, "One and a half GPU-hours do not fit into a budget of 1 GPU-hour."
assert fits_budget(0, 600, 0) is True, "A session without GPU fits into an empty budget."
### END HIDDEN TESTS

# %% [markdown] id="queue-text"
# ## How long must I wait?
#
# Most supercomputers share their machines with a program called *Slurm*. You ask for a session; it waits in a *queue* until there is room.
# The command `squeue --start` tells when Slurm **expects** the start. With this choice of columns (`-o '%i|%T|%r|%S'`) one line looks like
# this:
#
# `4711|PENDING|Priority|2026-03-02T14:40:00`
#
# It holds four things, separated by a vertical bar: the number of the job, its state, the reason why it waits, and the expected start.
# `PENDING` means that it waits. Reasons that you will often see:
#
# | reason | meaning |
# |---|---|
# | `Priority` | others are before you |
# | `Resources` | you are next, but there is no room yet |
# | `AssocGrpGRESMinutes` | the budget of your project does not allow it: ask for less, or ask for a larger budget |
#
# Where Slurm has no idea yet, the last part is `N/A`. And take the time with care: Slurm assumes that all jobs run for as long as they
# may. Many end earlier, so you often start earlier too. When machines fail, it may be later.
#
# The next cell shows how Python computes with times.

# %% id="times-example"
begin = datetime.fromisoformat("2026-03-02T09:00:00")
end = datetime.fromisoformat("2026-03-03T09:30:00")
pause = end - begin

print(pause)
print(pause.total_seconds() / 60, "minutes")


# %% [markdown] id="task-wait-minutes"
# ## Task 7: read the estimate (4 points)
#
# Write the function `wait_minutes`. It gets one line and the present time `now` (a time of Python, such as `begin` above). It returns the
# expected wait in **minutes**, or `None` if the line has `N/A` for the start. A wait can be longer than a day.
#
# `line.split("|")` cuts the line into its four parts. The last one is `parts[3]`.
#
# <details><summary>Hint 1</summary>
#
# Cut the line first. Then look at its last part: is there a time at all?
#
# </details>
# <details><summary>Hint 2</summary>
#
# If the last part is `"N/A"`, return `None`. Otherwise `datetime.fromisoformat` makes a time of it. Then do as the cell
# above does with `begin` and `end`.
#
# </details>
# <details><summary>Hint 3</summary>
#
# `start = datetime.fromisoformat(…)`, then `return (start - …).total_seconds() / …`. How many seconds has a minute?
#
# </details>

# %% answer="wait-minutes"
def wait_minutes(line, now):
    """Return the expected wait in minutes, or None if there is no estimate."""
    ### BEGIN SOLUTION
    parts = line.split("|")
    if parts[3] == "N/A":
        return None
    start = datetime.fromisoformat(parts[3])
    return (start - now).total_seconds() / 60
    ### END SOLUTION


# %% tests="wait-minutes-test-estimate" points=2
from datetime import datetime

now = datetime.fromisoformat("2026-03-02T14:00:00")
result = wait_minutes("4711|PENDING|Priority|2026-03-02T14:40:00", now)
assert result is not None, "wait_minutes gave nothing back for a line with an estimate. Does it end with return?"
assert isinstance(result, (int, float)), f"wait_minutes should return a number of minutes. It returned {result!r}."
assert abs(result - 40) < 0.01, f"From 14:00 to 14:40 are 40 minutes. Yours is {result!r}."
# HINT: total_seconds counts the days, too; a minute has 60 seconds.
# More tests run when you submit.
### BEGIN HIDDEN TESTS
assert abs(wait_minutes("12|PENDING|Resources|2026-03-02T16:30:00", now) - 150) < 0.01, "From 14:00 to 16:30 are 150 minutes."
assert abs(wait_minutes("9|PENDING|Priority|2026-03-04T14:10:00", now) - 2890) < 0.01, "From 14:00 to 14:10 two days later are 2890 minutes. Do you count the days too?"
assert abs(wait_minutes("9|PENDING|Priority|2026-03-02T14:40:00", datetime.fromisoformat("2026-03-02T14:30:00")) - 10) < 0.01, "From 14:30 to 14:40 are 10 minutes. Do you use the time now that was given?"
### END HIDDEN TESTS

# %% tests="wait-minutes-test-unknown" points=2
from datetime import datetime

noon = datetime.fromisoformat("2026-05-11T12:00:00")
assert wait_minutes("5|PENDING|Priority|N/A", noon) is None, "For a line with N/A the result should be None."
# HINT: Look for N/A before you make a time of the last part.
# More tests run when you submit.
### BEGIN HIDDEN TESTS
assert wait_minutes("77|PENDING|AssocGrpGRESMinutes|N/A", noon) is None, "For a line with N/A the result should be None, whatever the reason."
assert abs(wait_minutes("78|PENDING|Resources|2026-05-11T12:05:00", noon) - 5) < 0.01, "A line with an estimate should still give its minutes."
### END HIDDEN TESTS

# %% [markdown] id="sessions-text"
# ## Ask for the smallest thing that fits
#
# A small session starts sooner, costs less and leaves room for others. A shorter walltime helps too: Slurm can put a short job into a gap
# between two long ones. So add up what you need, put a little on top, and take the smallest session that has it.
#
# The file `sessions.csv` holds five kinds of session. **They are made-up examples**; your factory's *Launch* page shows the real ones. They
# are sorted from the smallest to the largest.

# %% id="load-sessions"
with Path("sessions.csv").open(encoding="utf-8", newline="") as file:
    sessions = list(csv.DictReader(file))

for session in sessions:
    for name in ("cores", "memory_gib", "gpus", "max_minutes"):
        session[name] = int(session[name])
    print(session)


# %% [markdown] id="task-smallest-session"
# ## Task 8: the smallest session that fits (4 points)
#
# Write the function `smallest_session`. It gets a list of sessions, sorted from the smallest to the largest, and what you need. It returns the
# **name** (`session["session"]`) of the first one that has enough cores, enough memory, enough GPUs and enough minutes. If none is large
# enough it returns `None`: then ask the factory.
#
# Exactly enough is enough.
#
# <details><summary>Hint 1</summary>
#
# The list is sorted. So the first session that is large enough is also the smallest one.
#
# </details>
# <details><summary>Hint 2</summary>
#
# Go through the list. Each session needs four comparisons with `>=`, joined by `and`. If all of them hold, return its name
# at once.
#
# </details>
# <details><summary>Hint 3</summary>
#
# `if session["cores"] >= … and session["memory_gib"] >= … and … and …:`, and indented below it the `return` of the name. After the
# loop comes what to return if none was large enough.
#
# </details>

# %% answer="smallest-session"
def smallest_session(sessions, cores, memory_gib, gpus, minutes):
    """Return the name of the first session that is large enough, or None."""
    ### BEGIN SOLUTION
    for session in sessions:
        if (
            session["cores"] >= cores
            and session["memory_gib"] >= memory_gib
            and session["gpus"] >= gpus
            and session["max_minutes"] >= minutes
        ):
            return session["session"]
    return None
    ### END SOLUTION


# %% tests="smallest-session-test-examples" points=2
three = [
    {"session": "tiny", "cores": 1, "memory_gib": 4, "gpus": 0, "max_minutes": 600},
    {"session": "one", "cores": 8, "memory_gib": 64, "gpus": 1, "max_minutes": 240},
    {"session": "four", "cores": 32, "memory_gib": 256, "gpus": 4, "max_minutes": 1440},
]
result = smallest_session(three, 4, 32, 1, 120)
assert result is not None, "One GPU, 4 cores, 32 GiB and 120 minutes fit into the session one, but smallest_session found nothing."
assert isinstance(result, str), f"smallest_session should return the name of the session, as text. It returned {result!r}."
assert result == "one", f"One GPU, 4 cores, 32 GiB and 120 minutes fit into the session one. Yours is {result!r}."
# HINT: Go through the list in its order, and return at the first session that is large enough.
# More tests run when you submit.
### BEGIN HIDDEN TESTS
assert smallest_session(three, 1, 2, 0, 60) == "tiny", "Without a GPU the smallest session is enough. Do not take the first one with a GPU."
assert smallest_session(three, 8, 64, 1, 240) == "one", "Exactly enough is enough: 8 cores, 64 GiB, 1 GPU and 240 minutes fit into the session one."
assert smallest_session(three, 8, 64, 3, 240) == "four", "Three GPUs do not fit into the session one. The next one is four."
### END HIDDEN TESTS

# %% tests="smallest-session-test-limits" points=2
pair = [
    {"session": "short", "cores": 4, "memory_gib": 16, "gpus": 1, "max_minutes": 60},
    {"session": "long", "cores": 16, "memory_gib": 64, "gpus": 1, "max_minutes": 480},
]
result = smallest_session(pair, 4, 16, 1, 90)
assert result == "long", f"90 minutes do not fit into the session short, which allows 60. The next one is long. Yours is {result!r}."
# HINT: All four numbers count, also the minutes, and return None stands below the loop.
# More tests run when you submit.
### BEGIN HIDDEN TESTS
assert smallest_session(pair, 4, 16, 1, 30) == "short", "30 minutes fit into the session short."
assert smallest_session(pair, 4, 17, 1, 30) == "long", "17 GiB do not fit into the session short, which has 16."
assert smallest_session(pair, 5, 16, 1, 30) == "long", "5 cores do not fit into the session short, which has 4."
assert smallest_session(pair, 4, 16, 2, 30) is None, "No session has two GPUs: the result should be None."
assert smallest_session([], 1, 1, 0, 10) is None, "In an empty list nothing fits: the result should be None."
### END HIDDEN TESTS

# %% [markdown] id="plan-about"
# ## Your plan
#
# Run the next cell: is everything handed in, and which marks are there? Where nobody can be asked, it says so.

# %% id="plan"
from officina_widgets import CourseProgress

CourseProgress("first-steps")

# %% [markdown] id="key-points"
# ## Key points
#
# - Test a model on data that it has not seen, and compare it with a simple guess.
# - Try it small first. Many models need no GPU.
# - GPU-hours are GPUs times hours. They count also while the GPUs wait for you.
# - The expected start of a job is an estimate. Shorter and smaller sessions often start sooner.
# - Ask for the smallest session that fits, watch its card, and stop it when you are done.

# %% [markdown] id="what-next"
# ## What next?
#
# You have trained and tested a model, compared it with a simple guess, computed the cost of a session and chosen the smallest one that
# fits. You have finished *Your first hour at an AI Factory*.
#
# 1. Save your work (Ctrl+S, or Command+S on a Mac).
# 2. Submit this exercise. A few seconds later you see your points.
# 3. Then choose what helps your company most. Under **Learn** you find further courses, if your hub has them:
#
# | you want to | course |
# |---|---|
# | see your own trade | one of the short courses on energy, health, manufacturing, climate, culture, cybersecurity, research or public administration |
# | bring your tables in order | *Data Lab: good data* |
# | work with data about people | *Privacy in a Data Lab: pseudonyms, crowds, noise and copies* |
# | share data with others, or find theirs | *Data spaces: describe, find, agree, fetch* |
# | use a GPU well | *From laptop to GPU* |
# | teach a language model your words | *Fine-tune a small language model* |
# | know which rules you have to keep | *Trustworthy AI: rules, fairness and documentation* |
#
# Under **Find** there are services and datasets, under **Launch** a small session of your own. Before you ask for a GPU, write down the
# four numbers: cores, memory, GPUs, minutes.

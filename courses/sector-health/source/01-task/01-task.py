# %% [markdown] id="title"
# # Health: a test that misses few
#
# This course has one exercise. It takes about 40 minutes.
#
# **What you will be able to do:**
#
# - count the four outcomes of a test,
# - compute sensitivity, specificity and predictive values,
# - explain why a good test alarms many healthy people when an illness is rare,
# - choose a threshold by what a mistake costs.
#
# **You need:** functions and a first look at models, as in the course *Your first hour at an AI Factory*. No medicine.
#
# **This is practice, and no medical device.**

# %% [markdown] id="parameters-about"
# Values that may be changed before the notebook runs:

# %% id="parameters" tags=["parameters"]
seed: int = 7  # begins all chance in this notebook
prevalence: float = 0.01  # how many of the people who are screened are ill, in the worked example

# %% id="imports"
import matplotlib.pyplot as plt
import numpy as np
from sklearn.datasets import load_breast_cancer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

# %% [markdown] id="data-about"
# ## The data
#
# Images of cells of 569 patients were measured (W. Wolberg and others, 1993; UCI Machine Learning Repository, CC-BY-4.0, in the copy that scikit-learn ships). Later it was
# known which tumours were malignant. To make the task harder than it is with all 30 measurements, the test below sees only **two**: the texture of the cells and how smooth they are.

# %% id="data"
cells = load_breast_cancer()
ill = cells.target == 0  # scikit-learn counts malignant as 0
seen = cells.data[:, [1, 4]]  # mean texture, mean smoothness
learn_x, test_x, learn_ill, test_ill = train_test_split(seen, ill, test_size=0.5, random_state=seed, stratify=ill)
model = make_pipeline(StandardScaler(), LogisticRegression()).fit(learn_x, learn_ill)
score = model.predict_proba(test_x)[:, 1]
print(f"{len(test_ill)} patients in the test half, {test_ill.sum()} of them ill")

# %% id="scores-plot"
fig, ax = plt.subplots(figsize=(7, 3.2))
bins = np.linspace(0, 1, 21)
ax.hist(score[~test_ill], bins=bins, color="white", edgecolor="steelblue", hatch="//", label="healthy")
ax.hist(score[test_ill], bins=bins, color="darkorange", edgecolor="black", alpha=0.6, label="ill")
ax.set_xlabel("score of the test")
ax.set_ylabel("patients")
ax.set_title("The two groups overlap")
ax.legend();

# %% [markdown] id="scores-plot-in-words"
# *In words:* bars of healthy patients, most of them at low scores, and bars of ill patients, most of them at middle and high scores. In the middle both stand at the same place: no threshold parts them.

# %% [markdown] id="outcomes-about"
# ## Four outcomes
#
# | | the test alarms | the test is silent |
# |---|---|---|
# | **ill** | hit (true positive) | miss (false negative) |
# | **healthy** | false alarm (false positive) | right silence (true negative) |
#
# A tiny example: of four people the first two are ill; the test alarms for the first and the third.

# %% id="outcomes-example"
is_ill = np.array([True, True, False, False])
alarm = np.array([True, False, True, False])
print("hits:", int((is_ill & alarm).sum()), " misses:", int((is_ill & ~alarm).sum()))

# %% [markdown] id="task-outcomes"
# ## Task 1: count them (2 points)
#
# Write the function `outcomes(ill, alarm)`. Both are arrays of `True` and `False`. It returns a dictionary with the names `"hits"`, `"misses"`, `"false_alarms"` and `"right_silences"` and
# the four counts.
#
# <details><summary>Hint 1</summary>Two of the four are in the example.</details>
# <details><summary>Hint 2</summary><code>~ill</code> is True for the healthy, <code>&amp;</code> means and.</details>
# <details><summary>Hint 3</summary>False alarms: <code>int((~ill &amp; alarm).sum())</code></details>

# %% answer="outcomes"
def outcomes(ill, alarm):
    """Return the counts of the four outcomes."""
    ### BEGIN SOLUTION
    ill, alarm = np.asarray(ill, dtype=bool), np.asarray(alarm, dtype=bool)
    return {
        "hits": int((ill & alarm).sum()),
        "misses": int((ill & ~alarm).sum()),
        "false_alarms": int((~ill & alarm).sum()),
        "right_silences": int((~ill & ~alarm).sum()),
    }
    ### END SOLUTION

# %% tests="outcomes-test" points=2
import numpy as np

counts = outcomes(np.array([True, True, False, False, False]), np.array([True, False, True, False, False]))
# HINT: Hits and misses are about the ill; false alarms and right silences about the healthy.
assert counts is not None, "outcomes gave nothing back. Does it end with return?"
assert set(counts) == {"hits", "misses", "false_alarms", "right_silences"}, f"The four names should be as in the task. Yours are {sorted(map(str, counts))}."
assert counts["hits"] == 1 and counts["misses"] == 1, f"One of the two ill was found, one was missed. Yours: {counts!r}."
# More tests run when you submit.
### BEGIN HIDDEN TESTS
assert counts["false_alarms"] == 1 and counts["right_silences"] == 2, "Of the three healthy one was alarmed and two were not."
counts = outcomes(np.array([True] * 5), np.array([True] * 4 + [False]))
assert counts == {"hits": 4, "misses": 1, "false_alarms": 0, "right_silences": 0}, "Where all are ill there are no false alarms and no right silences."
### END HIDDEN TESTS

# %% [markdown] id="rates-about"
# ## Two words of doctors
#
# - **Sensitivity**: of the ill, how many are found? Hits divided by all ill.
# - **Specificity**: of the healthy, how many are left in peace? Right silences divided by all healthy.
#
# Neither depends on how many people are ill.

# %% [markdown] id="task-rates"
# ## Task 2: sensitivity and specificity (2 points)
#
# Write the function `rates(counts)`. `counts` is a dictionary as in task 1. It returns two numbers: sensitivity and specificity, between 0 and 1.
#
# <details><summary>Hint 1</summary>All ill: hits and misses together.</details>
# <details><summary>Hint 2</summary><code>counts["hits"] / (counts["hits"] + counts["misses"])</code> is the first.</details>
# <details><summary>Hint 3</summary>The second has <code>right_silences</code> above the line, and all healthy below it.</details>

# %% answer="rates"
def rates(counts):
    """Return sensitivity and specificity."""
    ### BEGIN SOLUTION
    sensitivity = counts["hits"] / (counts["hits"] + counts["misses"])
    specificity = counts["right_silences"] / (counts["right_silences"] + counts["false_alarms"])
    return sensitivity, specificity
    ### END SOLUTION

# %% tests="rates-test" points=2
pair = rates({"hits": 8, "misses": 2, "false_alarms": 10, "right_silences": 90})
# HINT: Sensitivity looks at the ill alone, specificity at the healthy alone.
assert pair is not None, "rates gave nothing back. Does it end with return?"
assert len(pair) == 2, f"rates should return two numbers. It returned {pair!r}."
assert abs(pair[0] - 0.8) < 1e-9, f"8 of 10 ill are found: 0.8. Yours is {pair[0]!r}."
# More tests run when you submit.
### BEGIN HIDDEN TESTS
assert abs(pair[1] - 0.9) < 1e-9, "90 of 100 healthy are left in peace: 0.9."
pair = rates({"hits": 1, "misses": 3, "false_alarms": 1, "right_silences": 1})
assert abs(pair[0] - 0.25) < 1e-9 and abs(pair[1] - 0.5) < 1e-9, "The rates of a bad test were not right."
### END HIDDEN TESTS

# %% id="rates-here"
try:
    for threshold in (0.2, 0.4, 0.6):
        sensitivity, specificity = rates(outcomes(test_ill, score >= threshold))
        print(f"threshold {threshold}: sensitivity {sensitivity:.0%}, specificity {specificity:.0%}")
except NotImplementedError:
    print("(finish the tasks above first)")

# %% [markdown] id="rare-about"
# ## What an alarm means when the illness is rare
#
# A patient does not ask for sensitivity. She asks: *the test alarms. Am I ill?* That is the **positive predictive value**. It depends on how many of those who are tested are ill, the
# **prevalence**. Imagine 10,000 people of whom 1 percent are ill, and a test with 90 percent for both rates:
#
# - 100 are ill, and 90 of them are alarmed,
# - 9,900 are healthy, and 990 of them are alarmed.
#
# Of 1,080 alarms 90 are right: 8 percent.

# %% [markdown] id="task-ppv"
# ## Task 3: what an alarm means (3 points)
#
# Write the function `predictive_value(sensitivity, specificity, prevalence)`. It returns the share of the alarms that are right.
#
# <details><summary>Hint 1</summary>Compute it for one person: the probability to be ill and alarmed, and to be healthy and alarmed.</details>
# <details><summary>Hint 2</summary>Ill and alarmed: <code>prevalence * sensitivity</code>. Healthy and alarmed: <code>(1 - prevalence) * (1 - specificity)</code>.</details>
# <details><summary>Hint 3</summary>The first, divided by the sum of both.</details>

# %% answer="predictive-value"
def predictive_value(sensitivity, specificity, prevalence):
    """Return the share of alarms that are right."""
    ### BEGIN SOLUTION
    right = prevalence * sensitivity
    wrong = (1 - prevalence) * (1 - specificity)
    return right / (right + wrong)
    ### END SOLUTION

# %% tests="predictive-value-test" points=3
value = predictive_value(0.9, 0.9, 0.01)
# HINT: Right alarms, divided by all alarms.
assert value is not None, "predictive_value gave nothing back. Does it end with return?"
assert abs(value - 90 / 1080) < 1e-9, f"In the example 90 of 1,080 alarms are right, 0.083. Yours is {value!r}."
assert abs(predictive_value(0.9, 0.9, 0.5) - 0.9) < 1e-9, "When half of the people are ill, 90 percent of the alarms are right."
# More tests run when you submit.
### BEGIN HIDDEN TESTS
assert abs(predictive_value(0.8, 1.0, 0.2) - 1.0) < 1e-9, "A test that never alarms a healthy person is always right when it alarms."
assert abs(predictive_value(0.5, 0.75, 0.2) - 1 / 3) < 1e-9, "The value of a weak test was not right."
### END HIDDEN TESTS

# %% id="rare-plot"
shares = np.logspace(-4, -0.05, 60)
fig, ax = plt.subplots(figsize=(7, 3.4))
for both, style in ((0.8, ":"), (0.9, "--"), (0.99, "-")):
    ax.semilogx(shares, shares * both / (shares * both + (1 - shares) * (1 - both)), linestyle=style, label=f"both rates {both:.0%}")
ax.axvline(prevalence, color="black", linewidth=1)
ax.set_xlabel("prevalence: share of the tested who are ill")
ax.set_ylabel("share of alarms that are right")
ax.set_title("The same test, among more and more ill people")
ax.legend();

# %% [markdown] id="rare-plot-in-words"
# *In words:* three curves that rise from near 0 to near 1 as the prevalence grows from one in ten thousand to nearly all. At the line at 1 percent the curve of a test with 80 percent lies at about 0.04, that of 90
# percent at 0.08, and even the test with 99 percent only at 0.5.

# %% [markdown] id="cost-about"
# ## Where to put the threshold?
#
# There is no right threshold without a view on mistakes. Say a miss costs 20 times as much as a false alarm, in whatever unit: worry, money, harm. Then add up the cost for each threshold, and take the cheapest. The
# numbers must come from people who know, not from the programmer.

# %% [markdown] id="task-threshold"
# ## Task 4: the cheapest threshold (3 points)
#
# Write the function `cheapest(score, ill, thresholds, cost_of_miss, cost_of_alarm)`. For each threshold the test alarms where `score >= threshold`. It returns the threshold of the list
# with the lowest cost: misses times `cost_of_miss` plus false alarms times `cost_of_alarm`. When several are equally cheap, return the **lowest** of them.
#
# <details><summary>Hint 1</summary>Compute the cost for one threshold first. Task 1 helps.</details>
# <details><summary>Hint 2</summary>Go through the sorted thresholds and keep the best so far.</details>
# <details><summary>Hint 3</summary><code>min(sorted(thresholds), key=cost)</code>, where <code>cost</code> is a small function inside yours, gives the first of the cheapest.</details>

# %% answer="cheapest"
def cheapest(score, ill, thresholds, cost_of_miss, cost_of_alarm):
    """Return the threshold with the lowest cost, the lowest one of several."""
    ### BEGIN SOLUTION
    def cost(threshold):
        counts = outcomes(ill, np.asarray(score) >= threshold)
        return counts["misses"] * cost_of_miss + counts["false_alarms"] * cost_of_alarm

    return min(sorted(thresholds), key=cost)
    ### END SOLUTION

# %% tests="cheapest-test" points=3
import numpy as np

four_scores, four_ill = np.array([0.1, 0.4, 0.6, 0.9]), np.array([False, True, False, True])
best = cheapest(four_scores, four_ill, [0.2, 0.5, 0.8], 20, 1)
# HINT: Misses times their cost, and false alarms times theirs.
assert best is not None, "cheapest gave nothing back. Does it end with return?"
assert abs(best - 0.2) < 1e-9, f"At 0.2 there is one false alarm and no miss: cost 1, the lowest. Yours is {best!r}."
# More tests run when you submit.
### BEGIN HIDDEN TESTS
assert abs(cheapest(four_scores, four_ill, [0.2, 0.5, 0.8], 1, 20) - 0.8) < 1e-9, "When false alarms are dear, the highest threshold is the cheapest here."
assert abs(cheapest(four_scores, four_ill, [0.8, 0.2], 1, 1) - 0.2) < 1e-9, "At 0.2 and 0.8 the cost is 1: the lower threshold is wanted, whatever their order."
assert abs(cheapest(four_scores, four_ill, [0.2, 0.8], 1, 1) - 0.2) < 1e-9, "In the other order the lower threshold is wanted, too."
assert abs(cheapest(np.array([0.5, 0.3]), np.array([True, False]), [0.5, 0.2], 5, 1) - 0.5) < 1e-9, "A score that is equal to the threshold alarms."
### END HIDDEN TESTS

# %% id="cost-plot"
thresholds = np.linspace(0.02, 0.98, 49)
misses = np.array([np.sum(test_ill & (score < threshold)) for threshold in thresholds])
false_alarms = np.array([np.sum(~test_ill & (score >= threshold)) for threshold in thresholds])
fig, ax = plt.subplots(figsize=(7, 3.4))
for dear, style in ((1, ":"), (5, "--"), (20, "-")):
    cost = misses * dear + false_alarms
    ax.plot(thresholds, cost / cost.min(), linestyle=style, label=f"a miss costs {dear} false alarms")
    ax.plot(thresholds[cost.argmin()], 1, marker="o", color="black")
ax.set_ylim(0.9, 4)
ax.set_xlabel("threshold")
ax.set_ylabel("cost, compared with the cheapest")
ax.set_title("The dearer a miss, the lower the threshold")
ax.legend();

# %% [markdown] id="cost-plot-in-words"
# *In words:* three curves with a dot at their lowest point. When a miss costs as much as a false alarm the dot lies furthest to the right; the dearer a miss, the further to the left.

# %% [markdown] task="reflect" points=2
# ## Reflect (2 points, read by a trainer)
#
# The patients came from one hospital that other doctors had sent them to; 37 percent were ill. What would you have to measure again before the same test is used for screening healthy people?
#
# Write two to five sentences into the cell below.
#
# ### BEGIN MARK SCHEME
# 1 point: the rates must be measured among healthy people who were not chosen by doctors, or the prevalence there. 1 point: what follows for the alarms or the threshold. Any answer that shows thought earns both.
# ### END MARK SCHEME

# %% [markdown] id="reflect-text"
# *Double-click here, delete this line and write your sentences.*

# %% [markdown] id="key-points"
# ## Key points
#
# - Accuracy hides which mistakes are made. Count all four outcomes.
# - When an illness is rare, most alarms are false, with a good test, too.
# - A threshold is a decision about costs. Say who made it.
#
# **Where next:** *Trustworthy AI* for fairness and the rules of medical AI; *Data Lab: privacy* before you touch data of patients.

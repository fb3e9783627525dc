# %% [markdown] id="title"
# # Is it fair, and does it hold?
#
# This is exercise 3 of 4 of the course *Trustworthy AI*. It takes about 30 minutes.
#
# **What you will be able to do:**
#
# - compare how a model treats two groups, by three measures that do not say the same,
# - see what a change of the threshold costs, and for whom,
# - measure what noise and a broken sensor do to a model,
# - tell when new data no longer looks like the data that the model was trained on.
#
# **You need:** exercise 1, and a first look at models as in *Your first hour at an AI Factory*. NumPy arrays appear: lists of numbers
# that one can add and compare as a whole.

# %% [markdown] id="parameters-about"
# Values that may be changed before the notebook runs:

# %% id="parameters" tags=["parameters"]
seed: int = 7  # begins all chance in this notebook
n_people: int = 4000  # how many made-up applications are drawn
noise: float = 0.5  # how much the broken sensor adds, in standard deviations

# %% id="imports"
import matplotlib.pyplot as plt
import numpy as np
from sklearn.datasets import load_breast_cancer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

# %% [markdown] id="data-about"
# ## Made-up applications for a loan
#
# The data is **made here**, by the next cell, so nobody's life is in it. Each applicant belongs to group A or B, and has an income and a
# number of years in the present job. Whether a loan would be paid back depends on income and on how steadily a person works, **in the same way for both
# groups**. But nobody can see how steadily somebody works: the years in the present job only stand for it. And people of group B had to change jobs more
# often, for reasons that have nothing to do with paying back. The same steadiness shows as fewer years.
#
# The model is not told the group. Is that enough to be fair?

# %% id="data"
chance = np.random.default_rng(seed)
group = chance.choice(["A", "B"], size=n_people, p=[0.7, 0.3])
income = chance.normal(3000, 700, n_people)
steady = np.clip(chance.exponential(8.0, n_people), 0, 40)  # the model never sees this
years = np.where(group == "A", steady, 0.35 * steady)
pays_back = chance.random(n_people) < 1 / (1 + np.exp(-(income - 2800) / 450 - (steady - 5) / 2.5))
features = np.column_stack([income, years])

learn, test = train_test_split(np.arange(n_people), test_size=0.5, random_state=seed)
model = make_pipeline(StandardScaler(), LogisticRegression()).fit(features[learn], pays_back[learn])
scores = model.predict_proba(features[test])[:, 1]
truth, groups = pays_back[test], group[test]
print(f"{len(test)} people in the test half, {np.mean(groups == 'B'):.0%} of them in group B")
print(f"right answers: {np.mean((scores >= 0.5) == truth):.1%}")

# %% id="scores-plot"
fig, ax = plt.subplots(figsize=(7, 3.4))
bins = np.linspace(0, 1, 26)
ax.hist(scores[groups == "A"], bins=bins, density=True, histtype="step", linewidth=2, label="group A")
ax.hist(scores[groups == "B"], bins=bins, density=True, histtype="step", linewidth=2, linestyle="--", label="group B")
ax.axvline(0.5, color="black", linewidth=1)
ax.set_xlabel("score of the model (1: will surely pay back)")
ax.set_ylabel("share of the group, per width")
ax.set_title("The same model, two groups")
ax.legend();

# %% [markdown] id="scores-plot-in-words"
# *In words:* two curves of scores between 0 and 1, with a line at the threshold 0.5. The curve of group B lies further to the left: its scores
# are lower on average, although the model never saw the group.

# %% [markdown] id="rates-about"
# ## First measure: who gets a loan?
#
# The *selection rate* of a group is the share of its people who get a yes. An example for a tiny class of five:

# %% id="rates-example"
decisions = np.array([True, True, False, True, False])
names = np.array(["A", "A", "A", "B", "B"])
print("group A:", decisions[names == "A"].mean())
print("group B:", decisions[names == "B"].mean())

# %% [markdown] id="task-selection-rates"
# ## Task 1: selection rates (2 points)
#
# Write the function `selection_rates(decisions, groups)`. Both are arrays of the same length. It returns a dictionary: for each group that occurs, the share
# of `True` among its decisions.
#
# <details><summary>Hint 1</summary>The example does it for two groups by hand. Do it for each group that occurs.</details>
# <details><summary>Hint 2</summary><code>set(groups)</code> or <code>np.unique(groups)</code> gives each group once.</details>
# <details><summary>Hint 3</summary><code>{str(name): … for name in np.unique(groups)}</code>, with the mean of the example at the dots, as a <code>float</code>.</details>

# %% answer="selection-rates"
def selection_rates(decisions, groups):
    """Return the share of yes for each group."""
    ### BEGIN SOLUTION
    decisions, groups = np.asarray(decisions), np.asarray(groups)
    return {str(name): float(decisions[groups == name].mean()) for name in np.unique(groups)}
    ### END SOLUTION

# %% tests="selection-rates-test" points=2
import numpy as np

result = selection_rates(np.array([True, True, False, True, False]), np.array(["A", "A", "A", "B", "B"]))
# HINT: For each group: the mean of its decisions.
assert result is not None, "selection_rates gave nothing back. Does it end with return?"
assert set(result) == {"A", "B"}, f"There should be one number for A and one for B. Yours has {sorted(map(str, result))}."
assert abs(result["A"] - 2 / 3) < 1e-9, f"Two of three in group A have a yes. Yours is {result['A']!r}."
assert abs(result["B"] - 0.5) < 1e-9, f"One of two in group B has a yes. Yours is {result['B']!r}."
# More tests run when you submit.
### BEGIN HIDDEN TESTS
result = selection_rates(np.array([False, True, True, True]), np.array(["x", "y", "z", "y"]))
assert set(result) == {"x", "y", "z"}, "Any number of groups with any names should do."
assert abs(result["x"]) < 1e-9 and abs(result["y"] - 1) < 1e-9 and abs(result["z"] - 1) < 1e-9, "The shares of three groups were not right."
### END HIDDEN TESTS

# %% [markdown] id="ratio-about"
# ## Second measure: the ratio
#
# Divide the lowest selection rate by the highest. 1 means equal rates. In the USA a rule of thumb from 1978 (the *four-fifths rule* of the
# guidelines on employee selection) looks closer below 0.8. EU law knows no such number: it asks whether a difference can be justified.

# %% [markdown] id="task-impact-ratio"
# ## Task 2: the ratio (2 points)
#
# Write the function `impact_ratio(rates)`. `rates` is a dictionary as your first function gives it. It returns the lowest rate divided by the highest. When
# nobody at all was selected, all are treated alike: return 1.0 then.
#
# <details><summary>Hint 1</summary>You need the lowest and the highest of the values.</details>
# <details><summary>Hint 2</summary><code>min(rates.values())</code> is the lowest.</details>
# <details><summary>Hint 3</summary>If the highest is 0, return 1.0 before you divide.</details>

# %% answer="impact-ratio"
def impact_ratio(rates):
    """Return the lowest rate divided by the highest, 1.0 when all are 0."""
    ### BEGIN SOLUTION
    highest = max(rates.values())
    return 1.0 if highest == 0 else min(rates.values()) / highest
    ### END SOLUTION

# %% tests="impact-ratio-test" points=2
result = impact_ratio({"A": 0.5, "B": 0.4})
# HINT: The lowest divided by the highest.
assert result is not None, "impact_ratio gave nothing back. Does it end with return?"
assert abs(result - 0.8) < 1e-9, f"0.4 divided by 0.5 is 0.8. Yours is {result!r}."
# More tests run when you submit.
### BEGIN HIDDEN TESTS
assert abs(impact_ratio({"A": 0.2, "B": 0.8, "C": 0.4}) - 0.25) < 1e-9, "With three groups: the lowest by the highest."
assert abs(impact_ratio({"A": 0.0, "B": 0.0}) - 1.0) < 1e-9, "When nobody is selected, all are treated alike: 1.0."
assert abs(impact_ratio({"A": 0.0, "B": 0.3})) < 1e-9, "When one group is never selected, the ratio is 0."
### END HIDDEN TESTS

# %% [markdown] id="chance-about"
# ## Third measure: of those who would pay back, who gets a loan?
#
# Equal selection rates may be the wrong aim when the groups really differ. *Equal opportunity* (M. Hardt, E. Price, N. Srebro, 2016) looks only at people
# who **would pay back**: what share of them gets a yes, in each group? That share is the *true positive rate*.

# %% [markdown] id="task-opportunity"
# ## Task 3: equal opportunity (3 points)
#
# Write the function `opportunity_gap(decisions, truth, groups)`. All three are arrays of one length; `truth` says who would pay back. It returns the difference
# between the highest and the lowest true positive rate of the groups. A group in which nobody would pay back has no such rate and is left out.
#
# <details><summary>Hint 1</summary>First keep only the people with <code>truth</code>, then it is task 1 again.</details>
# <details><summary>Hint 2</summary><code>decisions[truth]</code> and <code>groups[truth]</code> are the decisions and groups of those who would pay back.</details>
# <details><summary>Hint 3</summary><code>rates = selection_rates(decisions[truth], groups[truth]).values()</code>, then highest minus lowest.</details>

# %% answer="opportunity-gap"
def opportunity_gap(decisions, truth, groups):
    """Return the difference between the highest and the lowest true positive rate."""
    ### BEGIN SOLUTION
    decisions, truth, groups = np.asarray(decisions), np.asarray(truth, dtype=bool), np.asarray(groups)
    rates = [decisions[truth & (groups == name)].mean() for name in np.unique(groups[truth])]
    return float(max(rates) - min(rates))
    ### END SOLUTION

# %% tests="opportunity-gap-test" points=3
import numpy as np

six_decisions = np.array([True, False, True, True, True, False])
six_truth = np.array([True, True, False, True, True, False])
six_groups = np.array(["A", "A", "A", "B", "B", "B"])
result = opportunity_gap(six_decisions, six_truth, six_groups)
# HINT: Look only at the people who would pay back.
assert result is not None, "opportunity_gap gave nothing back. Does it end with return?"
assert abs(result - 0.5) < 1e-9, f"In A one of two who would pay back gets a yes, in B two of two: the gap is 0.5. Yours is {result!r}."
# More tests run when you submit.
### BEGIN HIDDEN TESTS
assert abs(opportunity_gap(np.array([True, True, False, True]), np.array([True, True, True, False]), np.array(["A", "B", "B", "C"])) - 0.5) < 1e-9, "A group in which nobody would pay back is left out."
assert abs(opportunity_gap(np.array([True, True]), np.array([True, True]), np.array(["A", "B"]))) < 1e-9, "Equal rates have a gap of 0."
assert opportunity_gap(np.array([True, False, False, False]), np.array([True, True, True, True]), np.array(["B", "B", "A", "A"])) > 0, "The gap is a distance: never below 0, whichever group is better off."
### END HIDDEN TESTS

# %% [markdown] id="our-model"
# ### Our model by three measures

# %% id="our-model-run"
try:
    yes = scores >= 0.5
    rates = selection_rates(yes, groups)
    print("selection rates:", {name: round(rate, 2) for name, rate in rates.items()})
    print("ratio:", round(impact_ratio(rates), 2))
    print("gap of opportunity:", round(opportunity_gap(yes, truth, groups), 2))
except NotImplementedError:
    print("(finish the tasks above first)")

# %% [markdown] id="our-model-reflect"
# The group was never shown to the model, and the groups are treated differently all the same: `years` speaks for the group. Such a feature is called
# a *proxy*. Leaving a column out does not make a model fair.

# %% [markdown] id="thresholds-about"
# ## What does it cost to close the gap?
#
# One way is a threshold of its own for each group. Whether that is lawful where you want to use it is a question for a lawyer; what it **costs** is a
# question for a computation. The next cell moves the threshold of group B and looks at three numbers.

# %% id="thresholds"
cuts = np.linspace(0.2, 0.7, 26)
right, gap = [], []
for cut in cuts:
    yes = np.where(groups == "A", scores >= 0.5, scores >= cut)
    right.append(np.mean(yes == truth))
    hits = [yes[truth & (groups == name)].mean() for name in ("A", "B")]
    gap.append(abs(hits[0] - hits[1]))
fig, ax = plt.subplots(figsize=(7, 3.4))
ax.plot(cuts, right, marker="s", markersize=4, label="right answers, all people")
ax.plot(cuts, gap, marker="o", markersize=4, label="gap of opportunity")
ax.axvline(0.5, color="black", linewidth=1)
ax.set_xlabel("threshold for group B (group A: 0.5)")
ax.set_ylabel("share")
ax.set_title("Moving the threshold of one group")
ax.legend();
print(f"gap at 0.5: {gap[15]:.2f}; smallest: {min(gap):.2f} at {cuts[int(np.argmin(gap))]:.2f}, right answers there {right[int(np.argmin(gap))]:.1%} instead of {right[15]:.1%}")

# %% [markdown] id="thresholds-in-words"
# *In words:* the line of right answers is nearly flat over the thresholds. The gap falls from the right to a lowest point below 0.5 and rises again.
# The printed line says where that point is, and what becomes of the right answers there. Here closing the gap costs next to nothing, because the model
# underrates group B. With other data it can cost many right answers: compute it, do not guess.

# %% [markdown] id="robust-about"
# ## Does it hold?
#
# A model that is right in the laboratory can be wrong in the hall, where a sensor drifts and a cable breaks. For this part the data is **real**:
# measurements of cells from 569 patients of a hospital in Wisconsin (W. Wolberg and others, 1993; UCI Machine Learning Repository, CC-BY-4.0, in the copy
# that scikit-learn ships). It holds no names.

# %% id="robust-data"
cells = load_breast_cancer()
learn_x, test_x, learn_y, test_y = train_test_split(cells.data, cells.target, test_size=0.4, random_state=seed)
cell_model = make_pipeline(StandardScaler(), LogisticRegression(max_iter=500)).fit(learn_x, learn_y)
spread = learn_x.std(axis=0)
print(f"{len(learn_x)} patients to learn from, {len(test_x)} to test; right answers {cell_model.score(test_x, test_y):.1%}")

# %% [markdown] id="task-accuracy-drop"
# ## Task 4: what a disturbance costs (2 points)
#
# Write the function `accuracy_drop(before, after, truth)`. `before` and `after` are the answers of a model to the same measurements, before and after something went
# wrong; `truth` holds the right answers. It returns the share of right answers before **minus** the share after.
#
# <details><summary>Hint 1</summary>The share of right answers: how often is the answer equal to the truth?</details>
# <details><summary>Hint 2</summary><code>(before == truth).mean()</code> is that share, for arrays.</details>
# <details><summary>Hint 3</summary>The same for <code>after</code>, and subtract.</details>

# %% answer="accuracy-drop"
def accuracy_drop(before, after, truth):
    """Return how much of the right answers is lost."""
    ### BEGIN SOLUTION
    before, after, truth = np.asarray(before), np.asarray(after), np.asarray(truth)
    return float(np.mean(before == truth) - np.mean(after == truth))
    ### END SOLUTION

# %% tests="accuracy-drop-test" points=2
import numpy as np

right = np.array([1, 0, 1, 0])
result = accuracy_drop(np.array([1, 0, 1, 0]), np.array([1, 1, 1, 0]), right)
# HINT: Share of right answers before, minus share after.
assert result is not None, "accuracy_drop gave nothing back. Does it end with return?"
assert abs(result - 0.25) < 1e-9, f"Four of four were right, then three of four: the drop is 0.25. Yours is {result!r}."
# More tests run when you submit.
### BEGIN HIDDEN TESTS
assert abs(accuracy_drop(np.array([1, 1, 1, 1]), np.array([1, 1, 1, 1]), right)) < 1e-9, "When nothing changes, nothing is lost."
assert abs(accuracy_drop(np.array([1, 1, 1, 0]), np.array([1, 0, 1, 0]), right) + 0.25) < 1e-9, "When it becomes better, the drop is below 0."
### END HIDDEN TESTS

# %% id="disturb"
chance = np.random.default_rng(seed)
levels = np.linspace(0, 2, 9)
everywhere, one_sensor = [], []
for level in levels:
    shaken = test_x + chance.normal(0, 1, test_x.shape) * spread * level
    everywhere.append(cell_model.score(shaken, test_y))
    broken = test_x.copy()
    broken[:, 27] += chance.normal(0, 1, len(test_x)) * spread[27] * level * 4
    one_sensor.append(cell_model.score(broken, test_y))
fig, ax = plt.subplots(figsize=(7, 3.4))
ax.plot(levels, everywhere, marker="s", label="noise on all 30 measurements")
ax.plot(levels, one_sensor, marker="o", label="four times as much on one of them")
ax.axvline(noise, color="black", linewidth=1)
ax.set_xlabel("size of the noise (standard deviations)")
ax.set_ylabel("right answers")
ax.set_ylim(0.5, 1)
ax.set_title("How fast a model loses its way")
ax.legend();

# %% [markdown] id="disturb-in-words"
# *In words:* both lines start near 0.98 and fall as the noise grows. At the line at 0.5 standard deviations little is lost; at 2 the loss is clear. One
# badly broken measurement of thirty does harm, too.

# %% [markdown] id="drift-about"
# ## Does the world still look the same?
#
# Nobody tells a running model that the world has changed. One can compare new measurements with those it learned from. The *population stability
# index* cuts the old values into ten parts of equal size and asks how full the parts are with new values. With shares $p_i$ (old) and $q_i$ (new):
#
# $$\mathrm{PSI} = \sum_i (q_i - p_i) \ln\frac{q_i}{p_i}$$
#
# A rule of thumb in banks: below 0.1 calm, above 0.25 look closer. Shares of 0 are replaced by a small number, since the logarithm of 0 does not exist.

# %% [markdown] id="task-psi"
# ## Task 5: the index (3 points)
#
# Write the function `psi(old_shares, new_shares)`. Both are lists of shares. Replace each share below 0.0001 by 0.0001, then return the sum of the formula.
#
# <details><summary>Hint 1</summary>Take the shares two by two, one old and one new.</details>
# <details><summary>Hint 2</summary><code>np.maximum(old_shares, 0.0001)</code> replaces what is smaller.</details>
# <details><summary>Hint 3</summary><code>np.sum((new - old) * np.log(new / old))</code></details>

# %% answer="psi"
def psi(old_shares, new_shares):
    """Return the population stability index."""
    ### BEGIN SOLUTION
    old, new = np.maximum(old_shares, 0.0001), np.maximum(new_shares, 0.0001)
    return float(np.sum((new - old) * np.log(new / old)))
    ### END SOLUTION

# %% tests="psi-test" points=3
result = psi([0.5, 0.5], [0.5, 0.5])
# HINT: Replace small shares first, then sum (new - old) * log(new / old).
assert result is not None, "psi gave nothing back. Does it end with return?"
assert abs(result) < 1e-9, f"Equal shares have an index of 0. Yours is {result!r}."
assert abs(psi([0.5, 0.5], [0.8, 0.2]) - 0.415888) < 1e-5, f"From half and half to 0.8 and 0.2 the index is 0.4159. Yours is {psi([0.5, 0.5], [0.8, 0.2])!r}."
# More tests run when you submit.
### BEGIN HIDDEN TESTS
assert abs(psi([0.2, 0.3, 0.5], [0.3, 0.3, 0.4]) - 0.062860) < 1e-5, "The index of three parts was not right."
assert abs(psi([1.0, 0.0], [0.5, 0.5]) - 4.604318) < 1e-4, "A share of 0 should be replaced by 0.0001."
assert abs(psi([0.5, 0.5], [1.0, 0.0]) - 4.604318) < 1e-4, "A new share of 0 should be replaced by 0.0001, too."
assert abs(psi([0.00001, 0.99999], [0.5, 0.5]) - 4.604307) < 1e-4, "Not only 0: each share below 0.0001 should be replaced by 0.0001."
### END HIDDEN TESTS

# %% id="drift-example"
def shares(values, edges):
    """The share of the values in each part."""
    return np.histogram(np.clip(values, edges[0], edges[-1]), bins=edges)[0] / len(values)

edges = np.quantile(learn_x[:, 0], np.linspace(0, 1, 11))
try:
    for name, values in {"test half": test_x[:, 0], "noise": test_x[:, 0] + noise * spread[0] * chance.normal(0, 1, len(test_x)),
                         "another device, 15 percent larger": test_x[:, 0] * 1.15}.items():
        print(f"{name:34} PSI {psi(shares(learn_x[:, 0], edges), shares(values, edges)):.2f}")
except NotImplementedError:
    print("(write psi first)")

# %% [markdown] id="reflect"
# ## Reflect
#
# The three measures of fairness cannot all be perfect at once, except in rare cases (A. Chouldechova, 2017; J. Kleinberg and others, 2016). Which one fits a decision of
# your company, and who should have a say in it?

# %% [markdown] id="key-points"
# ## Key points
#
# - A model that does not know the group can treat groups differently: other columns speak for it.
# - Selection rate, ratio and opportunity ask different questions. Choose before you look at the numbers.
# - Measure what noise and a broken sensor cost **before** they happen.
# - Compare new data with the old, all the time. Nobody else will tell you.
#
# **Where next:** exercise 4, *Write it down*: the figures of this notebook belong into a model card.

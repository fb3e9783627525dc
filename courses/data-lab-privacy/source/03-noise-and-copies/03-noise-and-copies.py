# %% [markdown] id="title"
# # Noise and copies
#
# This is exercise 3 of 3 of the course *Privacy in a Data Lab*. It takes about 45 minutes.
#
# **What you will be able to do:**
#
# - show how two harmless answers give one person away,
# - answer with noise of the right size (*differential privacy*), and check the noise by statistics,
# - get the same from *OpenDP*, a library made for releases, and let it tell what each answer spends,
# - keep a budget of privacy,
# - measure what synthetic data is good for, **and** attack it.
#
# **You need:** exercises 1 and 2, and NumPy arrays: lists of numbers that one can add and compare as a whole.
#
# **This is not legal advice.**

# %% [markdown] id="parameters-about"
# Values that may be changed before the notebook runs:

# %% id="parameters" tags=["parameters"]
seed: int = 7  # begins all chance in this notebook
jitter: float = 0.05  # how much the careless generator shakes each value, in standard deviations

# %% id="imports"
import matplotlib.pyplot as plt
import numpy as np
import opendp.prelude as dp
from sklearn.datasets import load_breast_cancer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

# %% [markdown] id="difference-about"
# ## Two harmless answers
#
# A company tells only averages of pay, never a single one. Pay is **made up** here. In May somebody asks for the average of 40 people; in June one of them has left, and
# he asks again. The rest is school arithmetic:

# %% id="difference-attack"
chance = np.random.default_rng(seed)
pay = chance.normal(3600, 500, 40).round()
may, june = pay.mean(), pay[:-1].mean()
print(f"May: {may:.2f} for 40 people. June: {june:.2f} for 39.")
print(f"So the one who left had {40 * may - 39 * june:.0f} euro. True: {pay[-1]:.0f} euro.")

# %% [markdown] id="laplace-about"
# ## Noise of the right size
#
# *Differential privacy* (C. Dwork and others, 2006) asks that an answer looks nearly the same whether or not any one person is in the data. How
# nearly, says a number **ε** (epsilon): small is strict. One way is noise from the *Laplace distribution* with the scale
#
# $$b = \frac{\text{how much one person can change the answer}}{\varepsilon}$$
#
# One person changes a **count** by at most 1. The picture shows 20 000 noisy answers each for two tables that differ in one person.

# %% id="laplace-plot"
fig, axes = plt.subplots(1, 2, figsize=(8, 3.2), sharey=True)
for ax, epsilon in zip(axes, (0.2, 2.0)):
    for count, style in ((100, "-"), (101, "--")):
        ax.hist(count + chance.laplace(0, 1 / epsilon, 20_000), bins=np.linspace(92, 109, 69), density=True, histtype="step", linestyle=style, linewidth=1.6, label=f"true count {count}")
    ax.set_title(f"ε = {epsilon}")
    ax.set_xlabel("noisy answer")
axes[0].set_ylabel("how often (density)")
axes[0].legend();

# %% [markdown] id="laplace-plot-in-words"
# *In words:* two pictures with two curves each. For ε = 0.2 both curves are wide and lie nearly on each other: the answer does not tell whether the person
# is in the table. For ε = 2 they are two narrow peaks at 100 and 101: the answer is exact, and it tells a lot.

# %% [markdown] id="task-noisy-counts"
# ## Task 1: noisy counts (2 points)
#
# Write the function `noisy_counts(count, epsilon, times, seed)`. It returns an array of `times` noisy answers: `count` plus Laplace noise for a count, each with its own
# noise. Begin the chance with `np.random.default_rng(seed)`. Do not round. (The tests look at thousands of answers together; the order in which you draw does not matter.)
#
# <details><summary>Hint 1</summary>The line that draws the picture above has all you need.</details>
# <details><summary>Hint 2</summary><code>chance.laplace(0, scale, times)</code> gives an array of noise; the scale is 1 divided by epsilon.</details>
# <details><summary>Hint 3</summary><code>np.random.default_rng(seed).laplace(0, …, times)</code> is the noise. What is it added to?</details>

# %% answer="noisy-counts"
def noisy_counts(count, epsilon, times, seed):
    """Return noisy answers to one count."""
    ### BEGIN SOLUTION
    noise = np.random.default_rng(seed).laplace(0, 1 / epsilon, times)
    return count + noise
    ### END SOLUTION

# %% tests="noisy-counts-test" points=2
import numpy as np

many = noisy_counts(100, 0.5, 20000, 11)
# HINT: The scale of the noise is 1 divided by epsilon.
assert many is not None, "noisy_counts gave nothing back. Does it end with return?"
assert len(many) == 20000, f"There should be 20000 answers. Yours are {len(many)}."
assert abs(np.mean(many) - 100) < 0.2, f"On average the noise should add nothing: about 100. Yours is {np.mean(many):.2f}."
assert abs(np.mean(np.abs(np.array(many) - 100)) - 2) < 0.1, f"With epsilon 0.5 the answers should be 2 away on average. Yours are {np.mean(np.abs(np.array(many) - 100)):.2f}."
# More tests run when you submit.
### BEGIN HIDDEN TESTS
more = np.array(noisy_counts(7, 2.0, 20000, 12))
assert abs(np.mean(np.abs(more - 7)) - 0.5) < 0.03, "With epsilon 2 the answers should be 0.5 away on average."
assert abs(np.mean(np.abs(more - 7) > 1) - np.exp(-2)) < 0.015, "The noise has not the shape of a Laplace distribution."
assert list(noisy_counts(7, 2.0, 5, 12)) == list(noisy_counts(7, 2.0, 5, 12)), "The same seed should give the same answers."
assert list(noisy_counts(7, 2.0, 5, 12)) != list(noisy_counts(7, 2.0, 5, 13)), "Another seed should give other answers."
### END HIDDEN TESTS

# %% [markdown] id="task-noisy-means"
# ## Task 2: a noisy average (3 points)
#
# One person with a huge pay could change an average by any amount. So first fix limits, **without looking at the data**, and *clip*: what lies below `low` becomes `low`,
# what lies above `high` becomes `high`. When the number of people n may be known, one person can change the average by at most `(high - low) / n`.
#
# Write the function `noisy_means(values, low, high, epsilon, times, seed)`. It returns an array of `times` noisy averages of the clipped values.
#
# <details><summary>Hint 1</summary>Clip, take the mean, add noise. Only the scale is another one than in task 1.</details>
# <details><summary>Hint 2</summary><code>np.clip(values, low, high).mean()</code> is the average; the scale is <code>(high - low) / len(values) / epsilon</code>.</details>
# <details><summary>Hint 3</summary><code>np.clip(values, low, high).mean() + …</code>, where the dots are noise as in task 1, with the scale of hint 2.</details>

# %% answer="noisy-means"
def noisy_means(values, low, high, epsilon, times, seed):
    """Return noisy averages of the clipped values."""
    ### BEGIN SOLUTION
    scale = (high - low) / len(values) / epsilon
    middle = np.clip(values, low, high).mean()
    return middle + np.random.default_rng(seed).laplace(0, scale, times)
    ### END SOLUTION

# %% tests="noisy-means-test" points=3
import numpy as np

ages = np.array([20.0, 30.0, 40.0, 50.0])
many = noisy_means(ages, 0, 100, 5.0, 20000, 21)
# HINT: The scale is (high - low) / n / epsilon, and the values are clipped first.
assert many is not None, "noisy_means gave nothing back. Does it end with return?"
assert abs(np.mean(many) - 35) < 0.3, f"On average the noise should add nothing: about 35. Yours is {np.mean(many):.2f}."
assert abs(np.mean(np.abs(np.array(many) - 35)) - 5) < 0.25, f"Limits 0 and 100, 4 people, epsilon 5: the answers should be 5 away on average. Yours are {np.mean(np.abs(np.array(many) - 35)):.2f}."
# More tests run when you submit.
### BEGIN HIDDEN TESTS
assert abs(np.mean(noisy_means(np.array([20.0, 30.0, 40.0, 5000.0]), 0, 100, 50.0, 20000, 22)) - 47.5) < 0.1, "A value above the upper limit should count as that limit."
assert abs(np.mean(noisy_means(np.array([-90.0, 10.0]), 0, 20, 50.0, 20000, 23)) - 5) < 0.1, "A value below the lower limit should count as that limit."
assert abs(np.mean(np.abs(np.array(noisy_means(np.array([15.0] * 10), 10, 20, 1.0, 20000, 24)) - 15)) - 1) < 0.05, "Limits 10 and 20, 10 people, epsilon 1: the answers should be 1 away on average."
### END HIDDEN TESTS

# %% id="error-plot"
try:
    fig, ax = plt.subplots(figsize=(7, 3.2))
    epsilons = np.geomspace(0.05, 5, 9)
    for n, marker in ((40, "o"), (400, "s"), (4000, "^")):
        salaries = np.random.default_rng(seed).normal(3600, 500, n)
        away = [np.median(np.abs(noisy_means(salaries, 2000, 6000, epsilon, 2000, seed) - salaries.mean())) for epsilon in epsilons]
        ax.plot(epsilons, away, marker=marker, label=f"{n} people")
    ax.set_xscale("log")
    ax.set_yscale("log")
    ax.set_xlabel("ε (left: strict, right: lax)")
    ax.set_ylabel("euro away from the truth")
    ax.set_title("Privacy is cheap in a large crowd")
    ax.legend()
except NotImplementedError:
    print("(write noisy_means first)")

# %% [markdown] id="error-plot-in-words"
# *In words:* three lines fall from left to right. The stricter ε, the further an answer is from the truth. With ten times as many people the answer is about ten times as
# good. For 40 people a strict answer is useless; for 4000 it is off by some ten euro.

# %% [markdown] id="opendp-about"
# ## The same from a library made for releases
#
# Your noise has the right size, and is not safe enough to publish: numbers with a floating point have gaps between them, and from the last digits of an answer somebody can compute what was there before the noise (I. Mironov, 2012). And whoever
# knows the seed takes the noise off again. *OpenDP* is a library of mechanisms with proofs. It draws whole numbers for counts, takes its chance from the operating system, and so **has no seed**: run the next cell twice.
#
# A *measurement* is made of three things: what kind of data it gets, how far two tables that differ by one person are apart, and the scale of the noise. Then it can be called, and asked: `map(1)` tells what one answer
# **spends** when one person changes the count by at most 1.

# %% id="opendp-example"
dp.enable_features("contrib")  # parts that were proved, and are still being reviewed
COUNTS = dp.atom_domain(T=int), dp.absolute_distance(T=int)
laplace = dp.m.make_laplace(*COUNTS, scale=2.0)
print("five answers to a count of 100:", [laplace(100) for _ in range(5)])
print("each spends ε =", laplace.map(1))

# %% [markdown] id="task-released-counts"
# ## Task 3: counts for a release (2 points)
#
# Write the function `released_counts(count, epsilon, times)`. It returns a list of `times` answers by OpenDP's Laplace measurement, each of which spends `epsilon`. (The tests look at thousands of answers together, so that chance hardly matters.)
#
# <details><summary>Hint 1</summary>The example makes a measurement with scale 2 that spends 0.5. Which scale spends epsilon?</details>
# <details><summary>Hint 2</summary>The scale is 1 divided by epsilon, as in task 1. Make the measurement once, and call it <code>times</code> times.</details>
# <details><summary>Hint 3</summary>With <code>measure = dp.m.make_laplace(*COUNTS, scale=…)</code> return <code>[measure(…) for _ in range(…)]</code></details>

# %% answer="released-counts"
def released_counts(count, epsilon, times):
    """Return answers to one count that may be published."""
    ### BEGIN SOLUTION
    mechanism = dp.m.make_laplace(*COUNTS, scale=1 / epsilon)
    return [mechanism(count) for _ in range(times)]
    ### END SOLUTION

# %% tests="released-counts-test" points=2
import numpy as np

many = released_counts(100, 0.5, 4000)
# HINT: The scale is 1 divided by epsilon, and each answer is a call of its own.
assert many is not None, "released_counts gave nothing back. Does it end with return?"
assert len(many) == 4000, f"There should be 4000 answers. Yours are {len(many)}."
assert abs(np.mean(many) - 100) < 0.4, f"On average the noise should add nothing: about 100. Yours is {np.mean(many):.2f}."
assert abs(np.mean(np.abs(np.array(many) - 100)) - 1.92) < 0.3, f"With epsilon 0.5 whole numbers are 1.92 away on average. Yours are {np.mean(np.abs(np.array(many) - 100)):.2f}."
# More tests run when you submit.
### BEGIN HIDDEN TESTS
lax = np.array(released_counts(7, 2.0, 4000))
assert abs(np.mean(np.abs(lax - 7)) - 0.276) < 0.08, "With epsilon 2 whole numbers are 0.28 away on average."
assert np.all(lax == np.round(lax)), "A count stays a whole number."
assert list(released_counts(50, 0.1, 30)) != list(released_counts(50, 0.1, 30)), "Chance should not come from a seed."
### END HIDDEN TESTS

# %% id="opendp-plot"
try:
    fig, ax = plt.subplots(figsize=(7, 3.2))
    places = np.arange(90, 111)
    own, theirs = np.round(noisy_counts(100, 0.5, 5000, seed)), np.array(released_counts(100, 0.5, 5000))
    ax.bar(places - 0.2, [np.mean(own == place) for place in places], width=0.4, color="white", edgecolor="steelblue", hatch="//", label="yours, rounded")
    ax.bar(places + 0.2, [np.mean(theirs == place) for place in places], width=0.4, color="darkorange", edgecolor="black", label="OpenDP")
    ax.set_xlabel("noisy answer to a count of 100, ε = 0.5")
    ax.set_ylabel("how often")
    ax.set_title("By hand and by the library")
    ax.legend()
except NotImplementedError:
    print("(write noisy_counts and released_counts first)")

# %% [markdown] id="opendp-plot-in-words"
# *In words:* pairs of bars at whole numbers around 100, white for your noise and orange for OpenDP's. Both are highest at 100, fall to both sides alike, and are nearly as high as one another: the same noise.
# What differs is what you cannot see here: the last digits, and that nobody can draw OpenDP's noise again.

# %% [markdown] id="task-answered"
# ## Task 4: the budget (3 points)
#
# Noise averages out when somebody asks a hundred times. So each answer **spends** its ε, and the sum over all answers may not pass a budget.
#
# Write the function `answered(questions, budget)`. `questions` is a list of pairs of a name and an ε, in the order in which they were asked. A question is answered when its ε
# still fits into what is left; otherwise it is refused, spends nothing, and the next one is looked at. Return the list of the names that were answered.
#
# <details><summary>Hint 1</summary>Keep what is left, and go through the questions in their order.</details>
# <details><summary>Hint 2</summary><code>for name, epsilon in questions:</code> and <code>if epsilon &lt;= budget:</code></details>
# <details><summary>Hint 3</summary>When it fits: <code>budget -= epsilon</code> and <code>names.append(name)</code>.</details>

# %% answer="answered"
def answered(questions, budget):
    """Return the names of the questions that the budget pays for."""
    ### BEGIN SOLUTION
    paid, left = [], budget
    for question, cost in questions:
        if cost <= left:
            left -= cost
            paid.append(question)
    return paid
    ### END SOLUTION

# %% tests="answered-test" points=3
result = answered([("count", 0.5), ("mean", 0.25), ("median", 0.5), ("max", 0.25)], 1.0)
# HINT: A refused question spends nothing, so a later and smaller one may still fit.
assert result is not None, "answered gave nothing back. Does it end with return?"
assert list(result) == ["count", "mean", "max"], f"median does not fit into the 0.25 that is left, max does. Yours is {list(result)}."
# More tests run when you submit.
### BEGIN HIDDEN TESTS
assert list(answered([("a", 2.0)], 1.0)) == [], "What is larger than the budget is refused."
assert list(answered([("a", 0.5), ("b", 0.5), ("c", 0.25)], 1.0)) == ["a", "b"], "What fits exactly is answered, and then nothing is left."
assert list(answered([], 1.0)) == [], "Without questions there are no answers."
assert list(answered([("a", 0.25), ("a", 0.25), ("a", 0.25)], 0.5)) == ["a", "a"], "The same question spends again each time."
### END HIDDEN TESTS

# %% [markdown] id="gaussian-about"
# ### What a hundred answers spend
#
# With Laplace noise the ε of all answers add up. Noise from the *Gaussian* (normal) distribution is dearer for one answer, and cheaper for many. Its budget is counted in **ρ** (rho): the ρ of all answers add up, and at the end they are
# told as an ε that holds but for a tiny chance **δ** (delta), here one in a million (M. Bun and T. Steinke, 2016). OpenDP does that arithmetic. Both noises below are of the same size: a standard deviation of 10.

# %% id="gaussian-plot"
gaussian = dp.m.make_gaussian(*COUNTS, scale=10.0)
as_wide = dp.m.make_laplace(*COUNTS, scale=10 / np.sqrt(2))
asked = [1, 2, 5, 10, 20, 50, 100, 200]
by_laplace = [dp.c.make_composition([as_wide] * n).map(1) for n in asked]
by_gaussian = [dp.c.make_zCDP_to_approxDP(dp.c.make_composition([gaussian] * n)).map(1).epsilon(1e-6) for n in asked]
fig, ax = plt.subplots(figsize=(7, 3.2))
ax.plot(asked, by_laplace, marker="o", label="Laplace: ε adds up")
ax.plot(asked, by_gaussian, marker="s", linestyle="--", label="Gaussian: ρ adds up (δ = 0.000001)")
ax.set_xscale("log")
ax.set_yscale("log")
ax.set_xticks(asked, asked)
ax.set_xlabel("answers, each off by about 10")
ax.set_ylabel("ε spent in all")
ax.set_title("Few questions or many?")
ax.legend()
print(f"One answer: {by_laplace[0]:.2f} and {by_gaussian[0]:.2f}. Two hundred: {by_laplace[-1]:.1f} and {by_gaussian[-1]:.1f}.")

# %% [markdown] id="gaussian-plot-in-words"
# *In words:* two rising lines that cross. For one answer Laplace spends about a third of what Gaussian noise spends; at ten answers both are about equal; for two hundred Laplace spends more than three times as much. So count your
# questions before you choose the noise.

# %% [markdown] id="synthetic-about"
# ## People who never were
#
# *Synthetic data* has the shape of real data, and its rows are nobody's. So they say. The data here is **real**: measurements of 569 patients
# (W. Wolberg and others, 1993; UCI Machine Learning Repository, CC-BY-4.0, in the copy that scikit-learn ships). Half of them, the *members*, are given to two generators. The other half is kept for the attack.
#
# - The **careless** one draws members and shakes each value a little.
# - The **model** learns an average and a covariance for each of the two diagnoses, and draws from these.

# %% id="synthetic"
cells = load_breast_cancer()
real = StandardScaler().fit_transform(cells.data[:, :6])
members, others, member_y, other_y = train_test_split(real, cells.target, test_size=0.5, random_state=seed, stratify=cells.target)
chance = np.random.default_rng(seed)
drawn = chance.integers(len(members), size=600)
synthetic = {"careless": (members[drawn] + chance.normal(0, jitter, (600, 6)), member_y[drawn])}
labels = (chance.random(600) < member_y.mean()).astype(int)
points = np.empty((600, 6))
for label in (0, 1):
    own = members[member_y == label]
    points[labels == label] = chance.multivariate_normal(own.mean(axis=0), np.cov(own, rowvar=False), size=int((labels == label).sum()))
synthetic["model"] = (points, labels)

fig, axes = plt.subplots(1, 2, figsize=(8, 3.4), sharex=True, sharey=True)
for ax, (name, (rows, _)) in zip(axes, synthetic.items()):
    ax.scatter(members[:, 0], members[:, 1], s=22, facecolors="none", edgecolors="steelblue", label="real member")
    ax.scatter(rows[:, 0], rows[:, 1], s=7, color="darkorange", label="synthetic")
    ax.set_title(name)
    ax.set_xlabel(cells.feature_names[0] + " (scaled)")
axes[0].set_ylabel(cells.feature_names[1] + " (scaled)")
axes[0].legend();

# %% [markdown] id="synthetic-in-words"
# *In words:* two clouds of circles (real) and dots (synthetic). On the left nearly each dot sits in a circle: copies. On the right the dots fill the same region, but
# not the same places.

# %% [markdown] id="task-closest"
# ## Task 5: distance to the closest record (3 points)
#
# Write the function `closest(rows, records)`. Both are arrays with one row a person and the same columns. It returns an array: for each row of `rows` the straight
# (Euclidean) distance to the nearest row of `records`.
#
# <details><summary>Hint 1</summary>For one row: subtract it from all records, square, sum over the columns, take the root, take the smallest.</details>
# <details><summary>Hint 2</summary><code>np.sqrt(((records - row) ** 2).sum(axis=1)).min()</code> does it for one row.</details>
# <details><summary>Hint 3</summary><code>return np.array([... for row in rows])</code> with hint 2 at the dots.</details>

# %% answer="closest"
def closest(rows, records):
    """Return for each row its distance to the nearest record."""
    ### BEGIN SOLUTION
    return np.array([np.sqrt(((records - row) ** 2).sum(axis=1)).min() for row in rows])
    ### END SOLUTION

# %% tests="closest-test" points=3
import numpy as np

result = closest(np.array([[0.0, 0.0], [3.0, 4.0]]), np.array([[0.0, 1.0], [3.0, 0.0]]))
# HINT: Square root of the sum of squares, and the smallest of these.
assert result is not None, "closest gave nothing back. Does it end with return?"
assert len(result) == 2, f"One distance for each of the two rows. Yours are {len(result)}."
assert abs(result[0] - 1) < 1e-9, f"From (0, 0) the nearest record is 1 away. Yours is {result[0]!r}."
assert abs(result[1] - 4) < 1e-9, f"From (3, 4) the nearest record is 4 away. Yours is {result[1]!r}."
# More tests run when you submit.
### BEGIN HIDDEN TESTS
more = closest(np.array([[1.0, 2.0, 3.0]]), np.array([[9.0, 9.0, 9.0], [1.0, 2.0, 3.0], [0.0, 0.0, 0.0]]))
assert len(more) == 1 and abs(more[0]) < 1e-9, "A copy is 0 away."
assert abs(closest(np.array([[0.0, 0.0]]), np.array([[3.0, 4.0]]))[0] - 5) < 1e-9, "From (0, 0) to (3, 4) is 5."
### END HIDDEN TESTS

# %% [markdown] id="attack-about"
# ## The attack
#
# An attacker has a person's measurements and wants to know: **was this person a member?** That alone may be a secret, where all members are patients. He
# looks how close the synthetic data comes to this person. Members of a careless generator are closer than others.

# %% [markdown] id="task-attack"
# ## Task 6: how good is the attack? (3 points)
#
# Write the function `attack_score(member_distances, other_distances)`. Take every pair of one member and one other. It returns the share of the pairs in which the **member** has the smaller
# distance; equal distances count half. 0.5 is a guess, 1 is a perfect attack.
#
# <details><summary>Hint 1</summary>Two loops, one inside the other, and a counter. Arrays can do it at once.</details>
# <details><summary>Hint 2</summary>With <code>m = np.asarray(member_distances)[:, None]</code> and <code>o = np.asarray(other_distances)[None, :]</code>, <code>m &lt; o</code> compares all pairs.</details>
# <details><summary>Hint 3</summary><code>float((m &lt; o).mean() + (m == o).mean() / 2)</code></details>

# %% answer="attack-score"
def attack_score(member_distances, other_distances):
    """Return how often a member is closer than another person."""
    ### BEGIN SOLUTION
    m, o = np.asarray(member_distances)[:, None], np.asarray(other_distances)[None, :]
    return float((m < o).mean() + (m == o).mean() / 2)
    ### END SOLUTION

# %% tests="attack-score-test" points=3
import numpy as np

result = attack_score(np.array([1.0, 2.0]), np.array([3.0, 1.5]))
# HINT: Compare each member with each other person.
assert result is not None, "attack_score gave nothing back. Does it end with return?"
assert abs(result - 0.75) < 1e-9, f"In three of the four pairs the member is closer: 0.75. Yours is {result!r}."
# More tests run when you submit.
### BEGIN HIDDEN TESTS
assert abs(attack_score(np.array([1.0, 1.0]), np.array([1.0])) - 0.5) < 1e-9, "Equal distances count half."
assert abs(attack_score(np.array([0.1, 0.2, 0.3]), np.array([1.0, 2.0])) - 1) < 1e-9, "When all members are closer, the attack is perfect."
assert abs(attack_score(np.array([5.0]), np.array([1.0, 2.0, 9.0])) - 1 / 3) < 1e-9, "One of three pairs."
### END HIDDEN TESTS

# %% [markdown] id="both-about"
# ### Usefulness and attack, side by side
#
# Usefulness here: train a model on synthetic rows, and count its right answers for real people whom nobody trained on.

# %% id="both"
try:
    fig, axes = plt.subplots(1, 2, figsize=(8, 3.2), sharey=True)
    print(f"{'trained on':12} right answers   attack")
    print(f"{'real':12} {LogisticRegression().fit(members, member_y).score(others, other_y):13.1%}        -")
    for ax, (name, (rows, answers)) in zip(axes, synthetic.items()):
        near, far = closest(members, rows), closest(others, rows)
        print(f"{name:12} {LogisticRegression().fit(rows, answers).score(others, other_y):13.1%}   {attack_score(near, far):6.2f}")
        bins = np.linspace(0, 2, 31)
        ax.hist(near, bins=bins, histtype="step", linewidth=2, label="members")
        ax.hist(far, bins=bins, histtype="step", linewidth=2, linestyle="--", label="others")
        ax.set_title(name)
        ax.set_xlabel("distance to the closest synthetic row")
    axes[0].set_ylabel("people")
    axes[0].legend()
except NotImplementedError:
    print("(write closest and attack_score first)")

# %% [markdown] id="both-in-words"
# *In words:* two pictures with the distances of members and others. On the left the members stand in a high peak near zero, apart from the others: the attacker sees at
# once who was in. On the right both curves lie on each other. The printed lines say that both are about as useful as real data, and
# that only one of them keeps the members secret. So **never judge synthetic data by its usefulness alone**.
#
# An attack that fails is no proof. A better attacker may come, and people far from all others are in more danger than the average says. Where you need a promise that
# holds against any attacker, the generator itself has to work with a budget ε.

# %% [markdown] task="case" points=4
# ## Task 7: choose for a case (4 points, read by a trainer)
#
# A bicycle-sharing company wants (a) its own analysts to see which customers come back, (b) to give a university a table of journeys, and (c) to show monthly numbers for each
# quarter of the city on its web page. In 150 to 300 words: for each of the three choose a method of this course (or say that none is enough), give the reason,
# say **what you would measure** before you hand anything out, and whether the result is still personal data.
#
# ### BEGIN MARK SCHEME
# 1 point: (a) tokens with a key of the project, key apart; still personal data (Article 4(5)), so a legal basis and care are needed. 1 point: (b) sees that journeys are quasi-identifiers (place and time
# single people out), and coarsens, uses synthetic data with an attack measured, or a contract and a secure room. 1 point: (c) counts with noise and a budget, or small numbers left
# out; sees that months add up. 1 point: names what is measured (k, l, t; attack score; error by noise) and who decides whether it is anonymous (recital 26; data protection
# officer). Other choices are right where the reasons are.
# ### END MARK SCHEME

# %% [markdown] id="case-text"
# *Double-click here, delete this line and write your text.*

# %% [markdown] id="key-points"
# ## Key points
#
# - Exact answers can be subtracted from each other. Noise of the scale *change by one person / ε* stops that, for as long as the budget lasts.
# - Limits are fixed before anybody looks at the data.
# - Privacy is cheap in a large crowd and dear in a small one.
# - Synthetic data is as private as its generator. Attack it yourself, before others do.
# - Whether a result is anonymous is asked of everybody who may get it, and of all means that are reasonably likely (GDPR, recital 26).
#
# - For a release take mechanisms with a proof, such as OpenDP's, and not noise with a seed. Few answers: Laplace. Many: Gaussian.
#
# **Where next:** the course *Trustworthy AI* goes on with what a model may do with the data.

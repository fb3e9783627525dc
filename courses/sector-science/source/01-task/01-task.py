# %% [markdown] id="title"
# # Research: a measurement that others can check
#
# This course has one exercise. It takes about 40 minutes.
#
# **What you will be able to do:**
#
# - fit a line to readings of unequal quality, and say how sure you are of its slope,
# - see whether the errors that somebody states are honest,
# - test twenty things without falling for a chance discovery,
# - write a record from which others get the same figure.
#
# **You need:** functions, lists and a little NumPy, as in the course *Your first hour at an AI Factory*.

# %% [markdown] id="parameters-about"
# Values that may be changed before the notebook runs:

# %% id="parameters" tags=["parameters"]
seed: int = 7  # begins all chance in this notebook
n_readings: int = 60  # how many readings are made up, at least 10
n_drawings: int = 2000  # how often the bootstrap draws
true_slope: float = 23.0  # how much the rod really grows, in micrometres a degree

# %% id="imports"
import hashlib
import math
import platform

import matplotlib
import matplotlib.pyplot as plt
import numpy as np

# %% [markdown] id="data-about"
# ## The data
#
# A workshop heats a metal rod and measures how much longer it gets. It wants **one number**: micrometres a degree. There are two gauges. The new one is good to 20 micrometres, the old one only to 100. That is the
# *error* of a reading: about two of three readings lie within one error of the truth. The readings are **made** by the next cell from `seed`, so the true slope is known. No real rod tells you that.

# %% id="data"
def make_readings(seed):
    """Return temperature, growth, stated error, and whether the door was open."""
    chance = np.random.default_rng(seed)
    heat = np.linspace(20, 80, n_readings)
    stated = np.where(chance.random(n_readings) < 0.5, 100.0, 20.0)
    growth = true_slope * (heat - 20) + stated * chance.normal(0, 1, n_readings)
    door_open = np.zeros(n_readings, dtype=bool)
    door_open[[-8, -5, -2]] = True
    growth[door_open] -= 350
    return heat, growth, stated, door_open

heat, growth, stated, door_open = make_readings(seed)
print(f"{n_readings} readings, {int((stated > 50).sum())} of them with the old gauge, {int(door_open.sum())} with the door open")

# %% [markdown] id="rule-about"
# ## Decide first, look later
#
# The lab book says that the door stood open during three readings, and cold air came in. May they be left out? Yes, **if the rule does not come from the result**. Ours is written down before any line is fitted:
#
# > Readings that the lab book marks are left out. No others, however far away they lie. We say how many, and show them.
#
# To leave out what one does not like afterwards is how wishes turn into numbers.

# %% id="data-plot"
kept = ~door_open
old = stated > 50
fig, ax = plt.subplots(figsize=(8, 3.4))
for name, those, mark, colour in (("new gauge", kept & ~old, "o", "black"), ("old gauge", kept & old, "s", "steelblue"), ("door open, left out", door_open, "x", "firebrick")):
    ax.errorbar(heat[those], growth[those], yerr=stated[those], fmt=mark, color=colour, markersize=5, capsize=2, linewidth=0.9, label=name)
ax.set_xlabel("temperature (degrees Celsius)")
ax.set_ylabel("growth (micrometres)")
ax.set_title("The readings, each with its stated error")
ax.legend();

# %% [markdown] id="data-plot-in-words"
# *In words:* points that rise along a line from 0 to about 1400 micrometres. The squares of the old gauge have long error bars and scatter widely, the dots of the new one hardly at all. Three crosses on the right lie far below the others.

# %% [markdown] id="line-about"
# ## A line that listens more to good readings
#
# A reading with a five times smaller error should count more: in **weighted least squares** it counts `1 / error²`, here 25 times as much. With the weights $w$, and the weighted means $\bar x$ and $\bar y$:
#
# $$\text{slope} = \frac{\sum w\,(x-\bar x)(y-\bar y)}{\sum w\,(x-\bar x)^2} \qquad \text{error of the slope} = \frac{1}{\sqrt{\sum w\,(x-\bar x)^2}}$$
#
# The line goes through $(\bar x, \bar y)$, which gives its height at 0. The weighted mean of three values, as an example:

# %% id="mean-example"
three, their_errors = np.array([10.0, 11.0, 20.0]), np.array([1.0, 1.0, 5.0])
counts = 1 / their_errors**2
print(f"plain mean {three.mean():.2f}, weighted mean {(counts * three).sum() / counts.sum():.2f}: the bad reading hardly counts")

# %% [markdown] id="task-line"
# ## Task 1: the weighted line (4 points)
#
# Write the function `weighted_line(x, y, error)`. All three are arrays of one length. It returns three numbers: the height of the line at 0, its slope, and the error of the slope.
#
# For x = 0, 1, 2, y = 1, 3, 9 and the errors 1, 1, 2 the height is 5/9, the slope 10/3, and the error of the slope 1.
#
# <details><summary>Hint 1</summary>First the weights, then the two weighted means, as in the example above.</details>
# <details><summary>Hint 2</summary>Both formulas divide by the same sum, or its root: how far the x lie apart, weighted. Work it out once.</details>
# <details><summary>Hint 3</summary>With <code>far = x - x_mean</code>: that sum is <code>np.sum(weights * far**2)</code>. The height at 0 is the mean of y minus slope times the mean of x.</details>

# %% answer="weighted-line"
def weighted_line(x, y, error):
    """Return the height at 0, the slope, and the error of the slope."""
    ### BEGIN SOLUTION
    x, y = np.asarray(x, dtype=float), np.asarray(y, dtype=float)
    w = 1 / np.asarray(error, dtype=float) ** 2
    middle_x, middle_y = (w * x).sum() / w.sum(), (w * y).sum() / w.sum()
    spread = (w * (x - middle_x) ** 2).sum()
    slope = (w * (x - middle_x) * (y - middle_y)).sum() / spread
    return float(middle_y - slope * middle_x), float(slope), float(1 / np.sqrt(spread))
    ### END SOLUTION

# %% tests="weighted-line-test" points=4
import numpy as np

line = weighted_line(np.array([0.0, 1.0, 2.0]), np.array([1.0, 3.0, 9.0]), np.array([1.0, 1.0, 2.0]))
# HINT: The weights are 1 divided by the squared errors; all sums have them.
assert line is not None, "weighted_line gave nothing back. Does it end with return?"
assert len(line) == 3, f"weighted_line should return three numbers. It returned {line!r}."
assert abs(line[1] - 10 / 3) < 1e-9, f"The slope is 3.333 (without weights it would be 4). Yours is {line[1]!r}."
assert abs(line[0] - 5 / 9) < 1e-9, f"The height at 0 is 0.556. Yours is {line[0]!r}."
assert abs(line[2] - 1.0) < 1e-9, f"The error of the slope is 1. Yours is {line[2]!r}."
# More tests run when you submit.
### BEGIN HIDDEN TESTS
line = weighted_line(np.array([1.0, 2.0, 4.0]), np.array([5.0, 7.0, 11.0]), np.array([2.0, 9.0, 4.0]))
assert abs(line[0] - 3.0) < 1e-9 and abs(line[1] - 2.0) < 1e-9, "Points that lie on a line give this line, whatever their errors."
line = weighted_line(np.array([0.0, 1.0, 2.0]), np.array([1.0, 3.0, 9.0]), np.array([10.0, 10.0, 20.0]))
assert abs(line[1] - 10 / 3) < 1e-9 and abs(line[2] - 10.0) < 1e-9, "Errors ten times as large leave the slope, and make its error ten times as large."
### END HIDDEN TESTS

# %% [markdown] id="line-run-about"
# NumPy has a weighted fit as well. The next cell uses it, and puts yours beside it.

# %% id="line-run"
def library_line(x, y, error):
    """Return the same three numbers, by NumPy."""
    (slope, height), spread = np.polyfit(x, y, 1, w=1 / error, cov="unscaled")
    return height, slope, math.sqrt(spread[0, 0])

height, slope, slope_error = library_line(heat[kept], growth[kept], stated[kept])
print(f"true slope               {true_slope:6.2f}")
print(f"NumPy, weighted          {slope:6.2f} +/- {slope_error:.2f} micrometres a degree")
print(f"without weights          {np.polyfit(heat[kept], growth[kept], 1)[0]:6.2f}")
print(f"with the door open, too  {library_line(heat, growth, stated)[1]:6.2f}")
try:
    print("yours, weighted          {1:6.2f} +/- {2:.2f}".format(*weighted_line(heat[kept], growth[kept], stated[kept])))
except NotImplementedError:
    print("(write weighted_line first)")

# %% [markdown] id="honest-about"
# ## Are the stated errors honest?
#
# A **residual** is a reading minus the line. Divide it by the stated error: if the line is right and the errors are honest, these are numbers around 0, mostly between -1 and 1. Their squares, added up, are *chi-square*. Divided by
# the number of readings **minus the number of fitted values** (a line has two) it is the *reduced chi-square*: near 1 is as it should be. Far above 1: the errors are stated too small, or the line is wrong. Far below 1: the errors are stated too large. By chance
# alone it varies by about the root of 2 / readings, so by 0.2 for 60 readings.

# %% [markdown] id="task-chi-square"
# ## Task 2: reduced chi-square (2 points)
#
# Write the function `reduced_chi_square(y, line, error, n_fitted)`. The first three are arrays: the readings, what the line says there, and the errors. `n_fitted` is how many values were fitted. It returns one number.
#
# For the readings 1, 2, 3, 4, the line 1, 3, 3, 2, the errors 1, 1, 2, 2, and two fitted values it is 1.
#
# <details><summary>Hint 1</summary>Count each residual in units of its own error.</details>
# <details><summary>Hint 2</summary>Square first, then add up: residuals above and below must not cancel.</details>
# <details><summary>Hint 3</summary>Divide <code>(pulls ** 2).sum()</code> by the number of readings less <code>n_fitted</code>; the pulls are the residuals divided by the errors.</details>

# %% answer="chi-square"
def reduced_chi_square(y, line, error, n_fitted):
    """Return chi-square divided by the number of readings minus that of fitted values."""
    ### BEGIN SOLUTION
    off = (np.asarray(y, dtype=float) - np.asarray(line, dtype=float)) / np.asarray(error, dtype=float)
    return float((off**2).sum() / (len(off) - n_fitted))
    ### END SOLUTION

# %% tests="chi-square-test" points=2
import numpy as np

reduced = reduced_chi_square(np.array([1.0, 2.0, 3.0, 4.0]), np.array([1.0, 3.0, 3.0, 2.0]), np.array([1.0, 1.0, 2.0, 2.0]), 2)
# HINT: Residual divided by error, squared, added up; then divide by readings minus fitted values.
assert reduced is not None, "reduced_chi_square gave nothing back. Does it end with return?"
assert abs(reduced - 1.0) < 1e-9, f"The squares are 0, 1, 0, 1; four readings minus two fitted values are 2: it is 1. Yours is {reduced!r}."
# More tests run when you submit.
### BEGIN HIDDEN TESTS
reduced = reduced_chi_square(np.array([3.0, 5.0, 10.0]), np.array([4.0, 4.0, 4.0]), np.array([0.5, 1.0, 3.0]), 1)
assert abs(reduced - 4.5) < 1e-9, "The squares are 4, 1 and 4; three readings minus one fitted value are 2: it is 4.5."
### END HIDDEN TESTS

# %% id="honest-run"
line = height + slope * heat
try:
    for name, those, factor in (("as stated", kept, 1), ("errors stated half as large", kept, 0.5), ("errors stated twice as large", kept, 2), ("as stated, door open as well", np.ones(n_readings, dtype=bool), 1)):
        print(f"{name:30} reduced chi-square {reduced_chi_square(growth[those], line[those], factor * stated[those], 2):6.2f}")
except NotImplementedError:
    print("(write reduced_chi_square first)")

# %% id="residual-plot"
pulls = (growth - line) / stated
fig, ax = plt.subplots(figsize=(8, 2.8))
ax.axhspan(-1, 1, color="lightgrey")
ax.axhline(0, color="black", linewidth=0.8)
ax.plot(heat[kept & ~old], pulls[kept & ~old], "o", color="black", markersize=5, label="new gauge")
ax.plot(heat[kept & old], pulls[kept & old], "s", color="steelblue", markersize=5, label="old gauge")
ax.set_xlabel("temperature (degrees Celsius)")
ax.set_ylabel("residual / stated error")
ax.set_title(f"{(np.abs(pulls[kept]) <= 1).mean():.0%} of the residuals lie in the grey band")
ax.legend();

# %% [markdown] id="residual-plot-in-words"
# *In words:* dots and squares are spread without order around zero, most of them in a grey band from -1 to 1, nearly all between -2 and 2. Both gauges scatter alike now, since each is counted in its own error. A bow or a
# funnel here would say: the line is wrong, or the errors are.

# %% [markdown] id="bootstrap-about"
# ## A second opinion on the uncertainty
#
# The formula believes the stated errors. The **bootstrap** does not: it draws the readings again, with repetition, many times, and looks how much the slope varies. If both agree within a quarter or so, good. If not, find out why before you publish.

# %% id="bootstrap"
chance = np.random.default_rng(seed + 1)
places = np.flatnonzero(kept)
drawn = []
for _ in range(n_drawings):
    chosen = chance.choice(places, len(places))
    drawn.append(np.polyfit(heat[chosen], growth[chosen], 1, w=1 / stated[chosen])[0])
print(f"error of the slope: {slope_error:.3f} by the formula, {np.std(drawn):.3f} by {n_drawings} drawings")

# %% id="bootstrap-plot"
fig, ax = plt.subplots(figsize=(8, 2.8))
ax.hist(drawn, bins=40, color="white", edgecolor="steelblue", hatch="//")
ax.axvspan(slope - slope_error, slope + slope_error, color="lightgrey", zorder=0, label="formula: one error to each side")
ax.axvline(true_slope, color="firebrick", linestyle="--", label="true slope")
ax.set_xlabel("slope (micrometres a degree)")
ax.set_ylabel("drawings")
ax.set_title("How the slope varies when the readings are drawn again")
ax.legend();

# %% [markdown] id="bootstrap-plot-in-words"
# *In words:* a hill of bars, highest in the middle. A grey band marks one error to each side by the formula; most of the hill stands in it. A dashed line shows the true slope, which only we know.

# %% [markdown] id="many-about"
# ## Twenty tests and one discovery
#
# The lab book also holds twenty things that **cannot** matter: the number on the cup, the song on the radio... Here they are chance, so every "discovery" is false. For each the next cell asks whether the residuals depend on it, and gives a **p-value**:
# how often chance alone would give a result at least as strong. Many call everything below 0.05 a discovery.
#
# To have one to show, the cell makes lab books until one holds a discovery, and says how many that took. In research this would be cheating; it rarely takes more than three.

# %% id="many"
def p_value(noted, off):
    """Return how often chance alone gives a slope at least as strong."""
    _, strength, its_error = library_line(noted, off, np.ones(len(off)))
    return math.erfc(abs(strength / its_error) / math.sqrt(2))

chance = np.random.default_rng(seed + 2)
p_values, books = [1.0], 0
scaled = pulls[kept] / pulls[kept].std()  # so that chance has its usual size, 1
while min(p_values) >= 0.05:
    p_values = [p_value(chance.normal(0, 1, len(scaled)), scaled) for _ in range(20)]
    books += 1
print(f"a discovery in lab book number {books}: the smallest three p-values are", [round(p, 3) for p in sorted(p_values)[:3]])
labs = np.random.default_rng(seed + 3).random((10_000, 20))
print(f"of 10,000 labs with twenty idle tests each, {(labs.min(axis=1) < 0.05).mean():.0%} have a discovery; by calculation {1 - 0.95**20:.0%}")

# %% [markdown] id="holm-about"
# Who tests much has to ask for more. *Bonferroni* divides: each p must be at most 0.05 / 20. The **Holm** method (S. Holm, 1979) is never stricter and promises the same: at most one in twenty labs has any false discovery. Go through the p-values from the
# smallest on. With *m* tests the first must be at most level / m, the second at most level / (m - 1), the last at most level. **Stop at the first that fails**: it and all larger ones are no discoveries.

# %% [markdown] id="task-holm"
# ## Task 3: Holm (3 points)
#
# Write the function `holm(p_values, level)`. It returns a list of `True` and `False`, **in the order in which the p-values were given**: whether each is a discovery.
#
# For 0.015, 0.04, 0.03, 0.005 and the level 0.05 the limits are 0.0125, 0.0167, 0.025, 0.05. 0.005 and 0.015 pass, 0.03 fails, and then 0.04 does not count any more: `[True, False, False, True]`.
#
# <details><summary>Hint 1</summary>Begin with a list of False, one for each test. Only those that pass are set to True.</details>
# <details><summary>Hint 2</summary>You need the <i>places</i> of the p-values from the smallest on: <code>np.argsort</code> gives them.</details>
# <details><summary>Hint 3</summary>Go through the places with <code>enumerate</code>, so you know how many tests are done. Compare with the level divided by how many are left; <code>break</code> at the first that is larger.</details>

# %% answer="holm"
def holm(p_values, level):
    """Return for each p-value whether it is a discovery by the method of Holm."""
    ### BEGIN SOLUTION
    found = [False] * len(p_values)
    for done, place in enumerate(sorted(range(len(p_values)), key=lambda i: p_values[i])):
        if p_values[place] > level / (len(p_values) - done):
            break
        found[place] = True
    return found
    ### END SOLUTION

# %% tests="holm-test" points=3
discoveries = holm([0.015, 0.04, 0.03, 0.005], 0.05)
# HINT: From the smallest on, divide the level by the number of tests that are left; stop at the first that fails.
assert discoveries is not None, "holm gave nothing back. Does it end with return?"
assert len(discoveries) == 4, f"There should be an answer for each of the four tests. Yours has {len(discoveries)}."
assert [bool(found) for found in discoveries] == [True, False, False, True], f"0.005 and 0.015 pass, 0.03 fails, and 0.04 comes after it. Yours is {discoveries!r}."
# More tests run when you submit.
### BEGIN HIDDEN TESTS
assert [bool(found) for found in holm([0.04], 0.05)] == [True], "One test alone has the whole level."
assert [bool(found) for found in holm([0.03, 0.04, 0.045], 0.05)] == [False, False, False], "If the smallest fails, all fail."
assert [bool(found) for found in holm([0.9, 0.02, 0.001], 0.05)] == [False, True, True], "The answers stand in the order in which the p-values were given."
assert [bool(found) for found in holm([0.02, 0.001], 0.01)] == [False, True], "The level that is given counts, not always 0.05."
### END HIDDEN TESTS

# %% id="holm-plot"
in_order = np.sort(p_values)
rank = np.arange(1, 21)
fig, ax = plt.subplots(figsize=(8, 3.2))
ax.semilogy(rank, in_order, "o", color="black", label="p-values, smallest first")
ax.axhline(0.05, color="firebrick", linestyle="--", label="0.05 for each")
ax.semilogy(rank, 0.05 / (21 - rank), color="steelblue", label="limits of Holm")
ax.set_xticks(rank)
ax.set_xlabel("rank of the test")
ax.set_ylabel("p-value")
ax.set_title(f"{int((in_order < 0.05).sum())} of 20 idle tests below 0.05")
ax.set_ylim(3e-4, 2)
ax.legend(loc="lower center", ncols=3)
try:
    print("discoveries by Holm:", sum(holm(p_values, 0.05)))
except NotImplementedError:
    print("(write holm first)")

# %% [markdown] id="holm-plot-in-words"
# *In words:* twenty dots rise from left to right. At least one lies under the dashed line at 0.05, a "discovery" where nothing is. The line of Holm begins far lower, at 0.0025, and bends up to 0.05. With the seed as given no dot lies below it.

# %% [markdown] id="record-about"
# ## So that others get the same figure
#
# Half a year later somebody asks: *which data was that?* A **provenance record** answers: a fingerprint of the data, the seed, the versions of the programs. A fingerprint (*SHA-256*) is 64 characters made from a text; change one digit of the text
# and all is different.

# %% id="fingerprint-example"
for text in ("23.0\n", "23.1\n"):
    print(repr(text), hashlib.sha256(text.encode()).hexdigest()[:16], "...")

# %% [markdown] id="task-record"
# ## Task 4: the record (3 points)
#
# Write the function `record(rows, seed, versions)`. `rows` is a list of rows of numbers. It returns a dictionary:
#
# - `"sha256"`: the fingerprint of the rows as text. Each number has six digits after the point, a comma stands between numbers, and **each row ends with** `\n`. The rows (20, 0.5) and (21, 23) are the text `"20.000000,0.500000\n21.000000,23.000000\n"`.
# - `"rows"`: how many rows there are,
# - `"seed"` and `"versions"`: as given.
#
# <details><summary>Hint 1</summary>First one row as text, then all rows as one text, then its fingerprint.</details>
# <details><summary>Hint 2</summary>A format with <code>:.6f</code> writes a number with six digits; <code>",".join(...)</code> puts commas between.</details>
# <details><summary>Hint 3</summary>The example above shows how a text becomes a fingerprint: <code>encode</code>, <code>sha256</code>, <code>hexdigest</code>. Add <code>"\n"</code> to each row before you join them.</details>

# %% answer="record"
def record(rows, seed, versions):
    """Return what a second run needs to be compared."""
    ### BEGIN SOLUTION
    written = "".join(",".join(f"{number:.6f}" for number in row) + "\n" for row in rows)
    return {"sha256": hashlib.sha256(written.encode()).hexdigest(), "rows": len(rows), "seed": seed, "versions": versions}
    ### END SOLUTION

# %% tests="record-test" points=3
made = record([(20, 0.5), (21, 23)], 7, {"numpy": "2.0"})
# HINT: Six digits, commas between, a line end after each row, then encode and sha256.
assert made is not None, "record gave nothing back. Does it end with return?"
assert sorted(made) == ["rows", "seed", "sha256", "versions"], f"The record has rows, seed, sha256 and versions. Yours has {sorted(made)}."
assert made["rows"] == 2 and made["seed"] == 7 and made["versions"] == {"numpy": "2.0"}, f"Two rows, the seed 7, and the versions as given. Yours is {made!r}."
assert made["sha256"] == "1f79cb1ed799146f13dadb8f72d1c0d1caa548dbc4f1a23a634117936585c48d", f"The fingerprint should begin with 1f79cb1e. Yours is {made['sha256']!r}. Does each row end with a line end, the last one as well?"
# More tests run when you submit.
### BEGIN HIDDEN TESTS
made = record([(1.25,), (-3.0,), (1e-7,)], 11, {})
assert made["sha256"] == "bd7626eba63545bd850115a1d31b8d979367f1f76eb9febe6434495b63038835", "Rows of one number have no comma, and tiny numbers are written as 0.000000."
assert made["rows"] == 3 and made["seed"] == 11 and made["versions"] == {}, "Three rows, the seed 11, no versions."
assert record([(1, 2), (3, 4)], 7, {})["sha256"] != record([(3, 4), (1, 2)], 7, {})["sha256"], "The order of the rows counts."
### END HIDDEN TESTS

# %% [markdown] id="again-about"
# Now the whole way twice: make the readings from the seed, fit, draw, and compare the fingerprints of the data and of the figure, pixel by pixel.

# %% id="again"
def whole_way(seed):
    """Return the rows and the figure, from nothing but the seed."""
    x, y, error, marked = make_readings(seed)
    at_zero, rise, its_error = library_line(x[~marked], y[~marked], error[~marked])
    fig, ax = plt.subplots(figsize=(8, 3.4))
    ax.errorbar(x[~marked], y[~marked], yerr=error[~marked], fmt="o", color="black", markersize=4, linewidth=0.8, label="readings")
    ax.plot(x[marked], y[marked], "x", color="firebrick", label="left out: door open")
    ax.plot(x, at_zero + rise * x, color="steelblue", label=f"{rise:.2f} +/- {its_error:.2f} micrometres a degree")
    ax.set_xlabel("temperature (degrees Celsius)")
    ax.set_ylabel("growth (micrometres)")
    ax.set_title(f"Growth of the rod: {int((~marked).sum())} readings, {int(marked.sum())} left out, seed {seed}")
    ax.legend()
    fig.canvas.draw()
    return list(zip(x, y, error)), fig

versions = {"python": platform.python_version(), "numpy": np.__version__, "matplotlib": matplotlib.__version__}
fingerprints = []
for _ in range(2):
    rows, figure = whole_way(seed)
    fingerprints.append(hashlib.sha256(bytes(figure.canvas.buffer_rgba())).hexdigest())
    if len(fingerprints) == 1:
        plt.close(figure)
print("figure:", fingerprints[0][:16], "and again:", fingerprints[1][:16], "- the same" if fingerprints[0] == fingerprints[1] else "- different!")
try:
    print("record:", record(rows, seed, versions))
    print("the readings of the next seed:", record(whole_way(seed + 1)[0], seed + 1, versions)["sha256"][:16], "...")
    plt.close()
except NotImplementedError:
    print("(write record first)")

# %% [markdown] id="again-in-words"
# *In words:* the readings with their error bars, a straight line through them, and three crosses below it that were left out. The legend says the slope and its error, the title how many readings were used and from which seed.

# %% [markdown] task="reflect" points=2
# ## Reflect (2 points, read by a trainer)
#
# Take a number or a figure of your own work: a measurement, a test of two variants, a chart for customers. What would somebody else need to get the same? And what was decided only after the result was seen?
#
# Write two to five sentences into the cell below.
#
# ### BEGIN MARK SCHEME
# 1 point: names what another person needs, such as the data, its version, the seed or the steps. 1 point: names a choice that was or could be made after looking, such as an outlier, one of many tests, or when to stop. Any answer that shows thought earns both.
# ### END MARK SCHEME

# %% [markdown] id="reflect-text"
# *Double-click here, delete this line and write your sentences.*

# %% [markdown] id="key-points"
# ## Key points
#
# - Good readings count more: weights are 1 divided by the squared error. State the error of the result as well.
# - Look at the residuals. A reduced chi-square far from 1 says that the errors or the line are wrong.
# - Write down what is left out before you look, and show it.
# - Twenty tests find something in two of three labs. Divide the level, by Holm.
# - Fingerprint, seed and versions: with them, others can check your figure.
#
# **Where next:** *Climate: is it getting warmer here?* for a slope that one odd year cannot spoil; *Data Lab: quality* for data that is not yours.

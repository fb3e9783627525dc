# %% [markdown] id="title"
# # Climate: is it getting warmer here?
#
# This course has one exercise. It takes about 45 minutes.
#
# **What you will be able to do:**
#
# - take the seasons out of a series of temperatures,
# - measure a trend in a way that one odd year cannot spoil, and say how sure you are,
# - count hot days by decade,
# - score a forecast as weather services do.
#
# **You need:** functions, lists and a little NumPy, as in the course *Your first hour at an AI Factory*.

# %% [markdown] id="parameters-about"
# Values that may be changed before the notebook runs:

# %% id="parameters" tags=["parameters"]
seed: int = 7  # begins all chance in this notebook
n_years: int = 60  # how many years are made up, 20 to 200
true_trend: float = 0.03  # the warming that is planted, in degrees a year

# %% id="imports"
import matplotlib.pyplot as plt
import numpy as np

# %% [markdown] id="data-about"
# ## The data
#
# Daily mean temperatures of a made-up place, from 1961 on; each year has 365 days. They are **made** by the next cell: seasons, weather that lasts some days, and a planted warming. Because you know what was
# planted, you can see how well a method finds it. No real place tells you that.

# %% id="data"
if not 20 <= n_years <= 200:
    raise ValueError(f"n_years is {n_years}. Fewer than 20 years may hold no full decade, and more than 200 take long: set it to a number from 20 to 200, and run all again.")
chance = np.random.default_rng(seed)
days = np.arange(n_years * 365)
year, day_of_year = 1961 + days // 365, days % 365
weather = np.zeros(len(days))
for today in range(1, len(days)):
    weather[today] = 0.75 * weather[today - 1] + chance.normal(0, 2.2)
temperature = 9 - 11 * np.cos(2 * np.pi * (day_of_year - 20) / 365) + true_trend * days / 365 + weather
print(f"{n_years} years, from {temperature.min():.0f} to {temperature.max():.0f} degrees Celsius")

# %% id="data-plot"
fig, ax = plt.subplots(figsize=(8, 2.8))
ax.plot(days[: 3 * 365] / 365 + 1961, temperature[: 3 * 365], linewidth=0.7)
ax.set_xlabel("year")
ax.set_ylabel("degrees Celsius")
ax.set_title("Three years: seasons and weather hide everything else");

# %% [markdown] id="data-plot-in-words"
# *In words:* a ragged line that swings between about -5 and 25 degrees once a year. No trend can be seen in three years.

# %% [markdown] id="anomaly-about"
# ## Take the seasons out
#
# An **anomaly** is the difference to what is usual on that day of the year. What is usual is the mean over a *reference period*, mostly 30 years; weather services now use 1991 to 2020. Two anomalies can be
# compared though one is of January and one of July.

# %% [markdown] id="task-anomalies"
# ## Task 1: anomalies (3 points)
#
# Write the function `anomalies(values, season, in_reference)`. All three are arrays of one length: the values, the number of the season of each (day or month), and whether it belongs to the reference period. It returns
# each value minus the mean of the **reference** values of the same season.
#
# <details><summary>Hint 1</summary>First find what is usual for one season, then do it for each.</details>
# <details><summary>Hint 2</summary><code>values[(season == s) &amp; in_reference].mean()</code> is what is usual in season s.</details>
# <details><summary>Hint 3</summary>Make a copy of the values as floats, go through <code>np.unique(season)</code>, and subtract where <code>season == s</code>.</details>

# %% answer="anomalies"
def anomalies(values, season, in_reference):
    """Return each value minus what is usual in its season."""
    ### BEGIN SOLUTION
    values, season = np.asarray(values, dtype=float), np.asarray(season)
    in_reference = np.asarray(in_reference, dtype=bool)
    left = values.copy()
    for s in np.unique(season):
        left[season == s] -= values[(season == s) & in_reference].mean()
    return left
    ### END SOLUTION

# %% tests="anomalies-test" points=3
import numpy as np

six = np.array([0.0, 20.0, 2.0, 22.0, 5.0, 21.0])
left_over = anomalies(six, np.array([0, 1, 0, 1, 0, 1]), np.array([True, True, True, True, False, False]))
# HINT: For each season: subtract the mean of its values in the reference period.
assert left_over is not None, "anomalies gave nothing back. Does it end with return?"
assert len(left_over) == 6, f"There should be an anomaly for each of the six values. Yours has {len(left_over)}."
assert [round(float(value), 6) for value in left_over] == [-1.0, -1.0, 1.0, 1.0, 4.0, 0.0], f"Usual are 1 in season 0 and 21 in season 1, so the anomalies are -1, -1, 1, 1, 4, 0. Yours are {', '.join(f'{float(value):.3g}' for value in left_over)}."
# More tests run when you submit.
### BEGIN HIDDEN TESTS
assert [float(value) for value in six] == [0.0, 20.0, 2.0, 22.0, 5.0, 21.0], "The values that were given should not be changed."
left_over = anomalies(np.array([1.0, 5.0, 9.0]), np.array([3, 3, 3]), np.array([False, True, False]))
assert [round(float(value), 6) for value in left_over] == [-4.0, 0.0, 4.0], "Only the reference period says what is usual."
### END HIDDEN TESTS

# %% id="yearly"
in_reference = year < 1961 + min(30, n_years)
usual = np.array([temperature[(day_of_year == d) & in_reference].mean() for d in range(365)])
yearly = (temperature - usual[day_of_year]).reshape(n_years, 365).mean(axis=1)
years = np.arange(1961, 1961 + n_years)
fig, ax = plt.subplots(figsize=(8, 2.8))
ax.bar(years, yearly, color=np.where(yearly > 0, "darkorange", "steelblue"))
ax.axhline(0, color="black", linewidth=0.8)
ax.set_xlabel("year")
ax.set_ylabel("anomaly (degrees)")
ax.set_title("Mean anomaly of each year");

# %% [markdown] id="yearly-in-words"
# *In words:* a bar for each year. With 60 years and seed 7 the early ones stand below and above zero, the later ones nearly all above, up to more than one degree. With 30 years or fewer all of them are the
# reference period, so they stand as much below zero as above.

# %% [markdown] id="trend-about"
# ## A trend that one odd year cannot spoil
#
# The slope between **two** years is the difference of their anomalies, divided by the years between them. Take the slopes of all pairs, and of them the median: that is the *Theil–Sen* trend (H. Theil, 1950;
# P. K. Sen, 1968). One volcano or one broken thermometer moves it hardly at all.

# %% [markdown] id="task-trend"
# ## Task 2: the trend (3 points)
#
# Write the function `trend(years, values)`. It returns the median of the slopes of **all pairs** of years.
#
# For the years 0, 1, 2 and the values 0, 1, 5 the slopes are 1, 2.5 and 4: the trend is 2.5.
#
# <details><summary>Hint 1</summary>Two loops, the second one begins after the first: each pair once.</details>
# <details><summary>Hint 2</summary><code>(values[j] - values[i]) / (years[j] - years[i])</code> is the slope of one pair.</details>
# <details><summary>Hint 3</summary>Collect the slopes in a list, and return <code>float(np.median(slopes))</code>.</details>

# %% answer="trend"
def trend(years, values):
    """Return the median of the slopes of all pairs."""
    ### BEGIN SOLUTION
    pairs = [(i, j) for i in range(len(years)) for j in range(i + 1, len(years))]
    return float(np.median([(values[j] - values[i]) / (years[j] - years[i]) for i, j in pairs]))
    ### END SOLUTION

# %% tests="trend-test" points=3
import numpy as np

slope = trend(np.array([0, 1, 2]), np.array([0.0, 1.0, 5.0]))
# HINT: The slope of each pair once, then their median.
assert slope is not None, "trend gave nothing back. Does it end with return?"
assert abs(slope - 2.5) < 1e-9, f"The slopes are 1, 2.5 and 4, their median is 2.5. Yours is {slope!r}."
# More tests run when you submit.
### BEGIN HIDDEN TESTS
assert abs(trend(np.array([1990, 2000, 2010]), np.array([1.0, 2.0, 3.0])) - 0.1) < 1e-9, "One degree in ten years is 0.1 degrees a year: divide by the years between."
spoilt = np.arange(20) * 0.5
spoilt[7] = 1000.0
assert abs(trend(np.arange(20), spoilt) - 0.5) < 1e-9, "One broken year should not move the trend."
assert abs(trend(np.arange(4), np.array([0.0, 5.0, 5.0, 5.0])) - 5 / 6) < 1e-9, "All pairs of years count, not the neighbours alone."
### END HIDDEN TESTS

# %% [markdown] id="sure-about"
# ## How sure are we?
#
# Other weather would have given another number. Draw the years again, with repetition, many times, and look between which ends nine in ten of the trends lie: this is called *bootstrap*. Here it is a worked example.

# %% id="sure"
def quick_trend(x, y):
    """As in task 2, all pairs at once; pairs of one year are left out."""
    apart = x[:, None] - x[None, :]
    pairs = apart > 0
    return np.median((y[:, None] - y[None, :])[pairs] / apart[pairs])

drawn = []
for _ in range(300):
    chosen = chance.integers(0, n_years, n_years)
    drawn.append(quick_trend(years[chosen], yearly[chosen]))
low, high = np.quantile(drawn, [0.05, 0.95])
print(f"trend {10 * quick_trend(years, yearly):.2f} degrees in ten years; nine in ten drawings lie between {10 * low:.2f} and {10 * high:.2f}; planted {10 * true_trend:.2f}")

# %% [markdown] id="hot-about"
# ## What people notice: hot days
#
# A small shift of the mean changes rare days by much. Count the days above a threshold, decade by decade.

# %% [markdown] id="task-hot-days"
# ## Task 3: hot days by decade (2 points)
#
# Write the function `hot_days(years, values, threshold)`. Both arrays have one entry for each day. It returns a dictionary: for each decade that occurs (1960, 1970, ...) the number of days **above** the threshold. A
# decade without a hot day is in it, with 0.
#
# <details><summary>Hint 1</summary>The decade of 1987 is 1980: round down to tens.</details>
# <details><summary>Hint 2</summary><code>decades = years // 10 * 10</code> does it for all days at once.</details>
# <details><summary>Hint 3</summary><code>{int(d): int((values[decades == d] &gt; threshold).sum()) for d in np.unique(decades)}</code></details>

# %% answer="hot-days"
def hot_days(years, values, threshold):
    """Return the number of days above the threshold in each decade."""
    ### BEGIN SOLUTION
    decades, values = np.asarray(years) // 10 * 10, np.asarray(values)
    return {int(d): int((values[decades == d] > threshold).sum()) for d in np.unique(decades)}
    ### END SOLUTION

# %% tests="hot-days-test" points=2
import numpy as np

counted = hot_days(np.array([1969, 1970, 1975, 1988]), np.array([31.0, 25.0, 30.0, 35.0]), 30)
# HINT: Round the years down to tens, and count the days above the threshold.
assert counted is not None, "hot_days gave nothing back. Does it end with return?"
assert {int(decade): int(count) for decade, count in counted.items()} == {1960: 1, 1970: 0, 1980: 1}, f"1969 is in the decade 1960, and 30 is not above 30. Yours is {counted!r}."
# More tests run when you submit.
### BEGIN HIDDEN TESTS
counted = hot_days(np.array([2000] * 3 + [2009] * 2), np.array([1.0, 2.0, 3.0, 4.0, 5.0]), 1.5)
assert {int(decade): int(count) for decade, count in counted.items()} == {2000: 4}, "All days of 2000 to 2009 belong to one decade."
### END HIDDEN TESTS

# %% id="hot-plot"
threshold = float(np.quantile(temperature[in_reference], 0.99))
tens = year // 10 * 10
full = [d for d in np.unique(tens) if (tens == d).sum() >= 3650]
fig, ax = plt.subplots(figsize=(8, 2.8))
ax.bar([str(d) for d in full], [(temperature[tens == d] > threshold).sum() / 10 for d in full], color="white", edgecolor="steelblue", hatch="//")
ax.set_xlabel("decade")
ax.set_ylabel("hot days a year")
ax.set_title(f"Days above {threshold:.1f} degrees, which 1 in 100 days of the reference was");

# %% [markdown] id="hot-plot-in-words"
# *In words:* one bar for each full decade; 20 years have only one. With 60 years and seed 7 the first bar stands at about three hot days a year and the last at about nine, though the mean moved by less than
# two degrees. Not each decade has more than the one before it: the 1990s have fewer than the 1980s.

# %% [markdown] id="skill-about"
# ## Is a forecast any good?
#
# Weather services compare with **climatology**: always forecast what is usual. The *skill score* is 1 minus the mean squared error of the forecast divided by that of climatology. 1 is perfect, 0 is no better than climatology,
# below 0 is worse.

# %% [markdown] id="task-skill"
# ## Task 4: the skill score (2 points)
#
# Write the function `skill(actual, forecast, usual)`. All three are arrays. It returns the skill score.
#
# <details><summary>Hint 1</summary>You need two mean squared errors.</details>
# <details><summary>Hint 2</summary><code>np.mean((actual - forecast) ** 2)</code> is the first.</details>
# <details><summary>Hint 3</summary><code>1 - first / second</code>, where the second has <code>usual</code> for the forecast.</details>

# %% answer="skill"
def skill(actual, forecast, usual):
    """Return 1 minus the squared error of the forecast divided by that of climatology."""
    ### BEGIN SOLUTION
    actual = np.asarray(actual, dtype=float)
    return float(1 - np.mean((actual - forecast) ** 2) / np.mean((actual - usual) ** 2))
    ### END SOLUTION

# %% tests="skill-test" points=2
import numpy as np

score = skill(np.array([2.0, 4.0]), np.array([2.0, 3.0]), np.array([0.0, 6.0]))
# HINT: Squared errors, not absolute ones.
assert score is not None, "skill gave nothing back. Does it end with return?"
assert abs(score - 0.875) < 1e-9, f"The mean squared errors are 0.5 and 4: the skill is 0.875. Yours is {score!r}."
# More tests run when you submit.
### BEGIN HIDDEN TESTS
assert abs(skill(np.array([1.0, 2.0]), np.array([1.0, 2.0]), np.array([0.0, 0.0])) - 1) < 1e-9, "A perfect forecast has a skill of 1."
assert abs(skill(np.array([1.0, 2.0]), np.array([3.0, 2.0]), np.array([2.0, 2.0])) + 3) < 1e-9, "A forecast can be worse than climatology: the skill is below 0."
### END HIDDEN TESTS

# %% id="skill-run"
try:
    for ahead in (1, 3, 7):
        actual = temperature[ahead:]
        season_now, season_then = usual[day_of_year[ahead:]], usual[day_of_year[:-ahead]]
        forecast = season_now + 0.75**ahead * (temperature[:-ahead] - season_then)
        print(f"{ahead} days ahead: skill {skill(actual, forecast, season_now):.2f}")
except NotImplementedError:
    print("(write skill first)")

# %% [markdown] task="reflect" points=2
# ## Reflect (2 points, read by a trainer)
#
# With 60 years you find the planted trend well. Set `n_years` to 20 and run all again: what becomes of the range? What would you tell somebody who shows you a trend of ten years?
#
# Write two to five sentences into the cell below.
#
# ### BEGIN MARK SCHEME
# 1 point: the range becomes much wider, or holds 0. 1 point: ten years tell little about climate; asks for a longer series or for the uncertainty. Any answer that shows thought earns both.
# ### END MARK SCHEME

# %% [markdown] id="reflect-text"
# *Double-click here, delete this line and write your sentences.*

# %% [markdown] id="key-points"
# ## Key points
#
# - Compare like with like: anomalies first, against a reference period that you name.
# - A median of slopes is not spoilt by one odd year. Say how sure you are.
# - A small shift of the mean makes rare days much more common.
# - A forecast has to beat climatology.
#
# **Where next:** *Energy: tomorrow's load* uses temperatures; *Data Lab: quality* for thermometers that break.

# %% [markdown] id="title"
# # Energy: tomorrow's load, and how sure we are
#
# This course has one exercise. It takes about 40 minutes.
#
# **What you will be able to do:**
#
# - compare a forecast with the simplest rule there is,
# - measure an error in megawatts and in percent,
# - give a range instead of a number, and judge whether it holds.
#
# **You need:** functions, lists and a first look at models, as in the course *Your first hour at an AI Factory*.

# %% [markdown] id="parameters-about"
# Values that may be changed before the notebook runs:

# %% id="parameters" tags=["parameters"]
seed: int = 7  # begins all chance in this notebook
n_days: int = 365  # how many days of load are made up

# %% id="imports"
import matplotlib.pyplot as plt
import numpy as np
from sklearn.ensemble import GradientBoostingRegressor

# %% [markdown] id="data-about"
# ## The load of a small town
#
# A grid operator has to order electricity for tomorrow today. Too little is dear, too much as well. The load below is **made up** by the next cell: a daily
# rhythm, quieter weekends, more heating when it is cold, and chance. So you know what a good forecast can find, and that the chance is left over.

# %% id="data"
chance = np.random.default_rng(seed)
hours = np.arange(n_days * 24)
hour, day = hours % 24, hours // 24
weather = np.zeros(n_days)  # warmer and colder spells that last some days
for today in range(1, n_days):
    weather[today] = 0.8 * weather[today - 1] + chance.normal(0, 2.0)
temperature = 8 + 12 * np.sin(2 * np.pi * (day - 105) / 365) + weather[day]
rhythm = 6 * np.exp(-((hour - 8) ** 2) / 8) + 9 * np.exp(-((hour - 19) ** 2) / 10)
load = 30 + rhythm * np.where(day % 7 >= 5, 0.6, 1.0) + 0.5 * np.clip(15 - temperature, 0, None) + chance.normal(0, 1.0, len(hours))
print(f"{n_days} days, load between {load.min():.0f} and {load.max():.0f} megawatts (MW)")

# %% id="data-plot"
fig, ax = plt.subplots(figsize=(8, 3))
ax.plot(np.arange(14 * 24) / 24, load[: 14 * 24], linewidth=1)
ax.set_xlabel("day")
ax.set_ylabel("load (MW)")
ax.set_title("The first two weeks");

# %% [markdown] id="data-plot-in-words"
# *In words:* a line that has two peaks each day, a small one in the morning and a large one in the evening. On two days of each week the peaks are lower.

# %% [markdown] id="rule-about"
# ## The rule to beat
#
# The simplest forecast that is worth anything: *tomorrow at this hour is like the same hour a week ago*. It knows the daily rhythm and the weekend, and costs nothing. A
# model that does not beat it is not worth its electricity.

# %% id="rule-example"
week = 7 * 24
print("the load at hour 200:", round(load[200], 1), "MW; a week before:", round(load[200 - week], 1), "MW")

# %% [markdown] id="task-same-hour"
# ## Task 1: the same hour a week ago (2 points)
#
# Write the function `same_hour_last_week(load)`. It returns the forecast for each hour **from the 169th on** (index 168): an array that is 168 shorter than `load`.
#
# <details><summary>Hint 1</summary>The forecast for index 168 is the load at index 0, and so on.</details>
# <details><summary>Hint 2</summary>The last 168 values of the load are not needed as a forecast: there is no hour after them.</details>
# <details><summary>Hint 3</summary><code>load[:-168]</code> leaves the last 168 out.</details>

# %% answer="same-hour"
def same_hour_last_week(load):
    """Return the load of the week before, for each hour from index 168 on."""
    ### BEGIN SOLUTION
    return load[:-168]
    ### END SOLUTION

# %% tests="same-hour-test" points=2
import numpy as np

forecast = same_hour_last_week(np.arange(170.0))
# HINT: The first value of the forecast is the first value of the load.
assert forecast is not None, "same_hour_last_week gave nothing back. Does it end with return?"
assert len(forecast) == 2, f"Of 170 hours two have a week before them. Yours has {len(forecast)}."
assert [float(value) for value in forecast] == [0.0, 1.0], f"The forecast for the hours 168 and 169 is the load of the hours 0 and 1: 0 and 1 here. Yours is {' and '.join(f'{float(value):g}' for value in forecast)}."
# More tests run when you submit.
### BEGIN HIDDEN TESTS
assert [float(value) for value in same_hour_last_week(np.arange(336.0) * 2)] == [2.0 * i for i in range(168)], "For two weeks the forecast is the whole first week."
assert len(same_hour_last_week(np.arange(168.0))) == 0, "One week alone gives no forecast."
### END HIDDEN TESTS

# %% [markdown] id="error-about"
# ## How wrong is it?
#
# Two measures that people in the business read:
#
# - *MAE*, mean absolute error: by how many megawatts we are wrong on average,
# - *WAPE*, weighted absolute percentage error: the sum of all errors, divided by the sum of the load. It can be compared between towns.

# %% [markdown] id="task-errors"
# ## Task 2: two measures (3 points)
#
# Write the function `errors(actual, forecast)`. It returns two numbers: MAE, and WAPE **in percent**.
#
# For the load 10 and 30 and the forecasts 12 and 27: the errors are 2 and 3, so MAE is 2.5; 5 of 40 are 12.5 percent.
#
# <details><summary>Hint 1</summary>An error counts the same whether we were too high or too low.</details>
# <details><summary>Hint 2</summary><code>np.abs(actual - forecast)</code> are the errors.</details>
# <details><summary>Hint 3</summary>MAE is their mean; WAPE is <code>100 * their sum / actual.sum()</code>.</details>

# %% answer="errors"
def errors(actual, forecast):
    """Return the mean absolute error and the weighted absolute percentage error."""
    ### BEGIN SOLUTION
    actual = np.asarray(actual, dtype=float)
    wrong = np.abs(actual - np.asarray(forecast, dtype=float))
    return float(wrong.mean()), float(100 * wrong.sum() / actual.sum())
    ### END SOLUTION

# %% tests="errors-test" points=3
import numpy as np

measured = errors(np.array([10.0, 30.0]), np.array([12.0, 27.0]))
# HINT: Absolute errors first; then their mean, and their sum divided by the sum of the load.
assert measured is not None, "errors gave nothing back. Does it end with return?"
assert len(measured) == 2, f"errors should return two numbers. It returned {measured!r}."
assert abs(measured[0] - 2.5) < 1e-9, f"The mean absolute error is 2.5. Yours is {measured[0]!r}."
assert abs(measured[1] - 12.5) < 1e-9, f"5 of 40 are 12.5 percent. Yours is {measured[1]!r}."
# More tests run when you submit.
### BEGIN HIDDEN TESTS
measured = errors(np.array([20.0, 20.0, 60.0]), np.array([10.0, 30.0, 60.0]))
assert abs(measured[0] - 20 / 3) < 1e-9, "Too high and too low must not cancel out."
assert abs(measured[1] - 20.0) < 1e-9, "20 of 100 are 20 percent: divide the sums, not each hour by itself."
### END HIDDEN TESTS

# %% [markdown] id="features-about"
# ## What does a model need to know?
#
# For each hour: the hour of the day, whether it is a weekend, the temperature (of a weather forecast), and the load a week before. All of it is known the day before.
# **What is not known must not go in**: the load of the same day would make a wonderful forecast that nobody can use. This is called *leakage*.

# %% [markdown] id="task-split"
# ## Task 3: split by time (3 points)
#
# To test a forecast honestly, the test must lie **after** all that was learned. Write the function `split_by_time(n, share)`. It returns two lists of indexes: the first `share` of the
# `n` hours to learn from, and the rest, in order. Round the number to learn from **down** to whole days of 24 hours.
#
# For `n = 100` and a share of 0.8: 80 hours are three whole days and 8 hours, so 72 to learn from and 28 to test.
#
# <details><summary>Hint 1</summary>First the number of whole days to learn from, then hours.</details>
# <details><summary>Hint 2</summary><code>int(n * share) // 24 * 24</code> rounds down to whole days.</details>
# <details><summary>Hint 3</summary><code>list(range(cut)), list(range(cut, n))</code></details>

# %% answer="split-by-time"
def split_by_time(n, share):
    """Return the indexes to learn from and those to test, in order."""
    ### BEGIN SOLUTION
    cut = int(n * share) // 24 * 24
    return list(range(cut)), list(range(cut, n))
    ### END SOLUTION

# %% tests="split-by-time-test" points=3
parts = split_by_time(100, 0.8)
# HINT: Round down to whole days; the test comes after all that was learned.
assert parts is not None, "split_by_time gave nothing back. Does it end with return?"
assert len(parts) == 2, f"split_by_time should return two lists. It returned {len(parts)}."
assert len(parts[0]) == 72 and len(parts[1]) == 28, f"Of 100 hours 72 are to learn from and 28 to test. Yours: {len(parts[0])} and {len(parts[1])}."
assert max(parts[0]) < min(parts[1]), "All that is tested must lie after all that was learned."
# More tests run when you submit.
### BEGIN HIDDEN TESTS
parts = split_by_time(240, 0.5)
assert [int(i) for i in parts[0]] == list(range(120)) and [int(i) for i in parts[1]] == list(range(120, 240)), "Ten days, half of them: days 0 to 4, then 5 to 9, without a gap."
parts = split_by_time(50, 0.4)
assert len(parts[0]) == 0 and [int(i) for i in parts[1]] == list(range(50)), "20 hours are no whole day: nothing to learn from."
### END HIDDEN TESTS

# %% id="model"
usable = np.arange(168, len(load))
features = np.column_stack([hour[usable], day[usable] % 7 >= 5, temperature[usable], load[usable - 168]])
cut = int(len(usable) * 0.8) // 24 * 24
model = GradientBoostingRegressor(n_estimators=80, max_depth=4, random_state=seed).fit(features[:cut], load[usable[:cut]])
actual, by_model, by_rule = load[usable[cut:]], model.predict(features[cut:]), load[usable[cut:] - 168]
try:
    for name, forecast_of in {"same hour last week": by_rule, "model": by_model}.items():
        mae, wape = errors(actual, forecast_of)
        print(f"{name:20} wrong by {mae:.2f} MW on average, {wape:.1f} percent")
except NotImplementedError:
    print("(write errors first)")

# %% id="model-plot"
fig, ax = plt.subplots(figsize=(8, 3))
ax.plot(actual[:72], color="black", label="what came")
ax.plot(by_rule[:72], linestyle=":", label="same hour last week")
ax.plot(by_model[:72], linestyle="--", label="model")
ax.set_xlabel("hour of the test")
ax.set_ylabel("load (MW)")
ax.set_title("Three days of the test")
ax.legend();

# %% [markdown] id="model-plot-in-words"
# *In words:* three lines over 72 hours. The dashed line of the model runs close to the black line of what came. The dotted rule has the right shape, but lies too high or too low for
# whole days, because it does not know the weather.

# %% [markdown] id="range-about"
# ## How sure are we?
#
# An operator buys reserves for the bad hours. So a **range** is worth more than a number: *between 41 and 45 MW, nine times in ten*. Two questions judge a range: how often does it
# **hold**, and how **wide** is it? A range from 0 to a million always holds and helps nobody.

# %% [markdown] id="task-coverage"
# ## Task 4: does it hold? (3 points)
#
# Write the function `coverage(actual, low, high)`. All three are arrays. It returns two numbers: the share of hours whose load lies between `low` and `high`, ends included,
# and the mean width.
#
# <details><summary>Hint 1</summary>Two questions for each hour: not below low, not above high.</details>
# <details><summary>Hint 2</summary><code>(low &lt;= actual) &amp; (actual &lt;= high)</code> is True where it holds.</details>
# <details><summary>Hint 3</summary>The mean of that is the share; <code>(high - low).mean()</code> is the width.</details>

# %% answer="coverage"
def coverage(actual, low, high):
    """Return how often the range holds, and its mean width."""
    ### BEGIN SOLUTION
    actual, low, high = np.asarray(actual), np.asarray(low), np.asarray(high)
    return float(np.mean((low <= actual) & (actual <= high))), float(np.mean(high - low))
    ### END SOLUTION

# %% tests="coverage-test" points=3
import numpy as np

held = coverage(np.array([1.0, 5.0, 9.0, 4.0]), np.array([0.0, 6.0, 8.0, 4.0]), np.array([2.0, 8.0, 10.0, 5.0]))
# HINT: The ends belong to the range.
assert held is not None, "coverage gave nothing back. Does it end with return?"
assert len(held) == 2, f"coverage should return two numbers. It returned {held!r}."
assert abs(held[0] - 0.75) < 1e-9, f"Three of four hours lie in their range, the ends included. Yours is {held[0]!r}."
assert abs(held[1] - 1.75) < 1e-9, f"The widths are 2, 2, 2 and 1: their mean is 1.75. Yours is {held[1]!r}."
# More tests run when you submit.
### BEGIN HIDDEN TESTS
held = coverage(np.array([1.0, 2.0]), np.array([3.0, 3.0]), np.array([4.0, 5.0]))
assert abs(held[0]) < 1e-9 and abs(held[1] - 1.5) < 1e-9, "A range that never holds has a share of 0."
assert abs(coverage(np.array([2.0]), np.array([1.0]), np.array([2.0]))[0] - 1.0) < 1e-9, "The upper end belongs to the range."
### END HIDDEN TESTS

# %% id="range"
quantiles = {}
for share in (0.05, 0.95):
    quantiles[share] = GradientBoostingRegressor(loss="quantile", alpha=share, n_estimators=60, max_depth=3, random_state=seed)
    quantiles[share].fit(features[:cut], load[usable[:cut]])
low, high = (quantiles[share].predict(features[cut:]) for share in (0.05, 0.95))
try:
    holds, width = coverage(actual, low, high)
    print(f"promised: 90 percent; it holds in {holds:.0%} of the hours, {width:.1f} MW wide on average")
except NotImplementedError:
    print("(write coverage first)")

# %% [markdown] task="reflect" points=2
# ## Reflect (2 points, read by a trainer)
#
# The range was learned from the past and is judged in the last part of the time. If it holds less often than promised, the world of the test was not like that of the past.
# Where in your company would a promise that does not hold cost most?
#
# Write two to five sentences into the cell below.
#
# ### BEGIN MARK SCHEME
# 1 point: a promise, forecast or number of the own work is named. 1 point: says what a wrong one costs, and to whom. Any answer that shows thought earns both.
# ### END MARK SCHEME

# %% [markdown] id="reflect-text"
# *Double-click here, delete this line and write your sentences.*

# %% [markdown] id="key-points"
# ## Key points
#
# - Beat a simple rule first, and tell by how much.
# - Split by time. What will not be known must not go in.
# - A range that holds is worth more than a number that looks exact.
#
# **Where next:** *GPU prototyping* for larger models; *Climate: is it getting warmer here?* for another series of time.

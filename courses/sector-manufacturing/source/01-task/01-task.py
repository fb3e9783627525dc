# %% [markdown] id="title"
# # Manufacturing: hear a bearing fail
#
# This course has one exercise. It takes about 45 minutes.
#
# **What you will be able to do:**
#
# - measure a vibration by its effective value and its peaks,
# - compute the frequency that a worn bearing shows, and find it in a spectrum,
# - raise an alarm that waits for several signs instead of crying wolf,
# - compute what an early alarm saves.
#
# **You need:** functions, lists and a little NumPy, as in the course *Your first hour at an AI Factory*. No mechanics.

# %% [markdown] id="parameters-about"
# Values that may be changed before the notebook runs:

# %% id="parameters" tags=["parameters"]
seed: int = 7  # begins all chance in this notebook
n_weeks: int = 40  # how many weeks the machine runs
fault_week: int = 12  # the week in which the wear begins

# %% id="imports"
import matplotlib.pyplot as plt
import numpy as np

# %% [markdown] id="data-about"
# ## The machine
#
# A pump turns 25 times a second. Once a week a sensor on its bearing records one second of vibration, 10,000 values. The records are **made** by the next cell: the turning of the
# shaft, noise of the hall, and, after `fault_week`, short blows of a worn place. They grow from week to week.
#
# A worn place on the outer ring is hit by each ball that rolls over it. How often depends on the shape of the bearing.

# %% given="record"
RATE = 10_000  # values in a second
SHAFT = 25.0  # turns in a second
BALLS, BALL_MM, PITCH_MM = 9, 7.9, 39.0  # a bearing: number and size of the balls, diameter of their circle


def record(week, chance):
    """One second of made-up vibration of the pump, in the unit g."""
    t = np.arange(RATE) / RATE
    signal = 0.5 * np.sin(2 * np.pi * SHAFT * t) + chance.normal(0, 0.3, RATE)
    wear = max(0, week - fault_week)
    passing = BALLS / 2 * SHAFT * (1 - BALL_MM / PITCH_MM)
    since_blow = np.mod(t, 1 / passing)
    return signal + 0.12 * wear * np.exp(-since_blow * 900) * np.sin(2 * np.pi * 2_000 * since_blow)

# %% id="data"
chance = np.random.default_rng(seed)
records = [record(week, chance) for week in range(n_weeks)]
fig, axes = plt.subplots(2, 1, figsize=(8, 4), sharex=True, sharey=True)
for ax, week in zip(axes, (0, n_weeks - 1)):
    ax.plot(np.arange(1000) / RATE * 1000, records[week][:1000], linewidth=0.8)
    ax.set_ylabel("vibration (g)")
    ax.set_title(f"week {week}")
axes[1].set_xlabel("time (milliseconds)")
fig.tight_layout()

# %% [markdown] id="data-in-words"
# *In words:* two records of a tenth of a second. Both swing slowly with the shaft, under noise. In the last week short, strong blows stand in it at equal distances.

# %% [markdown] id="features-about"
# ## Two numbers for a record
#
# - The *effective value* (RMS): the root of the mean of the squares. It tells how strong the vibration is.
# - The *crest factor*: the largest value, without its sign, divided by the effective value. Short blows make it large.

# %% [markdown] id="task-features"
# ## Task 1: effective value and crest factor (3 points)
#
# Write the function `features(signal)`. It returns the two numbers, effective value first. For the signal 3, -3, 3, -3 they are 3 and 1.
#
# <details><summary>Hint 1</summary>RMS reads from right to left: square, mean, root.</details>
# <details><summary>Hint 2</summary><code>np.sqrt(np.mean(signal ** 2))</code> is the effective value.</details>
# <details><summary>Hint 3</summary><code>np.max(np.abs(signal))</code> is the largest value without its sign.</details>

# %% answer="features"
def features(signal):
    """Return the effective value and the crest factor."""
    ### BEGIN SOLUTION
    signal = np.asarray(signal, dtype=float)
    effective = float(np.sqrt(np.mean(signal**2)))
    return effective, float(np.max(np.abs(signal)) / effective)
    ### END SOLUTION

# %% tests="features-test" points=3
import numpy as np

pair = features(np.array([3.0, -3.0, 3.0, -3.0]))
# HINT: Square, mean, root; then the largest value without its sign, divided by that.
assert pair is not None, "features gave nothing back. Does it end with return?"
assert len(pair) == 2, f"features should return two numbers. It returned {pair!r}."
assert abs(pair[0] - 3) < 1e-9, f"The effective value of 3, -3, 3, -3 is 3. Yours is {pair[0]!r}."
assert abs(pair[1] - 1) < 1e-9, f"The crest factor of 3, -3, 3, -3 is 1. Yours is {pair[1]!r}."
# More tests run when you submit.
### BEGIN HIDDEN TESTS
pair = features(np.array([0.0, 0.0, 0.0, -4.0]))
assert abs(pair[0] - 2) < 1e-9, "The effective value of 0, 0, 0, -4 is 2."
assert abs(pair[1] - 2) < 1e-9, "A blow downwards is a blow, too: the crest factor of 0, 0, 0, -4 is 2."
### END HIDDEN TESTS

# %% id="features-plot"
try:
    pairs = np.array([features(each) for each in records])
    fig, axes = plt.subplots(1, 2, figsize=(8, 2.8))
    for ax, values, name in zip(axes, pairs.T, ("effective value (g)", "crest factor")):
        ax.plot(values, marker=".")
        ax.axvline(fault_week, color="black", linewidth=1)
        ax.set_xlabel("week")
        ax.set_title(name)
    fig.tight_layout()
except NotImplementedError:
    print("(write features first)")

# %% [markdown] id="features-in-words"
# *In words:* two lines over the weeks, with a mark at the week in which the wear begins. The effective value is calm, and begins to rise some weeks after the mark. The crest factor rises by a larger
# share, but jumps up and down.

# %% [markdown] id="frequency-about"
# ## Where to listen
#
# With $n$ balls of diameter $d$ on a circle of diameter $D$, a shaft that turns $f$ times a second, and balls that roll without an angle, a worn place on the outer ring is hit
#
# $$f_{outer} = \frac{n}{2}\, f \left(1 - \frac{d}{D}\right)$$
#
# times a second; on the inner ring, with a plus instead of the minus. (The formula is found in every textbook of machine diagnosis.)

# %% [markdown] id="task-frequency"
# ## Task 2: the two frequencies (2 points)
#
# Write the function `fault_frequencies(n, ball, pitch, turns)`. It returns the frequency of the outer ring, then that of the inner ring, in blows per second.
#
# For 8 balls of 10 mm on a circle of 50 mm and 30 turns: 96 and 144.
#
# <details><summary>Hint 1</summary>Both have the same first part, <code>n / 2 * turns</code>.</details>
# <details><summary>Hint 2</summary>The bracket is <code>(1 - ball / pitch)</code> for the outer ring.</details>
# <details><summary>Hint 3</summary>And <code>(1 + ball / pitch)</code> for the inner one.</details>

# %% answer="fault-frequencies"
def fault_frequencies(n, ball, pitch, turns):
    """Return how often a worn place is hit, on the outer and on the inner ring."""
    ### BEGIN SOLUTION
    return n / 2 * turns * (1 - ball / pitch), n / 2 * turns * (1 + ball / pitch)
    ### END SOLUTION

# %% tests="fault-frequencies-test" points=2
pair = fault_frequencies(8, 10, 50, 30)
# HINT: n / 2 * turns, times one minus or plus ball / pitch.
assert pair is not None, "fault_frequencies gave nothing back. Does it end with return?"
assert len(pair) == 2, f"fault_frequencies should return two numbers. It returned {pair!r}."
assert abs(pair[0] - 96) < 1e-6, f"The outer ring is hit 96 times a second. Yours is {pair[0]!r}."
assert abs(pair[1] - 144) < 1e-6, f"The inner ring is hit 144 times a second. Yours is {pair[1]!r}."
# More tests run when you submit.
### BEGIN HIDDEN TESTS
pair = fault_frequencies(9, 7.9, 39.0, 25.0)
assert abs(pair[0] - 89.7115) < 1e-3 and abs(pair[1] - 135.2885) < 1e-3, "The frequencies of the bearing of the pump were not right."
### END HIDDEN TESTS

# %% [markdown] id="envelope-about"
# ## The envelope
#
# The blows ring at 2,000 per second; how often they **come** is hidden in it. Take the signal without its sign, and look at the frequencies of that: this is called the *envelope spectrum*. `np.fft.rfft` splits a
# signal into frequencies. With one second of record, entry number 90 belongs to 90 per second.

# %% given="envelope"
def envelope_spectrum(signal):
    """How strong each whole frequency from 0 to 5,000 is in the signal without its sign."""
    without_sign = np.abs(signal - np.mean(signal))
    return np.abs(np.fft.rfft(without_sign - without_sign.mean())) / len(signal) * 2

# %% id="envelope-plot"
fig, ax = plt.subplots(figsize=(8, 3))
for week, style in ((0, ":"), (n_weeks - 1, "-")):
    ax.plot(np.arange(300), envelope_spectrum(records[week])[:300], linestyle=style, label=f"week {week}")
ax.axvline(BALLS / 2 * SHAFT * (1 - BALL_MM / PITCH_MM), color="black", linewidth=0.8)
ax.set_xlabel("frequency (per second)")
ax.set_ylabel("strength (g)")
ax.set_title("The envelope speaks of the outer ring")
ax.legend();

# %% [markdown] id="envelope-in-words"
# *In words:* the dotted line of week 0 has one peak at 50, twice the turning of the shaft. The line of the last week has tall peaks at 90 and at 180: the frequency of the outer ring and twice that.

# %% [markdown] id="task-strength"
# ## Task 3: how loud is the fault? (3 points)
#
# Write the function `strength_at(spectrum, frequency)`. A machine never turns at exactly its speed, so look at the nearest whole frequency and the **two** on each side of it: five entries. Return the largest of them,
# divided by the **median** of the whole spectrum. About 1 to 4 is quiet; far above it is a fault.
#
# <details><summary>Hint 1</summary><code>round(frequency)</code> is the nearest whole number.</details>
# <details><summary>Hint 2</summary><code>spectrum[at - 2 : at + 3]</code> are the five entries around <code>at</code>.</details>
# <details><summary>Hint 3</summary><code>np.max(...) / np.median(spectrum)</code></details>

# %% answer="strength-at"
def strength_at(spectrum, frequency):
    """Return the largest of five entries around a frequency, divided by the median of all."""
    ### BEGIN SOLUTION
    at = round(frequency)
    return float(np.max(spectrum[at - 2 : at + 3]) / np.median(spectrum))
    ### END SOLUTION

# %% tests="strength-at-test" points=3
import numpy as np

quiet = np.ones(100)
loud = quiet.copy()
loud[41] = 8.0
value = strength_at(loud, 40.2)
# HINT: Five entries: two below the nearest whole frequency, itself, two above it.
assert value is not None, "strength_at gave nothing back. Does it end with return?"
assert abs(value - 8) < 1e-9, f"The peak at 41 is among the five entries around 40. Yours is {value!r}."
assert abs(strength_at(quiet, 40.2) - 1) < 1e-9, "Where all is equal the strength is 1."
# More tests run when you submit.
### BEGIN HIDDEN TESTS
assert abs(strength_at(loud, 43.4) - 8) < 1e-9, "The entry two below belongs to the five."
assert abs(strength_at(loud, 38.6) - 8) < 1e-9, "38.6 is nearest to 39, and 41 is two above it."
assert abs(strength_at(loud, 44.0) - 1) < 1e-9, "The entry three below does not belong to the five."
assert abs(strength_at(loud * 2, 41) - 8) < 1e-9, "The strength is divided by the median, so a louder sensor changes nothing."
hill = quiet.copy()
hill[39:44] = 8.0
assert abs(strength_at(hill, 41) - 8) < 1e-9, "The median is that of the whole spectrum, not of the five entries."
### END HIDDEN TESTS

# %% [markdown] id="alarm-about"
# ## Do not cry wolf
#
# One strong record may be a fork-lift that passed by. People stop listening to alarms that are often false. A common rule: alarm when **three of the last four** records were above a limit.

# %% [markdown] id="task-alarm"
# ## Task 4: the first alarm (3 points)
#
# Write the function `first_alarm(strengths, limit)`. It returns the index of the first week in which at least three of the last four values (that week and the three before it) are **above** the limit, and `None` when
# there is none. In the first weeks there are fewer than four values; three of three are enough.
#
# <details><summary>Hint 1</summary>Go through the weeks in order; for each, look back.</details>
# <details><summary>Hint 2</summary><code>strengths[max(0, week - 3) : week + 1]</code> are the last four at most.</details>
# <details><summary>Hint 3</summary>Count with <code>sum(value &gt; limit for value in last)</code> and return the week at the first count of 3.</details>

# %% answer="first-alarm"
def first_alarm(strengths, limit):
    """Return the first week with three of the last four above the limit, or None."""
    ### BEGIN SOLUTION
    for week in range(len(strengths)):
        last = strengths[max(0, week - 3) : week + 1]
        if sum(value > limit for value in last) >= 3:
            return week
    return None
    ### END SOLUTION

# %% tests="first-alarm-test" points=3
# HINT: Look at each week and the three before it; three of these four are enough.
assert first_alarm([1, 9, 1, 9, 9, 1], 5) is not None, "There is an alarm in this series. Does first_alarm end with return?"
assert first_alarm([1, 9, 1, 9, 9, 1], 5) == 4, f"In week 4 three of the last four (9, 1, 9, 9) are above 5. Yours is {first_alarm([1, 9, 1, 9, 9, 1], 5)!r}."
assert first_alarm([1, 9, 1, 1, 9, 1], 5) is None, "Two strong weeks far apart are no alarm: None."
# More tests run when you submit.
### BEGIN HIDDEN TESTS
assert first_alarm([9, 9, 9, 1], 5) == 2, "Three of three are enough in the first weeks."
assert first_alarm([5, 5, 5, 5], 5) is None, "Only values above the limit count."
assert first_alarm([9, 1, 1, 9, 1, 9, 9], 5) == 6, "A value five weeks ago does not count."
assert first_alarm([9, 1, 1, 9, 9, 1], 5) is None, "A value four weeks ago does not count either: the week and the three before it are four."
assert first_alarm([], 5) is None, "Without any record there is no alarm."
### END HIDDEN TESTS

# %% id="alarm-run"
try:
    outer = fault_frequencies(BALLS, BALL_MM, PITCH_MM, SHAFT)[0]
    strengths = [strength_at(envelope_spectrum(each), outer) for each in records]
    week = first_alarm(strengths, 6)
    fig, ax = plt.subplots(figsize=(8, 3))
    ax.semilogy(strengths, marker=".", label="strength at the outer ring")
    ax.axhline(6, color="black", linestyle=":", label="limit")
    if week is not None:
        ax.plot(week, strengths[week], marker="v", markersize=12, color="black", linestyle="none", label=f"alarm in week {week}")
    ax.axvline(fault_week, color="black", linewidth=1)
    ax.set_xlabel("week")
    ax.set_ylabel("strength")
    ax.legend()
    print(f"the wear began in week {fault_week}; first alarm: week {week}")
except NotImplementedError:
    print("(finish the tasks above first)")

# %% [markdown] id="alarm-in-words"
# *In words:* the strength stays below the limit until some weeks after the wear begins, then it climbs steadily. A triangle marks the week of the first alarm.

# %% [markdown] id="saving-about"
# ## What does it save?
#
# A repair that is planned costs 2,000 euro; a pump that breaks down costs 2,000 euro **and** a day of lost work, 15,000 euro. A visit for nothing costs 400 euro. Suppose ten such pumps: in a year four wear out, and the alarm
# finds three of them, and cries wolf twice: without alarms 4 · 17,000 = 68,000 euro, with them 3 · 2,000 + 1 · 17,000 + 2 · 400 = 23,800 euro. Put in your own numbers before you buy sensors.

# %% [markdown] task="reflect" points=2
# ## Reflect (2 points, read by a trainer)
#
# Which machine of your company speaks before it fails? What would you measure, how often, and who would look at the alarm?
#
# Write two to five sentences into the cell below.
#
# ### BEGIN MARK SCHEME
# 1 point: a machine and a thing to measure. 1 point: how often, and who looks at the alarm. Any answer that shows thought earns both.
# ### END MARK SCHEME

# %% [markdown] id="reflect-text"
# *Double-click here, delete this line and write your sentences.*

# %% [markdown] id="key-points"
# ## Key points
#
# - Blows raise the crest factor by a larger share than the effective value, but it jumps from record to record.
# - Physics says **where** to listen. Then a simple rule does more than a large model that does not know it.
# - An alarm that waits for three signs is believed.
#
# **Where next:** *GPU prototyping* for models of many machines; *Trustworthy AI* for what drift does to them.

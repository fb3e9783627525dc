# %% [markdown] id="title"
# # Write it down
#
# This is exercise 4 of 4 of the course *Trustworthy AI*. It takes about 25 minutes.
#
# **What you will be able to do:**
#
# - say what belongs into a model card, and let a program refuse one with empty fields,
# - compute the energy of a training run, and say what is measured and what is assumed,
# - round figures so that they do not promise more than you know,
# - decide when a card has to be looked at again.
#
# **You need:** exercises 1 to 3.

# %% [markdown] id="parameters-about"
# Values that may be changed before the notebook runs:

# %% id="parameters" tags=["parameters"]
seed: int = 7  # begins all chance in this notebook
assumed_watts: float = 65.0  # power of one processor under load, where the machine does not tell
grams_per_kwh: float = 250.0  # carbon intensity that the example assumes, in grams of CO2 equivalent

# %% id="imports"
import time
from datetime import date, timedelta
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
from sklearn.datasets import load_breast_cancer
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import cross_val_score

# %% [markdown] id="why"
# ## For whom does one write?
#
# A *model card* (M. Mitchell and others, 2019) is a page about one model, for people who did not make it: what it is for, what it is **not** for, how good it is and for whom, what it was
# trained on. For high-risk systems the AI Act asks for more (Article 11 and Annex IV, technical documentation); the habit is the same.
#
# | field | a reader asks |
# |---|---|
# | `name`, `version`, `contact` | what is it, and whom do I ask? |
# | `intended_use`, `not_for` | may I use it for this? |
# | `training_data` | what has it seen? |
# | `metrics` | how good is it, and for which groups? |
# | `limits` | when is it wrong? |
# | `oversight` | who can stop it? |
# | `reviewed` | when did somebody look at this page? |

# %% given="mandatory"
MANDATORY = ["name", "version", "contact", "intended_use", "not_for", "training_data", "metrics", "limits", "oversight", "reviewed"]
FILLERS = {"", "-", "n/a", "none", "tbd", "todo", "unknown"}

# %% id="empty-example"
half_done = {"name": "cell-check", "version": "1.0.0", "contact": "ml@example.org", "intended_use": "TBD", "not_for": "  ", "metrics": {}}
for field in MANDATORY:
    print(f"{field:14} {half_done.get(field, '(not there)')!r}")

# %% [markdown] id="empty-words"
# *TBD*, blanks and an empty dictionary look like an answer and are none.

# %% [markdown] id="task-empty-fields"
# ## Task 1: find the empty fields (4 points)
#
# Write the function `empty_fields(card)`. It returns the list of the `MANDATORY` fields, in their order, that are
#
# - not in the card, or `None`,
# - a text that is in `FILLERS` after blanks at both ends are taken away, whether in large or small letters,
# - an empty list or an empty dictionary.
#
# <details><summary>Hint 1</summary>Write a small function first that says of one value whether it is empty.</details>
# <details><summary>Hint 2</summary><code>isinstance(value, str)</code> tells texts apart; <code>value.strip().lower()</code> takes blanks away and makes small letters.</details>
# <details><summary>Hint 3</summary><code>value is None or (value.strip().lower() in FILLERS if isinstance(value, str) else value in ([], {}))</code></details>

# %% answer="empty-fields"
def empty_fields(card):
    """Return the mandatory fields that say nothing, in their order."""
    ### BEGIN SOLUTION
    def is_empty(value):
        if isinstance(value, str):
            return value.strip().lower() in FILLERS
        return value is None or value == [] or value == {}

    return [field for field in MANDATORY if is_empty(card.get(field))]
    ### END SOLUTION

# %% tests="empty-fields-test" points=2
full = {field: "something" for field in ["name", "version", "contact", "intended_use", "not_for", "training_data", "metrics", "limits", "oversight", "reviewed"]}
# HINT: card.get(field) gives None when the field is not there.
assert empty_fields(full) is not None, "empty_fields gave nothing back. Does it end with return?"
assert list(empty_fields(full)) == [], f"A full card has no empty fields. Yours is {empty_fields(full)!r}."
assert list(empty_fields({**full, "limits": "", "contact": None})) == ["contact", "limits"], "contact and limits are empty, in the order of MANDATORY."
# More tests run when you submit.
### BEGIN HIDDEN TESTS
assert list(empty_fields({})) == list(full), "In an empty card all fields are missing, in their order."
assert list(empty_fields({**full, "note": ""})) == [], "A field that is not mandatory may be empty."
### END HIDDEN TESTS

# %% tests="empty-fields-fillers-test" points=2
full = {field: "something" for field in ["name", "version", "contact", "intended_use", "not_for", "training_data", "metrics", "limits", "oversight", "reviewed"]}
# HINT: Take away blanks and make small letters before you look into FILLERS.
assert list(empty_fields({**full, "not_for": " TBD "})) == ["not_for"], "TBD with blanks around it says nothing."
assert list(empty_fields({**full, "metrics": {}})) == ["metrics"], "An empty dictionary says nothing."
# More tests run when you submit.
### BEGIN HIDDEN TESTS
assert list(empty_fields({**full, "limits": "N/A", "oversight": [], "version": "Unknown"})) == ["version", "limits", "oversight"], "N/A, Unknown and an empty list say nothing."
assert list(empty_fields({**full, "metrics": {"errors": 0}})) == [], "A dictionary with a 0 in it is not empty."
assert list(empty_fields({**full, "metrics": 0})) == [], "The number 0 is an answer: no errors, for instance."
assert list(empty_fields({**full, "limits": "none known after 3 tests"})) == [], "A sentence that begins with a filler is no filler."
### END HIDDEN TESTS

# %% [markdown] id="energy-about"
# ## What did the run cost?
#
# Energy is power times time: 100 watts for one hour are 100 watt-hours, 0.1 kWh. Some machines tell the energy of their processor; Linux shows it as a counter in
# microjoules. Many virtual machines do not. Then one **assumes** a power and says so. 3,600 joules are one watt-hour.

# %% id="energy-run"
counter = Path("/sys/class/powercap/intel-rapl:0/energy_uj")


def read_counter():
    """Microjoules so far, or None where the machine does not tell."""
    try:
        return int(counter.read_text())
    except (OSError, ValueError):
        return None


cells = load_breast_cancer()
before, began = read_counter(), time.process_time()
quality = cross_val_score(RandomForestClassifier(n_estimators=60, random_state=seed), cells.data, cells.target, cv=5)
cpu_seconds, after = time.process_time() - began, read_counter()
print(f"right answers {quality.mean():.1%}, between {quality.min():.1%} and {quality.max():.1%} in five parts")
print(f"{cpu_seconds:.1f} CPU seconds; the machine {'tells its energy' if before is not None and after is not None else 'does not tell its energy'}")

# %% [markdown] id="task-energy"
# ## Task 2: energy (2 points)
#
# Write the function `energy_wh(seconds, watts, joules=None)`. When `joules` is given, it was measured: return it in watt-hours. When it is `None`, return what
# `watts` make in these `seconds`, in watt-hours.
#
# <details><summary>Hint 1</summary>Two ways in, one unit out.</details>
# <details><summary>Hint 2</summary>Watts times seconds are joules.</details>
# <details><summary>Hint 3</summary><code>if joules is None: joules = watts * seconds</code>, then divide by 3600.</details>

# %% answer="energy-wh"
def energy_wh(seconds, watts, joules=None):
    """Return the energy in watt-hours, measured or from an assumed power."""
    ### BEGIN SOLUTION
    used = watts * seconds if joules is None else joules
    return used / 3600
    ### END SOLUTION

# %% tests="energy-wh-test" points=2
result = energy_wh(3600, 100)
# HINT: Watts times seconds are joules; 3600 joules are one watt-hour.
assert result is not None, "energy_wh gave nothing back. Does it end with return?"
assert abs(result - 100) < 1e-9, f"100 watts for an hour are 100 watt-hours. Yours is {result!r}."
assert abs(energy_wh(10, 100, joules=7200) - 2) < 1e-9, "7200 joules that were measured are 2 watt-hours, whatever was assumed."
# More tests run when you submit.
### BEGIN HIDDEN TESTS
assert abs(energy_wh(90, 40) - 1.0) < 1e-9, "40 watts for 90 seconds are one watt-hour."
assert abs(energy_wh(90, 40, joules=0)) < 1e-9, "A measured 0 is a measurement, and not a missing one."
### END HIDDEN TESTS

# %% id="energy-plot"
hours = np.array([1, 2, 4, 8, 16, 32])
fig, ax = plt.subplots(figsize=(7, 3.2))
for watts, marker in ((65, "o"), (300, "s"), (700, "^")):
    ax.plot(hours, hours * watts / 1000, marker=marker, label=f"{watts} W")
ax.axhline(0.1, color="black", linewidth=1, linestyle="--")
ax.text(32, 0.115, "heating one litre of water to 100 degrees: 0.1 kWh", ha="right", fontsize=9)
ax.set_yscale("log")
ax.set_xlabel("hours of full load")
ax.set_ylabel("energy (kWh)")
ax.set_title("Power times time")
ax.legend();

# %% [markdown] id="energy-plot-in-words"
# *In words:* three rising lines for 65, 300 and 700 watts over 1 to 32 hours, and a dashed line at 0.1 kilowatt-hours, the energy that heats one litre of water from 15 to 100 degrees
# (4.19 kilojoules for each degree). 700 watts for 32 hours are 22 kilowatt-hours, more than 200 litres.

# %% [markdown] id="digits-about"
# ## How many digits do you know?
#
# "Accuracy 95.614 %" on 114 patients promises too much: one patient more or less moves it by 0.9 points. A quick measure is the *standard error* of a share $p$ among $n$ people,
# $\sqrt{p(1-p)/n}$. About two of it to each side hold the true value in most cases.

# %% [markdown] id="task-honest"
# ## Task 3: an honest figure (3 points)
#
# Write the function `honest_share(right, n)`. `right` of `n` answers were right. It returns three numbers: the share, the lower and the upper end of the range of **two** standard errors. All in
# percent, rounded to whole numbers with `round`, and the ends never below 0 or above 100.
#
# For 90 of 100: the standard error is 3 percent, so the three numbers are 90, 84, 96.
#
# <details><summary>Hint 1</summary>Compute with shares between 0 and 1 first. Percent and rounding come last.</details>
# <details><summary>Hint 2</summary><code>error = (p * (1 - p) / n) ** 0.5</code></details>
# <details><summary>Hint 3</summary><code>round(100 * max(0, p - 2 * error))</code> is the lower end.</details>

# %% answer="honest-share"
def honest_share(right, n):
    """Return share, lower and upper end in whole percent."""
    ### BEGIN SOLUTION
    p = right / n
    both_sides = 2 * (p * (1 - p) / n) ** 0.5
    return round(100 * p), round(100 * max(0, p - both_sides)), round(100 * min(1, p + both_sides))
    ### END SOLUTION

# %% tests="honest-share-test" points=3
result = honest_share(90, 100)
# HINT: share, share minus two errors, share plus two errors; then percent, then round.
assert result is not None, "honest_share gave nothing back. Does it end with return?"
assert len(result) == 3, f"honest_share should return three numbers. It returned {result!r}."
assert [float(number) for number in result] == [90, 84, 96], f"For 90 of 100 the numbers are 90, 84, 96. Yours are {result!r}."
# More tests run when you submit.
### BEGIN HIDDEN TESTS
assert [float(number) for number in honest_share(109, 114)] == [96, 92, 99], "For 109 of 114 the numbers are 96, 92, 99."
assert [float(number) for number in honest_share(114, 115)] == [99, 97, 100], "For 114 of 115 the numbers are 99, 97, 100: the upper end is never above 100."
assert [float(number) for number in honest_share(1, 20)] == [5, 0, 15], "The lower end is never below 0."
assert [float(number) for number in honest_share(50, 50)] == [100, 100, 100], "All right: the range is 100 to 100."
### END HIDDEN TESTS

# %% [markdown] id="review-about"
# ## A card gets old
#
# The world changes, the model stays. A card has the day on which somebody looked at it, and a rule when to look again: after a year at the latest, after 90 days where people are touched, at once
# after an incident or when the data has drifted (exercise 3).

# %% [markdown] id="task-review"
# ## Task 4: when is the next look? (3 points)
#
# Write the function `next_review(reviewed, touches_people, psi=0.0, incident=None)`. `reviewed` is a date. It returns the date of the next look:
#
# - 365 days after `reviewed`, or 90 days after it when `touches_people`,
# - the day of the `incident`, if there was one **after** `reviewed` and it comes earlier,
# - `reviewed` itself, if `psi` is above 0.25: a look is due at once.
#
# <details><summary>Hint 1</summary>Begin with the ordinary date, then ask whether something makes it earlier.</details>
# <details><summary>Hint 2</summary><code>reviewed + timedelta(days=90)</code> is a date; <code>min</code> of two dates is the earlier one.</details>
# <details><summary>Hint 3</summary><code>if incident is not None and incident &gt; reviewed: due = min(due, incident)</code></details>

# %% answer="next-review"
def next_review(reviewed, touches_people, psi=0.0, incident=None):
    """Return the date of the next look at the card."""
    ### BEGIN SOLUTION
    if psi > 0.25:
        return reviewed
    day = reviewed + timedelta(days=90 if touches_people else 365)
    if incident is not None and reviewed < incident < day:
        return incident
    return day
    ### END SOLUTION

# %% tests="next-review-test" points=3
from datetime import date

result = next_review(date(2026, 1, 1), False)
# HINT: First the ordinary date, then what makes it earlier.
assert result is not None, "next_review gave nothing back. Does it end with return?"
assert result == date(2027, 1, 1), f"365 days after 1 January 2026 is 1 January 2027. Yours is {result!r}."
assert next_review(date(2026, 1, 1), True) == date(2026, 4, 1), "Where people are touched: 90 days."
assert next_review(date(2026, 1, 1), True, incident=date(2026, 2, 1)) == date(2026, 2, 1), "An incident makes it earlier."
# More tests run when you submit.
### BEGIN HIDDEN TESTS
assert next_review(date(2026, 1, 1), True, incident=date(2025, 12, 1)) == date(2026, 4, 1), "An incident before the last look was looked at then."
assert next_review(date(2026, 1, 1), True, incident=date(2026, 8, 1)) == date(2026, 4, 1), "An incident after the date that was due anyway changes nothing."
assert next_review(date(2026, 1, 1), False, psi=0.3) == date(2026, 1, 1), "Drifted data: a look is due at once."
assert next_review(date(2026, 1, 1), False, psi=0.25) == date(2027, 1, 1), "The limit itself is not above 0.25."
### END HIDDEN TESTS

# %% [markdown] id="task-card"
# ## Task 5: your card (4 points)
#
# Make the dictionary `card` for the model of the run above: a forest of 60 trees that tells from 30 measurements of cells whether a tumour is malignant. It is **practice, and no medical device**; your card
# must say so in `not_for`. Fill all mandatory fields, and besides:
#
# - `metrics` is a dictionary with at least `"right_answers_percent"`, a number between 0 and 100, and `"energy_wh"`, a number above 0,
# - `reviewed` is a text such as `"2026-11-30"`,
# - `not_for` and `limits` have at least 30 characters each.
#
# <details><summary>Hint 1</summary>Copy the names of MANDATORY, one line for each.</details>
# <details><summary>Hint 2</summary>You have the numbers already: <code>quality.mean()</code> and <code>energy_wh(cpu_seconds, assumed_watts)</code>.</details>
# <details><summary>Hint 3</summary><code>"metrics": {"right_answers_percent": round(100 * float(quality.mean())), "energy_wh": energy_wh(cpu_seconds, assumed_watts)}</code></details>

# %% answer="card"
### BEGIN SOLUTION
card = {
    "name": "cell-check practice forest",
    "version": "0.9.0",
    "contact": "ml-team@example.org",
    "intended_use": "Practice in writing model cards; shows how a forest is trained and judged.",
    "not_for": "No medical use, no diagnosis, no decision about a patient: practice alone.",
    "training_data": "Breast cancer Wisconsin (diagnostic), 569 patients, UCI, CC-BY-4.0, as shipped by scikit-learn.",
    "metrics": {"right_answers_percent": round(100 * float(quality.mean())), "energy_wh": max(0.001, energy_wh(cpu_seconds, assumed_watts))},
    "limits": "One hospital, one year, one way to take the images; never tried on other devices.",
    "oversight": "The trainer of this course; the model runs nowhere else and is thrown away.",
    "reviewed": "2026-11-30",
}
### END SOLUTION

# %% tests="card-complete-test" points=2
fields = ["name", "version", "contact", "intended_use", "not_for", "training_data", "metrics", "limits", "oversight", "reviewed"]
# HINT: Every field of MANDATORY needs an answer; TBD is none.
assert isinstance(card, dict), f"card should be a dictionary, in curly brackets. Yours is {card!r}."
missing = [field for field in fields if field not in card]
assert missing == [], f"The card is refused: these fields are missing: {', '.join(missing)}."
fillers = [field for field in fields if isinstance(card[field], str) and card[field].strip().lower() in ("", "-", "n/a", "none", "tbd", "todo", "unknown")]
assert fillers == [], f"The card is refused: these fields say nothing: {', '.join(fillers)}."
# More tests run when you submit.
### BEGIN HIDDEN TESTS
assert all(card[field] not in (None, [], {}) for field in fields), "The card is refused: a field is empty."
date.fromisoformat(str(card["reviewed"]))
### END HIDDEN TESTS

# %% tests="card-content-test" points=2
# HINT: not_for and limits are sentences; metrics is a dictionary with two numbers.
assert isinstance(card, dict) and "not_for" in card and "limits" in card and "metrics" in card, "The card needs not_for, limits and metrics."
assert len(str(card["not_for"])) >= 30, f"not_for should have at least 30 characters. Yours has {len(str(card['not_for']))}."
assert len(str(card["limits"])) >= 30, f"limits should have at least 30 characters. Yours has {len(str(card['limits']))}."
assert isinstance(card["metrics"], dict), "metrics should be a dictionary."
# More tests run when you submit.
### BEGIN HIDDEN TESTS
words = str(card["not_for"]).lower()
assert any(word in words for word in ("medic", "diagnos", "patient", "clinic", "health", "doctor", "hospital", "treatment")), "not_for should say that the model is not for medical use."
assert 50 <= float(card["metrics"]["right_answers_percent"]) <= 100, "right_answers_percent should be what the run gave, in percent."
assert 0 < float(card["metrics"]["energy_wh"]) < 100, "energy_wh should be the energy of the run in watt-hours."
### END HIDDEN TESTS

# %% [markdown] id="card-shown-about"
# ### Your card as others read it

# %% id="card-shown"
try:
    for field in MANDATORY:
        print(f"{field.replace('_', ' '):15} {card[field]}")
    print("\nenergy: assumed power" if read_counter() is None else "\nenergy: the machine could tell it", f"{assumed_watts} W, {grams_per_kwh} g CO2 equivalent a kWh (assumed)")
except (NameError, KeyError):
    print("(write your card first)")

# %% [markdown] id="key-points"
# ## Key points
#
# - A card is for people who did not make the model. *What it is not for* is the most useful line.
# - A program can refuse empty fields. It cannot tell whether a sentence is true: somebody has to read it.
# - Say which figures are measured and which are assumed.
# - Two standard errors keep you from promising digits that you do not know.
#
# **Where next:** the courses *Data Lab: quality* and *Data Lab: privacy* go deeper into data; *Fine-tuning* asks for a model card of this kind.

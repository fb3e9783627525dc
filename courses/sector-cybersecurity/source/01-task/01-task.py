# %% [markdown] id="title"
# # Cybersecurity: find the odd login
#
# This course has one exercise. It takes about 40 minutes.
#
# **What you will be able to do:**
#
# - make features of a log,
# - say how unusual an event is **for one person**,
# - measure what two people with little time need: how many of the first k alerts are worth it,
# - keep what is personal out of an alert.
#
# **You need:** functions, lists and dictionaries, as in the course *Your first hour at an AI Factory*.

# %% [markdown] id="parameters-about"
# Values that may be changed before the notebook runs:

# %% id="parameters" tags=["parameters"]
seed: int = 7  # begins all chance in this notebook
n_logins: int = 6000  # how many logins are made up
n_attacks: int = 30  # how many of them are planted attacks

# %% id="imports"
import hashlib
import hmac
import math

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd

# %% [markdown] id="data-about"
# ## The log
#
# The log of a made-up company of 60 people: who logged in, at which hour, from which country, on which kind of device. Everybody has habits. Among the logins are **planted** attacks: somebody else uses the
# password of a colleague, at an hour and from a place that do not fit. A real log has no column `attack`; here it is the answer to measure by.

# %% id="data"
chance = np.random.default_rng(seed)
countries, devices = np.array(["FI", "DE", "PT", "CZ", "US", "BR"]), np.array(["laptop", "phone", "tablet"])
habits = {
    f"user{n:02}": (chance.integers(7, 19), chance.dirichlet([8, 1, 1, 1, 0.3, 0.2][n % 4 :] + [8, 1, 1, 1, 0.3, 0.2][: n % 4]), chance.dirichlet([6, 3, 1]))
    for n in range(60)
}
names = chance.choice(list(habits), n_logins)
log = pd.DataFrame({
    "user": names,
    "hour": [int(round(chance.normal(habits[name][0], 2))) % 24 for name in names],
    "country": [chance.choice(countries, p=habits[name][1]) for name in names],
    "device": [chance.choice(devices, p=habits[name][2]) for name in names],
    "attack": False,
})
planted = chance.choice(n_logins, n_attacks, replace=False)
log.loc[planted, "hour"] = chance.integers(0, 24, n_attacks)
log.loc[planted, "country"] = chance.choice(countries, n_attacks)
log.loc[planted, "device"] = chance.choice(devices, n_attacks)
log.loc[planted, "attack"] = True
log.head()

# %% id="data-plot"
fig, ax = plt.subplots(figsize=(8, 2.8))
ax.hist(log.loc[~log["attack"], "hour"], bins=range(25), color="white", edgecolor="steelblue", hatch="//", density=True, label="ordinary")
ax.hist(log.loc[log["attack"], "hour"], bins=range(25), histtype="step", color="black", linewidth=2, density=True, label="planted attacks")
ax.set_xlabel("hour of the day")
ax.set_ylabel("share of logins")
ax.set_title("All people together: the night looks odd, and little else")
ax.legend();

# %% [markdown] id="data-plot-in-words"
# *In words:* ordinary logins lie between 5 and 21 o'clock. Planted attacks lie at all hours, most of them at hours that are ordinary for **somebody**. So one has to ask what is ordinary for **this** person.

# %% [markdown] id="habit-about"
# ## What is usual for one person?
#
# Count. If Ada logged in 98 times from Finland and twice from Germany, then Germany has a share of 0.02. A value that was never seen would have a share of 0, and everything new would look infinitely odd. So one adds a little to
# each count, as if every possible value had been seen once more (P.-S. Laplace used this for the sunrise): with $c$ times of $n$ and $v$ possible values the share is $(c + 1) / (n + v)$.

# %% [markdown] id="task-share"
# ## Task 1: the smoothed share (2 points)
#
# Write the function `share(count, total, possible)`. It returns $(c + 1) / (n + v)$.
#
# <details><summary>Hint 1</summary>The formula stands above; watch the brackets.</details>
# <details><summary>Hint 2</summary>In Python a fraction with a sum above and below needs two pairs of brackets.</details>
# <details><summary>Hint 3</summary><code>return (count + …) / (total + …)</code></details>

# %% answer="share"
def share(count, total, possible):
    """Return the share of a value, with one added to each possible value."""
    ### BEGIN SOLUTION
    seen_once_more = count + 1
    return seen_once_more / (total + possible)
    ### END SOLUTION

# %% tests="share-test" points=2
value = share(2, 100, 6)
# HINT: (count + 1) divided by (total + possible).
assert value is not None, "share gave nothing back. Does it end with return?"
assert abs(value - 3 / 106) < 1e-9, f"2 of 100 among 6 possible values: 3 / 106. Yours is {value!r}."
# More tests run when you submit.
### BEGIN HIDDEN TESTS
assert abs(share(0, 0, 4) - 0.25) < 1e-9, "Of a person who was never seen nothing is known: each of 4 values has 0.25."
assert abs(sum(share(count, 10, 3) for count in (10, 0, 0)) - 1) < 1e-9, "The shares of all possible values should add up to 1."
### END HIDDEN TESTS

# %% [markdown] id="surprise-about"
# ## Surprise
#
# How odd is a value with share $p$? $-\log_2 p$, its *surprise* in bits (C. Shannon, 1948): 0 for what always happens, 1 for a coin, about 10 for one in a thousand. The surprises of several features add up, if we take the features as independent.
# They are not quite; it is good enough to sort by.

# %% [markdown] id="task-surprise"
# ## Task 2: the surprise of a login (3 points)
#
# Write the function `surprise(login, seen, possible)`. `login` is a dictionary such as `{"country": "FI", "device": "phone"}`. `seen` says for each feature how often each value was seen:
# `{"country": {"FI": 98, "DE": 2}, "device": {"phone": 50, "laptop": 50}}`. `possible` says how many values each feature can have: `{"country": 6, "device": 3}`. Return the sum of the surprises, in bits. The total of a feature is the sum
# of its counts; a value that was not seen has a count of 0.
#
# <details><summary>Hint 1</summary>Go through the features of the login, compute the share of each, and add up.</details>
# <details><summary>Hint 2</summary><code>counts = seen[feature]</code>, <code>counts.get(value, 0)</code> and <code>sum(counts.values())</code> are what <code>share</code> needs.</details>
# <details><summary>Hint 3</summary><code>-math.log2(share(...))</code> for each, and <code>sum</code> of them.</details>

# %% answer="surprise"
def surprise(login, seen, possible):
    """Return how odd a login is, in bits."""
    ### BEGIN SOLUTION
    bits = 0.0
    for feature, value in login.items():
        times = seen[feature]
        bits -= math.log2(share(times.get(value, 0), sum(times.values()), possible[feature]))
    return bits
    ### END SOLUTION

# %% tests="surprise-test" points=3
seen_by_ada = {"country": {"FI": 9, "DE": 1}, "device": {"phone": 5}}
bits = surprise({"country": "FI"}, seen_by_ada, {"country": 6, "device": 3})
# HINT: For each feature: minus the logarithm to base 2 of its share; then the sum.
assert bits is not None, "surprise gave nothing back. Does it end with return?"
assert abs(bits - 0.678072) < 1e-5, f"FI has the share 10 / 16, which is 0.678 bits. Yours is {bits!r}."
assert abs(surprise({"country": "FI", "device": "phone"}, seen_by_ada, {"country": 6, "device": 3}) - 1.093109) < 1e-5, "A second feature adds its own bits: 0.415 for phone."
# More tests run when you submit.
### BEGIN HIDDEN TESTS
assert abs(surprise({"country": "BR"}, seen_by_ada, {"country": 6, "device": 3}) - 4.0) < 1e-9, "A country that was never seen has the share 1 / 16: 4 bits."
assert abs(surprise({"device": "tablet"}, seen_by_ada, {"country": 6, "device": 3}) - 3.0) < 1e-9, "A device that was never seen has the share 1 / 8: 3 bits."
### END HIDDEN TESTS

# %% id="scores"
possible = {"hour": 8, "country": 6, "device": 3}
facts = pd.DataFrame({"user": log["user"], "hour": log["hour"] // 3, "country": log["country"], "device": log["device"]})
tables = {
    user: {feature: rows[feature].value_counts().to_dict() for feature in possible}
    for user, rows in facts.groupby("user")
}


def bits_of(row):
    """The surprise by this notebook's own small formula, so that the plots do not wait for task 2."""
    return sum(
        -math.log2((tables[row.user][feature].get(getattr(row, feature), 0) + 1) / (sum(tables[row.user][feature].values()) + possible[feature]))
        for feature in possible
    )


log["bits"] = [bits_of(row) for row in facts.itertuples()]
fig, ax = plt.subplots(figsize=(8, 2.8))
bins = np.linspace(0, log["bits"].max(), 40)
ax.hist(log.loc[~log["attack"], "bits"], bins=bins, color="white", edgecolor="steelblue", hatch="//", label="ordinary")
ax.hist(log.loc[log["attack"], "bits"], bins=bins, color="black", label="planted attacks")
ax.set_yscale("log")
ax.set_xlabel("surprise (bits)")
ax.set_ylabel("logins (logarithmic)")
ax.set_title("Surprise sorts, and does not decide")
ax.legend();

# %% [markdown] id="scores-in-words"
# *In words:* ordinary logins lie between 1 and about 12 bits, more than a hundred to a bar at the left, few at the right. Planted attacks lie mostly at the right; but beside them are ordinary logins that are odd, too, and some attacks look ordinary.

# %% [markdown] id="k-about"
# ## What two people can do
#
# Two people look at 20 alerts a day. For them two numbers count, among the **first k** alerts, sorted from the oddest down:
#
# - *precision at k*: how many of these k are attacks, as a share of k,
# - *recall at k*: how many of all attacks are among them, as a share of all attacks.

# %% [markdown] id="task-at-k"
# ## Task 3: precision and recall at k (3 points)
#
# Write the function `at_k(scores, attack, k)`. `scores` and `attack` are arrays of one length. Sort by the score, the highest first, take the first `k`, and return precision and recall. When there is no attack at all, recall is 0.
#
# <details><summary>Hint 1</summary>Sort the attacks by the scores, then look at the first k of them.</details>
# <details><summary>Hint 2</summary><code>np.argsort(scores)[::-1][:k]</code> are the places of the k highest scores.</details>
# <details><summary>Hint 3</summary><code>found = attack[places].sum()</code>; precision is <code>found / k</code>, recall <code>found / attack.sum()</code>.</details>

# %% answer="at-k"
def at_k(scores, attack, k):
    """Return precision and recall among the k highest scores."""
    ### BEGIN SOLUTION
    attack = np.asarray(attack, dtype=bool)
    found = attack[np.argsort(np.asarray(scores))[::-1][:k]].sum()
    return float(found / k), float(found / attack.sum()) if attack.any() else 0.0
    ### END SOLUTION

# %% tests="at-k-test" points=3
import numpy as np

six_scores, six_attacks = np.array([1.0, 9.0, 3.0, 7.0, 5.0, 2.0]), np.array([False, True, True, False, True, False])
pair = at_k(six_scores, six_attacks, 2)
# HINT: The highest scores first; count the attacks among the first k.
assert pair is not None, "at_k gave nothing back. Does it end with return?"
assert len(pair) == 2, f"at_k should return two numbers. It returned {pair!r}."
assert abs(pair[0] - 0.5) < 1e-9, f"Of the two highest, 9 and 7, one is an attack: 0.5. Yours is {pair[0]!r}."
assert abs(pair[1] - 1 / 3) < 1e-9, f"One of three attacks was found: 0.333. Yours is {pair[1]!r}."
# More tests run when you submit.
### BEGIN HIDDEN TESTS
pair = at_k(six_scores, six_attacks, 3)
assert abs(pair[0] - 2 / 3) < 1e-9 and abs(pair[1] - 2 / 3) < 1e-9, "Of 9, 7 and 5 two are attacks, and two of three were found."
pair = at_k(six_scores, np.array([False] * 6), 2)
assert abs(pair[0]) < 1e-9 and abs(pair[1]) < 1e-9, "Without any attack both are 0."
### END HIDDEN TESTS

# %% id="at-k-run"
try:
    for k in (10, 20, 50, 200):
        precision, recall = at_k(log["bits"].to_numpy(), log["attack"].to_numpy(), k)
        print(f"first {k:3}: {precision:.0%} of them are attacks, {recall:.0%} of all attacks are found")
    print(f"by chance: {log['attack'].mean():.1%} would be attacks")
except NotImplementedError:
    print("(write at_k first)")

# %% [markdown] id="alert-about"
# ## An alert without a name
#
# Logins are personal data. Whoever sorts alerts need not know who it is; whoever calls the colleague does. So the alert carries a **token** in the place of the name: the same person always has the same token, and only the one who holds the
# key can make it. HMAC does that: `hmac.new(key, text, hashlib.sha256).hexdigest()`, with key and text as bytes.

# %% [markdown] id="task-alert"
# ## Task 4: an alert (3 points)
#
# Write the function `alert(login, bits, key)`. `login` is a dictionary with `"user"`, `"country"`, `"device"` and `"hour"`, `key` are bytes. It returns a dictionary with
#
# - `"who"`: the first 12 characters of the HMAC-SHA256 of the user's name,
# - `"bits"`: the surprise, rounded to one decimal,
# - `"night"`: `True` for the hours 0 to 5, otherwise `False`.
#
# and **nothing else**: no name, no country.
#
# <details><summary>Hint 1</summary>The line above makes the token; it needs bytes.</details>
# <details><summary>Hint 2</summary><code>login["user"].encode()</code> makes bytes of a name; <code>[:12]</code> takes the first twelve characters.</details>
# <details><summary>Hint 3</summary><code>{"who": ..., "bits": round(bits, 1), "night": login["hour"] &lt; 6}</code></details>

# %% answer="alert"
def alert(login, bits, key):
    """Return an alert that names nobody."""
    ### BEGIN SOLUTION
    token = hmac.new(key, login["user"].encode(), hashlib.sha256).hexdigest()
    return {"who": token[:12], "bits": round(bits, 1), "night": login["hour"] < 6}
    ### END SOLUTION

# %% tests="alert-test" points=3
told = alert({"user": "ada", "country": "FI", "device": "phone", "hour": 3}, 12.3456, b"key of the lab")
# HINT: who, bits and night, and nothing else.
assert told is not None, "alert gave nothing back. Does it end with return?"
assert isinstance(told, dict), f"alert should return a dictionary. It returned {told!r}."
assert set(told) == {"who", "bits", "night"}, f"An alert holds who, bits and night, and nothing else. Yours holds {sorted(map(str, told))}."
assert abs(told["bits"] - 12.3) < 1e-9, f"12.3456 bits, rounded to one decimal, are 12.3. Yours are {told['bits']!r}."
assert bool(told["night"]) is True, "3 o'clock is night."
# More tests run when you submit.
### BEGIN HIDDEN TESTS
import hashlib
import hmac

expected = hmac.new(b"key of the lab", b"ada", hashlib.sha256).hexdigest()[:12]
assert told["who"] == expected, "The token is not the first 12 characters of the HMAC-SHA256 of the name."
other = alert({"user": "ada", "country": "BR", "device": "tablet", "hour": 6}, 1.0, b"another key")
assert other["who"] == hmac.new(b"another key", b"ada", hashlib.sha256).hexdigest()[:12], "Another key makes another token."
assert bool(other["night"]) is False, "6 o'clock is no night any more."
nights = [bool(alert({"user": "ada", "country": "FI", "device": "phone", "hour": hour}, 1.0, b"another key")["night"]) for hour in (0, 5, 12, 23)]
assert nights == [True, True, False, False], "The hours 0 and 5 belong to the night; 12 and 23 do not."
### END HIDDEN TESTS

# %% [markdown] task="reflect" points=2
# ## Reflect (2 points, read by a trainer)
#
# A colleague travels for the first time to another country and is the oddest login of the day. What should the two people do, and what should the system learn from it? What would an attacker do who knows your score?
#
# Write two to five sentences into the cell below.
#
# ### BEGIN MARK SCHEME
# 1 point: a person asks the colleague, and the system learns only after that. 1 point: an attacker would imitate habits (hour, country, device) or learn them beforehand. Any answer that shows thought earns both.
# ### END MARK SCHEME

# %% [markdown] id="reflect-text"
# *Double-click here, delete this line and write your sentences.*

# %% [markdown] id="key-points"
# ## Key points
#
# - Ask what is usual for **this** person, not for all.
# - Surprise adds up and can be explained: each feature says how many bits it gave.
# - Measure for those who do the work: precision at k.
# - An alert needs no name until somebody acts on it.
#
# **Where next:** *Data Lab: privacy* for tokens, *Trustworthy AI* for what Article 6 of the AI Act says of systems at work.

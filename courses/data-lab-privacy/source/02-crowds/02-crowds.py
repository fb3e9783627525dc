# %% [markdown] id="title"
# # Hide in a crowd
#
# This is exercise 2 of 3 of the course *Privacy in a Data Lab*. It takes about 40 minutes.
#
# **What you will be able to do:**
#
# - find out how many people in a table are the only one of their kind,
# - measure three properties of a table: *k-anonymity*, *l-diversity* and *t-closeness*,
# - make values coarser and leave small groups out,
# - check your own measures by the library *pycanon*, and let the library *anjana* search for the coarseness,
# - choose between several such tables by what each costs and what each protects.
#
# **You need:** exercise 1, and `groupby` of pandas; it is shown once more.
#
# **This is not legal advice.**

# %% [markdown] id="parameters-about"
# Values that may be changed before the notebook runs:

# %% id="parameters" tags=["parameters"]
seed: int = 7  # begins all chance in this notebook
n_people: int = 3000  # how many made-up people are in the table

# %% id="imports"
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from anjana.anonymity import k_anonymity
from pycanon import anonymity

# %% [markdown] id="data-about"
# ## A table without names
#
# A company that looks after the health of staff wants to hand out a table for research: age, postcode, sex, and why somebody was away from work. The table is
# **made here**, from `seed`; the illnesses are nobody's. Older people have trouble with the back more often, younger ones an infection.

# %% id="data"
chance = np.random.default_rng(seed)
postcodes = np.array([f"{area}{street}" for area in (201, 202, 205, 331, 337) for street in ("00", "10", "20", "40", "70")])
busy = 1 / np.arange(1, len(postcodes) + 1)
age = np.clip(chance.normal(42, 11, n_people).round(), 18, 66).astype(int)
old = (age - 18) / 48
chances = np.column_stack([0.45 - 0.25 * old, 0.15 + 0.35 * old, 0.25 - 0.1 * old, np.full(n_people, 0.15)])
reasons = np.array(["infection", "back", "stress", "accident"])
staff = pd.DataFrame({
    "age": age,
    "postcode": chance.choice(postcodes, size=n_people, p=busy / busy.sum()),
    "sex": chance.choice(["f", "m"], size=n_people),
    "reason": [chance.choice(reasons, p=row) for row in chances],
})
staff.head(3)

# %% [markdown] id="unique-about"
# No name, no number. But a neighbour knows how old you are, where you live and that you are a man. Columns that others may know are called
# *quasi-identifiers*. L. Sweeney computed that date of birth, sex and five-digit ZIP code were enough to single out 87 percent of the people of the
# USA (2000, with the census of 1990). And here?

# %% id="unique-plot"
steps = [["sex"], ["age"], ["postcode"], ["age", "sex"], ["postcode", "sex"], ["age", "postcode"], ["age", "postcode", "sex"]]
alone = [np.mean(staff.groupby(columns)["reason"].transform("size") == 1) for columns in steps]
small = [np.mean(staff.groupby(columns)["reason"].transform("size") < 5) for columns in steps]
fig, ax = plt.subplots(figsize=(7, 3.6))
places = np.arange(len(steps))
ax.barh(places - 0.2, small, height=0.4, color="white", edgecolor="steelblue", hatch="//", label="fewer than five of them")
bars = ax.barh(places + 0.2, alone, height=0.4, color="darkorange", edgecolor="black", label="the only one")
ax.bar_label(bars, [f"{share:.0%}" for share in alone], padding=4)
ax.set_yticks(places, [" + ".join(columns) for columns in steps])
ax.invert_yaxis()
ax.set_xlim(0, 1)
ax.set_xlabel("share of the people")
ax.set_title("Who is known by these columns alone?")
ax.legend();

# %% [markdown] id="unique-in-words"
# *In words:* pairs of bars for seven sets of columns. One column alone finds hardly anybody. Age, postcode and sex together put more than
# half of the people into a group of fewer than five, and about a fifth are the only one of their kind.

# %% [markdown] id="k-about"
# ## First measure: how small is the smallest group?
#
# People with the same quasi-identifiers form a *group*. A table is *k-anonymous* when each group has at least **k** people (P. Samarati and L. Sweeney, 1998).
# `groupby` makes the groups:

# %% id="k-example"
six = pd.DataFrame({
    "age": [30, 30, 30, 50, 50, 50],
    "postcode": ["20100", "20100", "20100", "33100", "33100", "33700"],
    "reason": ["back", "stress", "back", "infection", "infection", "accident"],
})
print(six.groupby(["age", "postcode"]).size())

# %% [markdown] id="task-k"
# ## Task 1: k (2 points)
#
# Write the function `k_of(table, quasi)`. `quasi` is a list of columns. It returns the number of people in the smallest group, as a whole number. For a table
# without rows it returns 0.
#
# <details><summary>Hint 1</summary>The example shows the sizes of all groups. You need the smallest.</details>
# <details><summary>Hint 2</summary><code>table.groupby(quasi).size().min()</code></details>
# <details><summary>Hint 3</summary>Begin with <code>if len(table) == 0: return 0</code>, and put <code>int(...)</code> around hint 2.</details>

# %% answer="k-of"
def k_of(table, quasi):
    """Return the size of the smallest group."""
    ### BEGIN SOLUTION
    if table.empty:
        return 0
    return int(table.groupby(quasi).size().min())
    ### END SOLUTION

# %% tests="k-of-test" points=2
import pandas as pd

crowd = pd.DataFrame({"age": [30, 30, 30, 50, 50], "sex": ["f", "f", "m", "m", "m"], "reason": ["back", "stress", "back", "back", "back"]})
result = k_of(crowd, ["age"])
# HINT: groupby(quasi).size() gives the sizes.
assert result is not None, "k_of gave nothing back. Does it end with return?"
assert int(result) == 2, f"Three people are 30 and two are 50: k is 2. Yours is {result!r}."
# More tests run when you submit.
### BEGIN HIDDEN TESTS
assert int(k_of(crowd, ["age", "sex"])) == 1, "One man of 30 is alone: k is 1."
assert int(k_of(crowd, ["sex"])) == 2, "Two f and three m: k is 2."
lonely = pd.DataFrame({"age": [20, 20, 20, 20, 20, 20, 35, 35, 61]})
assert int(k_of(lonely, ["age"])) == 1, "Six people, two people and one: the smallest group counts, and k is 1."
assert int(k_of(crowd.head(0), ["age"])) == 0, "A table without rows has k = 0."
### END HIDDEN TESTS

# %% [markdown] id="l-about"
# ## Second measure: does the group give the secret away?
#
# Look at the six people above again. The two of age 50 in 33100 cannot be told apart, and both had an infection. Whoever finds the group knows
# the reason. A table is *l-diverse* when each group has at least **l different** values in the sensitive column (A. Machanavajjhala and others, 2006).

# %% [markdown] id="task-l"
# ## Task 2: l (2 points)
#
# Write the function `l_of(table, quasi, sensitive)`. `sensitive` is the name of one column. It returns the smallest number of **different** values of that column
# in any group. Tables here have at least one row.
#
# <details><summary>Hint 1</summary>The same groups as before; count different values instead of rows.</details>
# <details><summary>Hint 2</summary><code>.nunique()</code> counts different values.</details>
# <details><summary>Hint 3</summary><code>table.groupby(quasi)[sensitive]…</code> has the values of each group. Count the different ones, and take the smallest count.</details>

# %% answer="l-of"
def l_of(table, quasi, sensitive):
    """Return the smallest number of different sensitive values in a group."""
    ### BEGIN SOLUTION
    return int(table.groupby(quasi)[sensitive].nunique().min())
    ### END SOLUTION

# %% tests="l-of-test" points=2
import pandas as pd

crowd = pd.DataFrame({"age": [30, 30, 30, 50, 50], "sex": ["f", "f", "m", "m", "m"], "reason": ["back", "stress", "back", "back", "back"]})
result = l_of(crowd, ["age"], "reason")
# HINT: nunique() counts the different values of each group.
assert result is not None, "l_of gave nothing back. Does it end with return?"
assert int(result) == 1, f"Both people of 50 have the same reason: l is 1. Yours is {result!r}."
# More tests run when you submit.
### BEGIN HIDDEN TESTS
mixed = pd.DataFrame({"town": ["a", "a", "a", "b", "b", "b"], "pay": [1, 2, 3, 1, 1, 2], "reason": ["x", "x", "y", "x", "y", "y"]})
assert int(l_of(mixed, ["town"], "reason")) == 2, "Two different reasons in each town: l is 2."
assert int(l_of(mixed, ["town"], "pay")) == 2, "Three different values in one town and two in the other: l is 2."
assert int(l_of(mixed, ["town", "reason"], "pay")) == 1, "Groups by two columns: one of them has a single value."
### END HIDDEN TESTS

# %% [markdown] id="t-about"
# ## Third measure: does the group look like everybody?
#
# A group can have four different reasons and still give much away: when 90 percent of it have trouble with the back, and 25 percent of all people. *t-closeness*
# (N. Li and others, 2007) asks how far a group is from the whole table. With the shares $p_i$ in the group and $q_i$ in the table, for
# values that have no order:
#
# $$t = \frac{1}{2} \sum_i |p_i - q_i|$$
#
# 0 means that the group looks like everybody; 1 that it has nothing in common with the table. The table's **t** is that of its worst group.

# %% id="t-example"
whole = six["reason"].value_counts(normalize=True)
group = six[six["age"] == 30]["reason"].value_counts(normalize=True)
print(pd.DataFrame({"whole table": whole, "age 30": group}).fillna(0).round(2))
print("t of this group:", round(float(group.sub(whole, fill_value=0).abs().sum() / 2), 2))

# %% [markdown] id="task-t"
# ## Task 3: t (3 points)
#
# Write the function `t_of(table, quasi, sensitive)`. It returns the **largest** distance of a group from the whole table, by the formula. A value that does not
# occur in a group has the share 0 there.
#
# <details><summary>Hint 1</summary>The example does it for one group. Go through all of them, and keep the largest.</details>
# <details><summary>Hint 2</summary><code>for name, group in table.groupby(quasi):</code> gives one small table after the other.</details>
# <details><summary>Hint 3</summary>In the loop: <code>shares = group[sensitive].value_counts(normalize=True)</code>, then <code>shares.sub(whole, fill_value=0).abs().sum() / 2</code>.</details>

# %% answer="t-of"
def t_of(table, quasi, sensitive):
    """Return the distance of the worst group from the whole table."""
    ### BEGIN SOLUTION
    whole = table[sensitive].value_counts(normalize=True)
    distances = [
        group[sensitive].value_counts(normalize=True).sub(whole, fill_value=0).abs().sum() / 2
        for _, group in table.groupby(quasi)
    ]
    return float(max(distances))
    ### END SOLUTION

# %% tests="t-of-test" points=3
import pandas as pd

halves = pd.DataFrame({"town": ["a", "a", "b", "b"], "sex": ["f", "m", "f", "m"], "reason": ["x", "x", "y", "y"]})
result = t_of(halves, ["town"], "reason")
# HINT: Shares in the group minus shares in the whole table; absolute; sum; half of it. The largest group's counts.
assert result is not None, "t_of gave nothing back. Does it end with return?"
assert abs(result - 0.5) < 1e-9, f"In each town one reason has share 1 instead of 0.5, and the other 0 instead of 0.5: t is 0.5. Yours is {result!r}."
# More tests run when you submit.
### BEGIN HIDDEN TESTS
assert abs(t_of(halves, ["sex"], "reason")) < 1e-9, "Both groups look like the whole table: t is 0."
uneven = pd.DataFrame({"town": ["a", "a", "a", "a", "b"], "sex": ["f", "f", "m", "m", "m"], "reason": ["x", "x", "y", "z", "z"]})
assert abs(t_of(uneven, ["town"], "reason") - 0.6) < 1e-9, "The worst group counts: one person in town b, and t is 0.6."
assert abs(t_of(uneven, ["town", "sex"], "reason") - 0.6) < 1e-9, "Groups by two columns: t is 0.6."
### END HIDDEN TESTS

# %% [markdown] id="pycanon-about"
# ## The same by a library
#
# The library *pycanon* measures these three properties and six more. Two programs that were written apart and agree are a good check of both. It takes a **list** of
# sensitive columns, and tells the worst.

# %% id="pycanon-compare"
def side_by_side(table, quasi):
    """Print the three measures, yours beside pycanon's."""
    yours = (k_of(table, quasi), l_of(table, quasi, "reason"), t_of(table, quasi, "reason"))
    theirs = (
        anonymity.k_anonymity(table, quasi),
        anonymity.l_diversity(table, quasi, ["reason"]),
        anonymity.t_closeness(table, quasi, ["reason"]),
    )
    print(f"{' + '.join(quasi):22}  yours: k {yours[0]:4}  l {yours[1]}  t {yours[2]:.3f}   pycanon: k {theirs[0]:4}  l {theirs[1]}  t {theirs[2]:.3f}")

try:
    for quasi in (["sex"], ["postcode"], ["age", "postcode", "sex"]):
        side_by_side(staff, quasi)
except NotImplementedError:
    print("(finish the tasks above first)")

# %% [markdown] id="pycanon-in-words"
# *In words:* three lines, each with your numbers and pycanon's. They are the same. By sex alone the groups are huge and look like everybody. By age, postcode and sex together k is 1: somebody
# stands alone, and whoever finds that person knows the reason.

# %% [markdown] id="generalise-about"
# ## Make it coarser
#
# Two ways lead to larger groups. *Generalise*: 34 becomes 30-39, and 20540 becomes 205\*\*. And *suppress*: leave out the people who are still too few.

# %% [markdown] id="task-generalise"
# ## Task 4: generalise (3 points)
#
# Write the function `generalise(table, years, digits)`. It returns a **new** table. In the column `age` stands a text with the lowest and the highest age of a band
# of `years` years, such as `"30-39"` for 34 and 10 years; bands begin at multiples of `years`. In the column `postcode` the first `digits`
# characters stay, and each of the others becomes `*`. All other columns stay.
#
# <details><summary>Hint 1</summary>Make a copy with <code>table.copy()</code>, and set its two columns.</details>
# <details><summary>Hint 2</summary>The lowest age of the band is <code>age // years * years</code>, the highest is <code>years - 1</code> more.</details>
# <details><summary>Hint 3</summary><code>[f"{a // years * years}-{a // years * years + years - 1}" for a in table["age"]]</code> and <code>[code[:digits] + "*" * (len(code) - digits) for code in table["postcode"]]</code></details>

# %% answer="generalise"
def generalise(table, years, digits):
    """Return the table with bands of age and shorter postcodes."""
    ### BEGIN SOLUTION
    result = table.copy()
    result["age"] = [f"{a // years * years}-{a // years * years + years - 1}" for a in table["age"]]
    result["postcode"] = [code[:digits] + "*" * (len(code) - digits) for code in table["postcode"]]
    return result
    ### END SOLUTION

# %% tests="generalise-test" points=3
import pandas as pd

three = pd.DataFrame({"age": [34, 40, 18], "postcode": ["20540", "33100", "20100"], "reason": ["back", "stress", "back"]})
result = generalise(three, 10, 3)
# HINT: age // years * years is where the band begins.
assert result is not None, "generalise gave nothing back. Does it end with return?"
assert list(result["age"]) == ["30-39", "40-49", "10-19"], f"34, 40 and 18 become 30-39, 40-49 and 10-19. Yours are {list(result['age'])}."
assert list(result["postcode"]) == ["205**", "331**", "201**"], f"Three digits of the postcode should stay. Yours are {list(result['postcode'])}."
assert list(result["reason"]) == ["back", "stress", "back"], "The other columns should stay."
# More tests run when you submit.
### BEGIN HIDDEN TESTS
assert list(three["age"]) == [34, 40, 18], "The table that was given must not change."
assert list(generalise(three, 5, 0)["age"]) == ["30-34", "40-44", "15-19"], "Bands of five years begin at multiples of five."
assert list(generalise(three, 5, 0)["postcode"]) == ["*****", "*****", "*****"], "With 0 digits only stars are left."
### END HIDDEN TESTS

# %% [markdown] id="task-suppress"
# ## Task 5: leave small groups out (2 points)
#
# Write the function `suppress(table, quasi, k)`. It returns a table with only those people whose group has **at least** `k` members, in their order.
#
# <details><summary>Hint 1</summary>For each row you need the size of its group, then keep the rows with enough.</details>
# <details><summary>Hint 2</summary><code>table.groupby(quasi)[quasi[0]].transform("size")</code> gives the size for each row.</details>
# <details><summary>Hint 3</summary><code>return table[sizes >= k]</code>, with <code>sizes</code> of hint 2.</details>

# %% answer="suppress"
def suppress(table, quasi, k):
    """Return the people whose group has at least k members."""
    ### BEGIN SOLUTION
    members = table.groupby(quasi)[quasi[0]].transform("size")
    return table[members >= k]
    ### END SOLUTION

# %% tests="suppress-test" points=2
import pandas as pd

crowd = pd.DataFrame({"age": [30, 50, 30, 50, 30], "sex": ["f", "m", "f", "m", "m"], "reason": ["v", "w", "x", "y", "z"]})
result = suppress(crowd, ["age"], 3)
# HINT: transform("size") gives each row the size of its group.
assert result is not None, "suppress gave nothing back. Does it end with return?"
assert list(result["reason"]) == ["v", "x", "z"], f"Only the three people of 30 are in a group of three. Yours keeps {list(result['reason'])}."
# More tests run when you submit.
### BEGIN HIDDEN TESTS
assert list(suppress(crowd, ["age", "sex"], 2)["reason"]) == ["v", "w", "x", "y"], "A group of exactly k is large enough, and the order stays."
assert len(suppress(crowd, ["age"], 4)) == 0, "When no group is large enough, no row is left."
assert list(suppress(crowd, ["sex"], 1)["reason"]) == ["v", "w", "x", "y", "z"], "With k = 1 everybody stays."
### END HIDDEN TESTS

# %% [markdown] id="search-about"
# ## Let a program search
#
# How coarse is coarse enough? The library *anjana* goes step by step: it makes the column with the most different values one level coarser, looks whether the groups that are too small hold few enough people to leave them
# out, and goes on. You tell it the levels of each column, its *hierarchy*: level 0 are the values as they are, level 1 the same values one step coarser, and so on, each a list **of the same length and order**. Each level
# has to fit into the next: bands of 10 years fit into bands of 20, but 40-59 fits into no band of 50 years, and the search would put people of 55 among those below 50 without a word.
# For the postcode it looks so:

# %% id="search-example"
codes = ["20100", "20110", "33140"]
print({0: codes, 1: [code[:4] + "*" for code in codes], 2: [code[:2] + "***" for code in codes]})

# %% [markdown] id="task-levels"
# ## Task 6: the levels of an age (2 points)
#
# Write the function `age_levels(ages, widths)`. `ages` is a list of ages, `widths` a list of numbers of years such as `[5, 10]`. It returns a dictionary: under 0 the ages as they are, under 1 the bands of
# the first width for the same ages, under 2 those of the second, and so on. Bands look as in task 4: `"30-34"` for 34 and 5 years.
#
# <details><summary>Hint 1</summary>Begin with <code>{0: list(ages)}</code>, then add one list for each width.</details>
# <details><summary>Hint 2</summary><code>for level, years in enumerate(widths, 1):</code> counts the levels from 1.</details>
# <details><summary>Hint 3</summary>In the loop: a list with one text for each age, made as in hint 3 of task 4, put under <code>levels[level]</code>.</details>

# %% answer="age-levels"
def age_levels(ages, widths):
    """Return the ages, and the same ages in bands of each width."""
    ### BEGIN SOLUTION
    levels = {0: list(ages)}
    for at, width in enumerate(widths, 1):
        lowest = [age // width * width for age in ages]
        levels[at] = [f"{low}-{low + width - 1}" for low in lowest]
    return levels
    ### END SOLUTION

# %% tests="age-levels-test" points=2
result = age_levels([34, 40], [5, 10])
# HINT: Level 1 belongs to the first width. Each level has one text for each age.
assert result is not None, "age_levels gave nothing back. Does it end with return?"
assert sorted(result) == [0, 1, 2], f"Two widths make the levels 0, 1 and 2. Yours are {sorted(result)}."
assert list(result[1]) == ["30-34", "40-44"], f"Level 1 has bands of five years: 30-34 and 40-44. Yours are {list(result[1])}."
# More tests run when you submit.
### BEGIN HIDDEN TESTS
more = age_levels([61, 18, 19], [20])
assert list(more[0]) == [61, 18, 19], "Level 0 holds the ages as they are, in their order."
assert list(more[1]) == ["60-79", "0-19", "0-19"], "Bands of 20 years begin at multiples of 20; equal bands are written again for each age."
assert sorted(age_levels([30], [])) == [0], "Without widths there is level 0 only."
### END HIDDEN TESTS

# %% [markdown] id="search-run-about"
# Now the search itself: k should be 5, and at most 5 percent of the people may be left out. pycanon measures what comes out.

# %% id="search-run"
def searched(most_left_out):
    """Return the table that anjana finds with k = 5."""
    ages, areas = sorted(set(staff["age"].tolist())), sorted(set(staff["postcode"]))
    hierarchies = {
        "age": age_levels(ages, [5, 10, 20, 40]),
        "postcode": {0: areas, **{5 - digits: [code[:digits] + "*" * (5 - digits) for code in areas] for digits in (4, 3, 2, 1)}},
        "sex": {0: ["f", "m"], 1: ["*", "*"]},
    }
    return k_anonymity(staff, [], ["age", "postcode", "sex"], 5, most_left_out, hierarchies)

try:
    for most_left_out in (0, 5):
        found = searched(most_left_out)
        if found.empty:
            print(f"at most {most_left_out} % left out: no coarseness is enough")
            continue
        quasi, first = ["age", "postcode", "sex"], found.iloc[0]
        print(f"at most {most_left_out} % left out: {len(found)} of {len(staff)} people, a row looks like {first['age']} / {first['postcode']} / {first['sex']}")
        print(f"   k {anonymity.k_anonymity(found, quasi)}, l {anonymity.l_diversity(found, quasi, ['reason'])}, t {anonymity.t_closeness(found, quasi, ['reason']):.2f}")
except NotImplementedError:
    print("(write age_levels first)")

# %% [markdown] id="search-in-words"
# *In words:* two results. When nobody may be left out, the search has to make much coarse: bands of 40 years, and two digits of the postcode. When a few may be left out, five or ten years
# and three digits are enough, and nearly everybody stays. A few people at the edge cost all others much.
#
# The search takes the first coarseness that fits, not the best of all: it does not know what the table is for. That is your part, and comes next.

# %% [markdown] id="compare-about"
# ## Before and after
#
# Now choose. The next cell makes tables of several coarsenesses, leaves groups of fewer than five out, and measures all three properties of what is left. To
# see what the table is still good for, it asks a question of research: how much more often have people above 50 trouble with the back than people below 35?

# %% id="compare"
QUASI = ["age", "postcode", "sex"]

def back_gap(table, years):
    """How much more often the older ones have trouble with the back, read from a generalised table."""
    middle = np.array([int(band.split("-")[0]) + years / 2 for band in table["age"]])
    back = (table["reason"] == "back").to_numpy()
    return back[middle > 50].mean() - back[middle < 35].mean() if (middle > 50).any() and (middle < 35).any() else float("nan")

try:
    lines = []
    for years, digits in [(1, 5), (5, 5), (5, 3), (10, 3), (10, 2), (20, 1)]:
        coarse = generalise(staff, years, digits)
        kept = suppress(coarse, QUASI, 5)
        lines.append({"years": years, "digits": digits, "k before": k_of(coarse, QUASI), "kept": f"{len(kept) / len(staff):.0%}", "k": k_of(kept, QUASI),
                      "l": l_of(kept, QUASI, "reason"), "t": round(t_of(kept, QUASI, "reason"), 2), "gap": round(float(back_gap(kept, years)), 2)})
    print(pd.DataFrame(lines).to_string(index=False))
    print("\ngap in the original table:", round(float(back_gap(generalise(staff, 1, 5), 1)), 2))
except NotImplementedError:
    print("(finish the tasks above first)")

# %% id="compare-plot"
bands, lengths = [1, 2, 5, 10, 20], [5, 3, 2, 1]
try:
    kept = np.array([[len(suppress(generalise(staff, years, digits), QUASI, 5)) / len(staff) for years in bands] for digits in lengths])
    fig, ax = plt.subplots(figsize=(7, 3.4))
    image = ax.imshow(kept, cmap="cividis", vmin=0, vmax=1, aspect="auto")
    for row, column in np.ndindex(kept.shape):
        ax.text(column, row, f"{kept[row, column]:.0%}", ha="center", va="center", color="black" if kept[row, column] > 0.5 else "white")
    ax.set_xticks(range(len(bands)), bands)
    ax.set_yticks(range(len(lengths)), lengths)
    ax.set_xlabel("years in a band of age")
    ax.set_ylabel("digits of the postcode")
    ax.set_title("Who stays in a table with k = 5")
    fig.colorbar(image, label="share of the people")
except NotImplementedError:
    print("(write generalise and suppress first)")

# %% [markdown] id="compare-in-words"
# *In words:* a chequered field. At its upper left, with exact ages and whole postcodes, only a part of the people may stay. To the right and below the bands
# are wider and the postcodes shorter, and nearly everybody stays.
#
# In the table above the field, k is at least 5 in every line, since we left smaller groups out. But l and t differ: a group of five may still have one or two
# reasons only. And leaving many people out costs more than precision: those who live where few live are gone.

# %% [markdown] id="limits"
# ## What these measures do not promise
#
# The European data protection authorities ask three questions of each method (Article 29 Working Party, *Opinion 05/2014 on anonymisation techniques*): can one
# person be **singled out**, can records be **linked**, can something be **inferred**?
#
# | | singling out | linking | inferring |
# |---|---|---|---|
# | pseudonyms (exercise 1) | yes | yes | yes |
# | k-anonymity | hardly | yes | yes |
# | l-diversity, t-closeness | hardly | yes | less |
#
# And whoever holds two such tables of the same people can compare them. The measures speak of **one** table and of the quasi-identifiers that you thought of.

# %% [markdown] id="reflect"
# ## Reflect
#
# Which columns would a colleague know of you, a neighbour, a customer? Would you have called the working hours a quasi-identifier, or the model of a car?

# %% [markdown] id="key-points"
# ## Key points
#
# - Without a name people can be found: by ordinary columns together.
# - k counts the smallest group, l the different secrets in it, t its distance from everybody.
# - Generalise first, suppress what is left, and measure all three **and** the usefulness afterwards.
# - The numbers hold for one table and for the columns that you named.
#
# - Libraries measure (pycanon) and search (anjana). What the table is for, and which columns others know, they cannot know.
#
# **Where next:** exercise 3, *Noise and copies*: answers instead of tables.

# %% [markdown] id="title"
# # One table, one language
#
# This is exercise 1 of 3 of the course *Data Lab: good data*. It takes about 35 minutes.
#
# **What you will be able to do:**
#
# - take a first look at a table that you did not make, and count what is missing,
# - bring countries, units and dates to one form, by code lists and not by guesses,
# - write the rules of a table down as a *schema*, and let it name each value that breaks them.
#
# **You need:** functions, lists and dictionaries in Python, and a first look at pandas, as in the course *Your first hour at an AI
# Factory*.

# %% [markdown] id="parameters-about"
# The next cell holds values that you or your trainer may change before the notebook runs.

# %% id="parameters" tags=["parameters"]
seed: int = 11  # begins all chance in the made-up table
n_records: int = 300  # how many companies the made-up table has

# %% id="imports"
import random
from datetime import date

import matplotlib.pyplot as plt
import pandas as pd
import pandera.pandas as pa
import pint

# %% [markdown] id="story"
# ## The table that came by e-mail
#
# A firm wants to know how much energy its suppliers use, and asks them all. The answers are put together into one table. Each
# supplier wrote as it is used to. The companies are **made up**: the next cell makes them by chance, from `seed`.

# %% given="make-table"
SPELLINGS = {
    "DE": ["DE", "Germany", "Deutschland", "germany "],
    "FR": ["FR", "France", "FRANCE", "fr"],
    "FI": ["FI", "Finland", "Suomi"],
    "EL": ["EL", "Greece", "GR"],
    "AT": ["AT", "Austria", "Österreich"],
}


def made_up_answers(count, chance):
    """Return a table of answers as they might come by e-mail."""
    rows = []
    for number in range(count):
        country = chance.choice(list(SPELLINGS))
        mwh = round(chance.lognormvariate(6, 1.2), 1)
        energy = chance.choices(
            [f"{mwh} MWh", f"{mwh * 1000:.0f} kWh", f"{mwh / 1000:.4f} GWh", f"{mwh * 3.6:.1f} GJ", f"{mwh}", None],
            weights=[40, 25, 10, 15, 6, 4],
        )[0]
        day = date(2024, 1, 1).toordinal() + chance.randrange(300)
        written = date.fromordinal(day).strftime(chance.choice(["%Y-%m-%d", "%Y-%m-%d", "%d.%m.%Y"]))
        nace = chance.choice(["25.62", "10.71", "62.01", "49.41", "43.21", "2562", ""])
        rows.append({"company_id": f"C{number:04}", "country": chance.choice(SPELLINGS[country]), "nace": nace, "energy_use": energy, "answered": written})
    return pd.DataFrame(rows)


answers = made_up_answers(n_records, random.Random(seed))

# %% id="look"
answers.head(8)

# %% [markdown] id="columns"
# | column | what it means |
# |---|---|
# | `company_id` | our number for the company |
# | `country` | country, as the company wrote it |
# | `nace` | what the company does: a class of NACE Rev. 2, the EU's list of economic activities, such as 25.62 (machining) |
# | `energy_use` | energy used in the year 2023, as the company wrote it |
# | `answered` | day of the answer |

# %% [markdown] id="discovery"
# ## Step 1: discovery
#
# Before you change anything, look. For each column: how many values are **missing**, and how many **different** ones are there? A column of
# five countries with fifteen different values is a column with a problem.
#
# A gap is not always an empty place (`None`, `NaN`). Often somebody typed a blank. Both tell you nothing, so both count.

# %% [markdown] id="task-profile"
# ## Task 1: a profile of a table (3 points)
#
# Write the function `profile(table)`. It returns a dictionary with one entry for each column, which is a dictionary as well:
#
# - `"missing"`: how many values are empty, or text of blanks only,
# - `"distinct"`: how many different values there are among the others.
#
# For a column `["DE", None, " ", "DE"]` that is `{"missing": 2, "distinct": 1}`.
#
# <details><summary>Hint 1</summary>Go through the columns one by one. Collect the values that are filled; both numbers follow from them.</details>
# <details><summary>Hint 2</summary><code>table[column].dropna()</code> leaves the empty places out. <code>str(value).strip()</code> is empty for a text of blanks.</details>
# <details><summary>Hint 3</summary><code>filled = [value for value in table[column].dropna() if str(value).strip()]</code>, then <code>len(table) - len(filled)</code> and <code>len(set(filled))</code>.</details>

# %% answer="profile"
def profile(table):
    """Return how many values are missing and how many differ, for each column."""
    ### BEGIN SOLUTION
    result = {}
    for column in table.columns:
        told = [value for value in table[column].dropna() if str(value).strip()]
        result[column] = {"missing": len(table) - len(told), "distinct": len(set(told))}
    return result
    ### END SOLUTION

# %% tests="profile-test" points=3
small = pd.DataFrame({"country": ["DE", None, " ", "DE"], "staff": [3, 5, 5, 8]})
result = profile(small)
# HINT: A text of blanks is a gap as well. Count it as missing, and not among the different values.
assert result is not None, "profile gave nothing back. Does it end with return?"
assert set(result) == {"country", "staff"}, f"There should be one entry for each column: country and staff. Yours are {sorted(result)}."
assert result["staff"]["missing"] == 0 and result["staff"]["distinct"] == 3, f"staff has no gap and 3 different values. Yours is {result['staff']!r}."
assert result["country"]["missing"] == 2, f"country has 2 gaps: an empty place and a blank. You counted {result['country']['missing']!r}."
assert result["country"]["distinct"] == 1, f"Without the gaps country has 1 value, DE. You counted {result['country']['distinct']!r}."
# More tests run when you submit.
### BEGIN HIDDEN TESTS
result = profile(pd.DataFrame({"a": ["", "x", "y"], "b": [None, 0.0, 0.0], "c": ["   ", None, ""]}))
assert result["a"]["missing"] == 1 and result["a"]["distinct"] == 2, "An empty text is a gap."
assert result["b"]["missing"] == 1 and result["b"]["distinct"] == 1, "A zero is a value, not a gap."
assert result["c"]["missing"] == 3 and result["c"]["distinct"] == 0, "A column of gaps only has no value."
### END HIDDEN TESTS

# %% id="profile-run"
try:
    print(pd.DataFrame(profile(answers)).T)
except NotImplementedError:
    print("Write profile first.")

# %% [markdown] id="code-lists"
# ## Step 2: code lists
#
# A **code list** says which values may stand in a column, and what each means. For countries the EU uses two letters. They are those of
# ISO 3166, with one exception: the EU's statistics write **EL** for Greece, where ISO has GR. That is why one has to say *which* list one uses.
#
# The next cell holds a small extract, with the spellings that we decided to accept. It is a decision, and it is written down.

# %% given="country-names"
COUNTRY_NAMES = {
    "DE": ["germany", "deutschland"],
    "FR": ["france"],
    "FI": ["finland", "suomi"],
    "EL": ["greece", "gr"],
    "AT": ["austria", "österreich"],
}

# %% [markdown] id="task-country-code"
# ## Task 2: one code for each country (3 points)
#
# Write the function `country_code(text)`. It returns the code of `COUNTRY_NAMES` for a text that is the code itself or one of the accepted
# spellings. Small and capital letters, and blanks around it, make no difference. For anything else, also for `None`, it returns `None`:
# **what is not in the list is not guessed.** `"Fin"` may be Finland, or a typing error for something else.
#
# <details><summary>Hint 1</summary>First bring the text into one form, then look it up.</details>
# <details><summary>Hint 2</summary><code>text.strip().lower()</code> makes <code>"germany"</code> of <code>" Germany "</code>. The code itself must be made small as well, before you compare.</details>
# <details><summary>Hint 3</summary><code>for code, names in COUNTRY_NAMES.items(): if word == code.lower() or word in names: return code</code></details>

# %% answer="country-code"
def country_code(text):
    """Return the two letters of a country, or None if the list does not have it."""
    ### BEGIN SOLUTION
    if text is None:
        return None
    word = str(text).strip().lower()
    for letters, spellings in COUNTRY_NAMES.items():
        if word == letters.lower() or word in spellings:
            return letters
    return None
    ### END SOLUTION

# %% tests="country-code-test" points=3
# HINT: strip() takes blanks away, lower() makes all letters small. What is not in the list gives None.
assert country_code("Germany") is not None, "country_code gave nothing back for Germany. Does it end with return?"
assert country_code("Germany") == "DE", f"Germany has the code DE. Yours is {country_code('Germany')!r}."
assert country_code(" suomi ") == "FI", f"Suomi is Finland, FI; blanks around it make no difference. Yours is {country_code(' suomi ')!r}."
assert country_code("fr") == "FR", f"The code itself is accepted, in small letters too. Yours is {country_code('fr')!r}."
assert country_code("Fin") is None, "Fin is not in the list: None. Do not guess."
# More tests run when you submit.
### BEGIN HIDDEN TESTS
assert country_code("GR") == "EL", "GR is an accepted spelling for Greece, whose code in this list is EL."
assert country_code("ÖSTERREICH") == "AT", "Capital letters make no difference, with dots on them either."
assert country_code(None) is None and country_code("") is None, "A gap has no code: None."
assert country_code("DE FR") is None, "Two countries in one field are not one country: None."
### END HIDDEN TESTS

# %% [markdown] id="units"
# ## Step 3: units
#
# Look at the energy column: MWh, kWh, GWh, GJ, and numbers without any unit. What happens to somebody who only takes the numbers? The next
# cell draws it.

# %% id="units-plot"
FACTORS = {"MWh": 1, "kWh": 1 / 1000, "GWh": 1000, "GJ": 1 / 3.6}  # one of each, in MWh
parts = answers["energy_use"].dropna().str.split()
with_unit = parts[parts.str.len() == 2]
bare = [float(number) for number, unit in with_unit]
true = [float(number) * FACTORS[unit] for number, unit in with_unit]
fig, axes = plt.subplots(2, 1, figsize=(7, 4.2), sharex=True, layout="constrained")
edges = [10 ** (power / 4) for power in range(-10, 30)]
for ax, values, colour, hatch, title in [
    (axes[0], bare, "#c44e52", "//", "The numbers alone"),
    (axes[1], true, "#4c72b0", "", "The same answers in MWh"),
]:
    ax.hist(values, bins=edges, color=colour, edgecolor="white", hatch=hatch)
    ax.set_xscale("log")
    ax.set_ylabel("companies")
    ax.set_title(title, loc="left")
axes[1].set_xlabel("energy use of a year (above: mixed units; below: MWh)");

# %% [markdown] id="units-plot-in-words"
# *In words:* two bar charts on the same axis, which goes up by factors of ten. Above, the numbers alone lie in three heaps, from less than 1 to
# several millions. Below, the same answers in MWh are one heap around 400 MWh.

# %% [markdown] id="pint-about"
# The package **pint** knows units. It also knows which ones measure the same thing: energy does not become kilograms.

# %% id="pint-example"
units = pint.UnitRegistry()
print(units.Quantity("1500 kWh").to("MWh").magnitude)
try:
    units.Quantity("5 kg").to("MWh")
except pint.DimensionalityError as error:
    print("Refused:", error)
print("Watch out:", units.Quantity("12,5 MWh"))

# %% [markdown] id="pint-trap"
# The last line is a trap. Half of Europe writes *12,5* for twelve and a half. pint drops the comma, and makes ten times as much of it, without a word.
# A comma may stand for a decimal point or between thousands. We cannot know, so we ask the company again.

# %% [markdown] id="task-to-mwh"
# ## Task 3: everything in MWh (4 points)
#
# Write the function `to_mwh(text)`. It returns a number, the energy in MWh. The units kWh, MWh, GWh, GJ and TJ must work; 3.6 GJ are 1 MWh. It returns
# `None` for
#
# - a gap (`None`),
# - a number without a unit, a unit that measures something else, and text that is no quantity,
# - a text with a comma.
#
# <details><summary>Hint 1</summary>First sort out what you can see at once: the gap and the comma. Let pint do the rest.</details>
# <details><summary>Hint 2</summary>pint raises an error for what it can't turn into MWh. Catch it with <code>try:</code> and <code>except</code>, and return <code>None</code> there.</details>
# <details><summary>Hint 3</summary>In <code>try:</code> <code>return float(units.Quantity(text).to("MWh").magnitude)</code>; then <code>except Exception:</code> <code>return None</code>.</details>

# %% answer="to-mwh"
def to_mwh(text):
    """Return an energy in MWh, or None if the text does not say one clearly."""
    ### BEGIN SOLUTION
    if text is None or "," in str(text):
        return None
    try:
        return float(units.Quantity(str(text)).to("MWh").magnitude)
    except Exception:  # pint and Python have many
        return None
    ### END SOLUTION

# %% tests="to-mwh-test" points=2
result = to_mwh("1500 kWh")
# HINT: units.Quantity(text).to("MWh").magnitude is the number.
assert result is not None, "to_mwh gave nothing back for 1500 kWh. Does it end with return?"
assert abs(result - 1.5) < 1e-9, f"1500 kWh are 1.5 MWh. Yours is {result!r}."
assert abs(to_mwh("7.2 GJ") - 2) < 1e-6, f"3.6 GJ are 1 MWh, so 7.2 GJ are 2 MWh. Yours is {to_mwh('7.2 GJ')!r}."
assert abs(to_mwh("340 MWh") - 340) < 1e-9, "What is in MWh already stays as it is."
# More tests run when you submit.
### BEGIN HIDDEN TESTS
assert abs(to_mwh("0.25 GWh") - 250) < 1e-6, "0.25 GWh are 250 MWh."
assert abs(to_mwh("3.6 TJ") - 1000) < 1e-6, "3.6 TJ are 1000 MWh."
assert abs(to_mwh("0 kWh")) < 1e-9, "Zero is a value: 0 kWh are 0 MWh."
### END HIDDEN TESTS

# %% tests="to-mwh-unclear-test" points=2
# HINT: What is not clearly an energy gives None: no unit, another unit, no number, a comma.
assert to_mwh("12,5 MWh") is None, f"A comma is not clear: None. Yours is {to_mwh('12,5 MWh')!r}."
assert to_mwh("340") is None, f"A number without a unit is not an energy: None. Yours is {to_mwh('340')!r}."
assert to_mwh(None) is None, "A gap stays a gap: None."
# More tests run when you submit.
### BEGIN HIDDEN TESTS
assert to_mwh("5 kg") is None, "Kilograms measure no energy: None."
assert to_mwh("ask our office") is None, "Text that is no quantity: None."
assert to_mwh("1,500 kWh") is None, "A comma between thousands is not clear either: None."
### END HIDDEN TESTS

# %% [markdown] id="dates"
# ## Step 4: dates
#
# `03.04.2024` is 3 April. `03/04/2024` is 3 April in Paris and March 4 in Boston. The international form **2024-04-03** (ISO 8601) has one reading only.

# %% [markdown] id="task-iso-date"
# ## Task 4: dates with one reading (3 points)
#
# Write the function `iso_date(text)`. It returns the day as text in the form `2024-04-03`. It accepts that form and the one with dots, day first: `03.04.2024`.
# Everything else gives `None`: other forms, days that do not exist, and gaps.
#
# <details><summary>Hint 1</summary>Python can read a day in a form that you name, and raises an error when the text does not fit.</details>
# <details><summary>Hint 2</summary><code>from datetime import datetime</code>, then <code>datetime.strptime(text, "%d.%m.%Y")</code>. It raises <code>ValueError</code>.</details>
# <details><summary>Hint 3</summary><code>for form in ("%Y-%m-%d", "%d.%m.%Y"):</code> try <code>return datetime.strptime(text, form).strftime("%Y-%m-%d")</code>, and go on after <code>except (ValueError, TypeError)</code>.</details>

# %% answer="iso-date"
def iso_date(text):
    """Return a day in the international form, or None if there is more than one reading or none."""
    ### BEGIN SOLUTION
    import datetime as clock

    for pattern in ("%Y-%m-%d", "%d.%m.%Y"):
        try:
            return clock.datetime.strptime(text, pattern).strftime("%Y-%m-%d")
        except (ValueError, TypeError):
            continue
    return None
    ### END SOLUTION

# %% tests="iso-date-test" points=3
# HINT: Two forms are accepted. What fits neither, or is no day of the calendar, gives None.
assert iso_date("03.04.2024") is not None, "iso_date gave nothing back for 03.04.2024. Does it end with return?"
assert iso_date("03.04.2024") == "2024-04-03", f"03.04.2024 is 3 April: 2024-04-03. Yours is {iso_date('03.04.2024')!r}."
assert iso_date("2024-04-03") == "2024-04-03", "The international form stays as it is."
assert iso_date("03/04/2024") is None, "With slashes there are two readings: None."
# More tests run when you submit.
### BEGIN HIDDEN TESTS
assert iso_date("30.02.2024") is None and iso_date("2023-02-29") is None, "A day that does not exist gives None."
assert iso_date("29.02.2024") == "2024-02-29", "2024 has a 29 February."
assert iso_date(None) is None and iso_date("") is None and iso_date("soon") is None, "A gap, or text that is no day, gives None."
### END HIDDEN TESTS

# %% [markdown] id="schema-about"
# ## Step 5: a schema
#
# So far each function looked at one value. A **schema** writes the rules of a whole table down, in one place. Whoever sends you a table can be given the schema; a
# program can say no before a bad value does harm. The package **pandera** checks pandas tables. Here is a schema with two rules, and a table that breaks both.

# %% id="schema-example"
shop_schema = pa.DataFrameSchema({
    "town": pa.Column(checks=pa.Check.isin(["Riga", "Tartu"])),
    "postcode": pa.Column(checks=pa.Check.str_matches(r"^\d{5}$")),
})
shops = pd.DataFrame({"town": ["Riga", "Rige", "Tartu"], "postcode": ["10501", "10502", "5100"]})
try:
    shop_schema.validate(shops, lazy=True)  # lazy: gather all faults, do not stop at the first one
except pa.errors.SchemaErrors as error:
    faults = error.failure_cases[["index", "column", "failure_case"]]
    print(faults)

# %% [markdown] id="schema-example-in-words"
# `index` is the row, `column` the column, `failure_case` the value. Other rules: `pa.Check.in_range(low, high)` for numbers, and
# `pa.Column(unique=True)` for a column in which no value stands twice. An empty place is refused unless you write `nullable=True`.
#
# `^\d{5}$` is a *pattern*: from the beginning (`^`) to the end (`$`) five digits (`\d`). Without the `$`, `105019` would pass.

# %% [markdown] id="task-rejects"
# ## Task 5: the schema of our table (5 points)
#
# Write the function `rejects(table)`. It returns a **sorted list** of pairs `(row, column)`, one for each value that breaks a rule. A table without faults gives the empty list. The rules:
#
# | column | rule |
# |---|---|
# | `company_id` | the letter C and four digits, and no value twice (both rows are named) |
# | `country` | one of the codes in `COUNTRY_NAMES` |
# | `nace` | two digits, a point, two digits |
# | `energy_mwh` | a number from 0 to 500000 |
#
# No column may have gaps.
#
# <details><summary>Hint 1</summary>Begin with the example: four columns in place of two. The pairs stand in <code>error.failure_cases</code>.</details>
# <details><summary>Hint 2</summary>The patterns are <code>^C\d{4}$</code> and <code>^\d{2}\.\d{2}$</code>. In a pattern, a point must be written <code>\.</code>. One value may break two rules; a set holds each pair once.</details>
# <details><summary>Hint 3</summary>After <code>except pa.errors.SchemaErrors as error:</code> write <code>cases = error.failure_cases</code> and <code>return sorted(set((int(row), column) for row, column in zip(cases["index"], cases["column"])))</code>. When nothing was raised, <code>return []</code>.</details>

# %% answer="rejects"
def rejects(table):
    """Return the places of all values that break a rule, as sorted pairs (row, column)."""
    ### BEGIN SOLUTION
    rules = pa.DataFrameSchema({
        "company_id": pa.Column(checks=pa.Check.str_matches(r"^C\d{4}$"), unique=True),
        "country": pa.Column(checks=pa.Check.isin(list(COUNTRY_NAMES))),
        "nace": pa.Column(checks=pa.Check.str_matches(r"^\d{2}\.\d{2}$")),
        "energy_mwh": pa.Column(checks=pa.Check.in_range(0, 500_000)),
    })
    try:
        rules.validate(table, lazy=True)
    except pa.errors.SchemaErrors as broken:
        cases = broken.failure_cases
        return sorted({(int(row), column) for row, column in zip(cases["index"], cases["column"])})
    return []
    ### END SOLUTION

# %% tests="rejects-test" points=3
import pandas as pd

good = pd.DataFrame({"company_id": ["C0001", "C0002"], "country": ["DE", "EL"], "nace": ["25.62", "10.71"], "energy_mwh": [340.0, 0.0]})
result = rejects(good)
# HINT: Look at failure_cases: index is the row, column the column.
assert result is not None, "rejects gave nothing back. Does it return a list also when there is no fault?"
assert list(result) == [], f"A table without faults gives the empty list. Yours is {result!r}."
bad = pd.DataFrame({"company_id": ["C0001", "C0002", "3"], "country": ["DE", "Greece", "FR"], "nace": ["2562", "10.71", "62.01"], "energy_mwh": [340.0, -1.0, 12.5]})
pairs = [tuple(pair) for pair in rejects(bad)]
assert pairs == [(0, "nace"), (1, "country"), (1, "energy_mwh"), (2, "company_id")], f"Four values break a rule: (0, 'nace'), (1, 'country'), (1, 'energy_mwh'), (2, 'company_id'). Yours are {pairs}."
# More tests run when you submit.
### BEGIN HIDDEN TESTS
long = pd.DataFrame({"company_id": ["C00019", "C0002"], "country": ["DE", "DE"], "nace": ["25.62", "25.620"], "energy_mwh": [500000.0, 500001.0]})
assert [tuple(pair) for pair in rejects(long)] == [(0, "company_id"), (1, "energy_mwh"), (1, "nace")], "A pattern must fit to the end of the text, and 500000 is the last number that is allowed."
dots = pd.DataFrame({"company_id": ["C0001"], "country": ["AT"], "nace": ["25x62"], "energy_mwh": [1.0]})
assert [tuple(pair) for pair in rejects(dots)] == [(0, "nace")], "Between the digits of a NACE class stands a point and nothing else."
### END HIDDEN TESTS

# %% tests="rejects-unique-test" points=2
import pandas as pd

# HINT: unique=True, and no nullable=True.
twice = pd.DataFrame({"company_id": ["C0001", "C0002", "C0001"], "country": ["DE", "EL", "FR"], "nace": ["25.62", "10.71", "62.01"], "energy_mwh": [340.0, 1.0, 2.0]})
pairs = [tuple(pair) for pair in rejects(twice)]
assert pairs == [(0, "company_id"), (2, "company_id")], f"C0001 stands in rows 0 and 2: both are named. Yours are {pairs}."
# More tests run when you submit.
### BEGIN HIDDEN TESTS
gaps = pd.DataFrame({"company_id": ["C0001", "C0002"], "country": ["DE", None], "nace": ["25.62", "10.71"], "energy_mwh": [None, 1.0]})
assert [tuple(pair) for pair in rejects(gaps)] == [(0, "energy_mwh"), (1, "country")], "A gap breaks the rule of its column."
### END HIDDEN TESTS

# %% [markdown] id="together-about"
# ### Put it together
#
# Once your functions work, the next cell brings the whole table to one form and asks your schema. What is left are the rows for which you must ask the company again.

# %% id="together"
try:
    standard = pd.DataFrame({
        "company_id": answers["company_id"],
        "country": answers["country"].map(country_code, na_action="ignore"),
        "nace": answers["nace"],
        "energy_mwh": answers["energy_use"].map(to_mwh, na_action="ignore").astype(float),
        "answered": answers["answered"].map(iso_date, na_action="ignore"),
    })
    left = pd.Series([column for row, column in rejects(standard)], dtype=str).value_counts()
    print(left.to_string() if len(left) else "No fault is left.")
except NotImplementedError:
    print("Write the five functions first.")

# %% [markdown] task="mend-or-ask" points=4
# ## Task 6: mend or ask? (4 points, read by a trainer)
#
# Some companies wrote `2562` where 25.62 is meant, some wrote an energy without a unit, some left the field empty. In 100 to 250 words: for each of
# the three, would you mend it by a rule, ask the company, or leave the row out? Give the reason. Say what you would write down, so that somebody can see in a year what was
# changed. Then name one fault in a table of your own work that no schema would find. Do not name people, and nothing that is secret.
#
# ### BEGIN MARK SCHEME
# 1 point: a decision with a reason for each of the three (2562 has one reading, so a rule is fine; without a unit there are several, so one asks; a gap is asked for or kept as a
# gap, not filled in silence). 1 point: sees that leaving rows out changes the result, because those who leave fields empty may differ. 1 point: what
# is written down: the raw value kept, the rule, the number of rows, date and who. 1 point: a fault of their own that keeps all the rules
# (a plausible wrong number, a duplicate, a wrong label). Other decisions lose no point if the reasons hold.
# ### END MARK SCHEME

# %% [markdown] id="mend-or-ask-text"
# *Double-click here, delete this line and write your text.*

# %% [markdown] id="key-points"
# ## Key points
#
# - Look first: gaps and the number of different values tell you where the work is.
# - A code list is a decision. Say which one you use; what is not in it is not guessed.
# - A number without its unit is no measurement. Check what a library makes of a comma before you trust it.
# - A schema says the rules of a table once, for people and programs, and names each value that breaks them.
#
# **Where next:** exercise 2, *Twice the same company, once the wrong label*, finds the faults that no schema sees.

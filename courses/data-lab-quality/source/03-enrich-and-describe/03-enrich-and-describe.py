# %% [markdown] id="title"
# # Add what others know, and say what you have
#
# This is exercise 3 of 3 of the course *Data Lab: good data*. It takes about 35 minutes.
#
# **What you will be able to do:**
#
# - read the EU's codes for regions (NUTS) and activities (NACE), and say which version you use,
# - join a table with a code list without losing or doubling a row,
# - write a shape in SHACL, so that a program can refuse a description with gaps,
# - write a data sheet that is refused while a field is empty.
#
# **You need:** functions, lists and dictionaries in Python, and exercises 1 and 2 of this course.

# %% [markdown] id="parameters-about"
# The next cell holds values that you or your trainer may change before the notebook runs.

# %% id="parameters" tags=["parameters"]
seed: int = 3  # begins all chance in the made-up table
n_records: int = 250  # how many companies the made-up table has

# %% id="imports"
import random

import matplotlib.pyplot as plt
import pandas as pd
import pyshacl
import rdflib

# %% given="make-companies"
def made_up_companies(count, chance):
    """Return a clean table of made-up companies, with codes of region and activity."""
    regions = ["DE212", "DE300", "FR101", "FI1B1", "AT130", "ITC4C", "PT170", "PT1A0"]
    activities = ["25.62", "10.71", "62.01", "49.41", "43.21", "34.10"]
    return pd.DataFrame([
        {
            "company_id": f"C{number:04}",
            "nuts": chance.choices(regions, weights=[5, 4, 5, 3, 3, 5, 3, 1])[0],
            "nace": chance.choices(activities, weights=[6, 4, 5, 4, 3, 1])[0],
            "energy_mwh": round(chance.lognormvariate(6, 1), 1),
        }
        for number in range(count)
    ])


companies = made_up_companies(n_records, random.Random(seed))
nuts = pd.read_csv("nuts.csv")
sections = pd.read_csv("nace-sections.csv")

# %% id="look"
print(companies.head(3).to_string(), "\n")
print(nuts.head(4).to_string(), "\n")
print(sections.head(3).to_string())

# %% [markdown] id="sources"
# ## Where the lists come from
#
# | list | what it names | version in this notebook |
# |---|---|---|
# | **NUTS** | regions of the EU in three levels below the country | 2021: Regulation (EC) No 1059/2003, amended by (EU) 2019/1755 |
# | **NACE** | economic activities | Rev. 2: Regulation (EC) No 1893/2006 |
#
# The files beside this notebook are small extracts; `data-about.md` tells more. The companies are made up. Each list has newer versions, too. A code without its version is half a code.

# %% [markdown] id="nuts-about"
# ## A code that holds its own parents
#
# `DE212` is the city of Munich. Cut a letter off the end, and you have the region around it: `DE21` (Upper Bavaria), then `DE2` (Bavaria), then `DE` (Germany).

# %% [markdown] id="task-parents"
# ## Task 1: from the country down (2 points)
#
# Write the function `parents(code)`. It returns the list of codes from the country down to the code itself: `parents("DE212")` is `["DE", "DE2", "DE21", "DE212"]`. For a country it is a list
# with one code.
#
# <details><summary>Hint 1</summary>Every code in the list is the beginning of the one that was given.</details>
# <details><summary>Hint 2</summary><code>code[:3]</code> is the first three letters of a text. The shortest has two.</details>
# <details><summary>Hint 3</summary><code>[code[:length] for length in range(2, len(code) + 1)]</code></details>

# %% answer="parents"
def parents(code):
    """Return the codes of all regions that hold this one, from the country down."""
    ### BEGIN SOLUTION
    return [code[:length] for length in range(2, len(code) + 1)]
    ### END SOLUTION

# %% tests="parents-test" points=2
result = parents("DE212")
# HINT: The country has two letters; each level has one more.
assert result is not None, "parents gave nothing back. Does it end with return?"
assert list(result) == ["DE", "DE2", "DE21", "DE212"], f"From Germany down to Munich there are four codes: DE, DE2, DE21, DE212. Yours is {result!r}."
# More tests run when you submit.
### BEGIN HIDDEN TESTS
assert list(parents("FI")) == ["FI"], "A country has itself only."
assert list(parents("ITC4")) == ["IT", "ITC", "ITC4"], "A region of level 2 has three codes."
### END HIDDEN TESTS

# %% [markdown] id="unknown-about"
# ## What does the list not know?
#
# Before you join, ask which codes have no partner. One of them here is `PT1A0`: the region of Lisbon in the version **2024**. In 2021 that region had other borders and another code. Some of the
# companies already use the new list. Nobody made a typing error, and still the two do not fit.

# %% [markdown] id="task-unknown"
# ## Task 2: codes without a partner (2 points)
#
# Write the function `unknown_codes(codes, known)`. Both are lists of codes. It returns a dictionary: each code of `codes` that is not in `known`, with how often it stands there.
#
# <details><summary>Hint 1</summary>Go through the codes, skip those that are known, and count the others.</details>
# <details><summary>Hint 2</summary><code>counts[code] = counts.get(code, 0) + 1</code> counts in a dictionary.</details>
# <details><summary>Hint 3</summary><code>from collections import Counter</code>, then <code>dict(Counter(code for code in codes if code not in set(known)))</code>.</details>

# %% answer="unknown-codes"
def unknown_codes(codes, known):
    """Return how often each code stands there that the list does not have."""
    ### BEGIN SOLUTION
    often = {}
    for code in codes:
        if code not in known:
            often[code] = often.get(code, 0) + 1
    return often
    ### END SOLUTION

# %% tests="unknown-codes-test" points=2
result = unknown_codes(["PT1A0", "DE300", "PT1A0", "XX"], ["DE300", "PT170"])
# HINT: Count the codes that are not in the second list.
assert result is not None, "unknown_codes gave nothing back. Does it end with return?"
assert dict(result) == {"PT1A0": 2, "XX": 1}, f"PT1A0 is unknown twice, XX once. Yours is {result!r}."
# More tests run when you submit.
### BEGIN HIDDEN TESTS
assert dict(unknown_codes(["AT130"], ["AT130", "AT"])) == {}, "Where all codes are known, the dictionary is empty."
assert dict(unknown_codes(["AT13"], ["AT130"])) == {"AT13": 1}, "A part of a known code is another code."
### END HIDDEN TESTS

# %% [markdown] id="join-about"
# ## A join that does no harm
#
# A join can go wrong in two quiet ways. It can **lose** rows: an *inner* join drops each company whose code is unknown. And it can **double** rows: if a code stands twice in the list, each of its
# companies comes out twice, and every sum is too high. The example shows both.

# %% id="join-example"
left = pd.DataFrame({"shop": ["a", "b", "c"], "place": ["X1", "X2", "X9"]})
right = pd.DataFrame({"place": ["X1", "X2", "X2"], "town": ["Riga", "Oulu", "Oulu (old)"]})
print(left.merge(right, on="place"))
print("3 shops went in,", len(left.merge(right, on="place")), "came out: b stands twice, c is gone.")

# %% [markdown] id="join-tools"
# pandas has a word against each. `how="left"` keeps all rows of the left table. `validate="many_to_one"` raises an error (a kind of `ValueError`) if a code stands twice in the right one.

# %% [markdown] id="task-enrich"
# ## Task 3: add the region (4 points)
#
# Write the function `enrich(table, regions)`. `table` has a column `nuts`, `regions` has the columns `code` and `name`. It returns a new table: all rows and columns of `table` in the same order, and a column `region`
# with the name for the code.
#
# - A row with an unknown code stays; its `region` is empty (as pandas leaves it).
# - If a code stands twice in `regions`, it raises a `ValueError`.
#
# <details><summary>Hint 1</summary>Make a small table of two columns of <code>regions</code> first, with the names that you need: <code>nuts</code> and <code>region</code>.</details>
# <details><summary>Hint 2</summary><code>regions[["code", "name"]].rename(columns={"code": "nuts", "name": "region"})</code></details>
# <details><summary>Hint 3</summary><code>table.merge(small_table, on="nuts", how="left", validate="many_to_one")</code></details>

# %% answer="enrich"
def enrich(table, regions):
    """Return the table with the name of each region."""
    ### BEGIN SOLUTION
    names = regions[["code", "name"]].rename(columns={"code": "nuts", "name": "region"})
    return table.merge(names, on="nuts", how="left", validate="many_to_one")
    ### END SOLUTION

# %% tests="enrich-test" points=2
import pandas as pd

three = pd.DataFrame({"company_id": ["C1", "C2", "C3"], "nuts": ["DE300", "XX", "AT130"]})
two = pd.DataFrame({"code": ["AT130", "DE300"], "level": [3, 3], "name": ["Wien", "Berlin"]})
result = enrich(three, two)
# HINT: how="left" keeps every row of your table, in its order.
assert result is not None, "enrich gave nothing back. Does it end with return?"
assert "region" in list(result.columns), f"The new table should have a column region. Yours has {list(result.columns)}."
assert list(result["company_id"]) == ["C1", "C2", "C3"], f"All three rows should stay, in their order. Yours are {list(result['company_id'])}."
assert result["region"].iloc[0] == "Berlin" and result["region"].iloc[2] == "Wien", f"C1 lies in Berlin, C3 in Wien. Yours are {list(result['region'])}."
assert list(result["region"].isna()) == [False, True, False], "C2 has an unknown code: its region should be empty."
# More tests run when you submit.
### BEGIN HIDDEN TESTS
assert sorted(result.columns) == ["company_id", "nuts", "region"], "The new table should have the columns of the old one and region, no others."
again = enrich(pd.DataFrame({"nuts": ["AT130", "AT130"], "energy_mwh": [1.0, 2.0]}), two)
assert list(again["region"]) == ["Wien", "Wien"] and [float(value) for value in again["energy_mwh"]] == [1.0, 2.0], "Many companies may lie in one region."
### END HIDDEN TESTS

# %% tests="enrich-twice-test" points=2
import pandas as pd

one = pd.DataFrame({"company_id": ["C1"], "nuts": ["DE300"]})
double = pd.DataFrame({"code": ["DE300", "DE300"], "name": ["Berlin", "Berlin (old)"]})
# HINT: validate="many_to_one" makes pandas refuse such a list.
refused = False
try:
    enrich(one, double)
except ValueError:
    refused = True
assert refused, "DE300 stands twice in the list: enrich should raise a ValueError."
# More tests run when you submit.
### BEGIN HIDDEN TESTS
stopped = False
try:
    enrich(pd.DataFrame({"nuts": ["XX"]}), double)
except ValueError:  # as it should
    stopped = True
assert stopped, "A list with a code twice should be refused also when no row uses that code."
### END HIDDEN TESTS

# %% [markdown] id="nace-about"
# ## From a class to its section
#
# A NACE class such as 25.62 begins with its **division**, 25. Each division belongs to a **section** with a letter: the divisions 10 to 33 are section C, manufacturing. Some numbers belong to nothing: there is no division 34.

# %% [markdown] id="task-nace-section"
# ## Task 4: the section of a class (3 points)
#
# Write the function `nace_section(code, table)`. `table` has the columns `section`, `first_division` and `last_division`. It returns the letter of the section whose divisions hold the class, both ends included, and `None`
# if there is none.
#
# <details><summary>Hint 1</summary>First take the division from the code, as a whole number. Then look for the line of the table that holds it.</details>
# <details><summary>Hint 2</summary><code>int(code.split(".")[0])</code> is the division: 1 for 01.11.</details>
# <details><summary>Hint 3</summary><code>for section, first, last in zip(table["section"], table["first_division"], table["last_division"]):</code> if <code>first &lt;= division &lt;= last</code>, return the section. After the loop return <code>None</code>.</details>

# %% answer="nace-section"
def nace_section(code, table):
    """Return the letter of the section that a class belongs to."""
    ### BEGIN SOLUTION
    division = int(code.split(".")[0])
    for letter, low, high in zip(table["section"], table["first_division"], table["last_division"]):
        if low <= division <= high:
            return letter
    return None
    ### END SOLUTION

# %% tests="nace-section-test" points=3
import pandas as pd

some = pd.DataFrame({"section": ["A", "C", "D"], "first_division": [1, 10, 35], "last_division": [3, 33, 35]})
result = nace_section("25.62", some)
# HINT: The division is the number before the point. Both ends belong to a section.
assert result is not None, "nace_section gave nothing back for 25.62. Does it end with return?"
assert result == "C", f"25.62 has the division 25, which is in section C. Yours is {result!r}."
assert nace_section("34.10", some) is None, "There is no division 34: None."
# More tests run when you submit.
### BEGIN HIDDEN TESTS
assert nace_section("01.11", some) == "A" and nace_section("03.22", some) == "A", "The first and the last division belong to a section."
assert nace_section("35.11", some) == "D", "A section may have one division only."
assert nace_section("33.20", some) == "C" and nace_section("99.00", some) is None, "The last division of C is 33; 99 is in none of the three sections."
### END HIDDEN TESTS

# %% [markdown] id="map-about"
# ### What the codes are good for
#
# With both codes in place you can ask questions that the table could not answer before. The next cell adds up the energy by region and section.

# %% id="map-plot"
def draw_energy():
    """Draw the energy by region and section."""
    table = enrich(companies, nuts)
    table["section"] = [nace_section(code, sections) or "none" for code in table["nace"]]
    table["region"] = table["region"].fillna("(unknown)")
    energy = table.pivot_table(index="region", columns="section", values="energy_mwh", aggfunc="sum").fillna(0) / 1000
    fig, ax = plt.subplots(figsize=(7, 4), layout="constrained")
    picture = ax.imshow(energy, cmap="Blues", aspect="auto")
    for row in range(energy.shape[0]):
        for column in range(energy.shape[1]):
            value = energy.iloc[row, column]
            ax.text(column, row, f"{value:.1f}", ha="center", va="center", color="white" if value > energy.to_numpy().max() / 2 else "black")
    ax.set_xticks(range(energy.shape[1]), energy.columns)
    ax.set_yticks(range(energy.shape[0]), energy.index)
    ax.set_xlabel("section of NACE Rev. 2")
    ax.set_title("Energy in a year (GWh)")
    fig.colorbar(picture, label="GWh")


try:
    draw_energy()
except NotImplementedError:
    print("Write enrich and nace_section first.")

# %% [markdown] id="map-in-words"
# *In words:* a table of coloured fields, one line for each region and one column for each section. Most energy stands in column C, manufacturing. One line is called *(unknown)*, one column *none*: nothing was lost on the way, and
# everybody can see how much could not be placed.

# %% [markdown] id="shacl-about"
# ## A description that a program can check
#
# Others find a dataset by its description. Catalogues in Europe write it with the words of **DCAT-AP**, in a form that machines read. Here is one in *Turtle*: each line says something about the dataset and ends with a semicolon, the last one with a point.

# %% given="description"
PREFIXES = """
@prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix ex: <https://data.example/> .
"""

DESCRIPTION = """
ex:suppliers a dcat:Dataset ;
    dct:title "Energy use of made-up suppliers" ;
    dct:license <https://creativecommons.org/licenses/by/4.0/> ;
    dct:issued "2024-11-04"^^xsd:date .
"""


def faults(description, shape):
    """Return the names of the properties that break the shape, sorted."""
    data = rdflib.Graph().parse(data=PREFIXES + description, format="turtle")
    rules = rdflib.Graph().parse(data=PREFIXES + shape, format="turtle")
    passed, report, text = pyshacl.validate(data, shacl_graph=rules)
    paths = report.objects(None, rdflib.SH.resultPath)
    return sorted({str(path).rsplit("/", 1)[-1] for path in paths})

# %% [markdown] id="shape-about"
# A **shape**, in the language SHACL, says what such a description must have. This one asks each dataset for at least one title, which is text. The given function `faults` names what breaks a shape.

# %% id="shape-example"
TITLE_SHAPE = """
ex:DatasetShape a sh:NodeShape ;
    sh:targetClass dcat:Dataset ;
    sh:property [ sh:path dct:title ; sh:minCount 1 ; sh:datatype xsd:string ] .
"""
print("With a title:   ", faults(DESCRIPTION, TITLE_SHAPE))
print("Without a title:", faults("ex:other a dcat:Dataset .", TITLE_SHAPE))

# %% [markdown] id="task-shape"
# ## Task 5: your own shape (4 points)
#
# Write `SHAPE`, a text as in the example. It asks each dataset for
#
# - at least one `dct:title`, which is text (`xsd:string`),
# - at least one `dct:publisher`, of whatever kind,
# - at least one `dct:license`, which is an **address** and not text: `sh:nodeKind sh:IRI`,
# - **exactly one** `dct:issued`, which is a date: `xsd:date`.
#
# <details><summary>Hint 1</summary>Begin with the example. Each rule is one more <code>sh:property [ ... ]</code>.</details>
# <details><summary>Hint 2</summary>Between two rules stands a semicolon, after the last one a point. Exactly one is <code>sh:minCount 1 ; sh:maxCount 1</code>.</details>
# <details><summary>Hint 3</summary>The rule of the licence is <code>sh:property [ sh:path dct:license ; sh:minCount 1 ; sh:nodeKind sh:IRI ] ;</code></details>

# %% answer="shape"
### BEGIN SOLUTION
SHAPE = """
ex:OfDatasets a sh:NodeShape ; sh:targetClass dcat:Dataset ;
    sh:property [ sh:path dct:title ; sh:minCount 1 ; sh:datatype xsd:string ] ;
    sh:property [ sh:path dct:publisher ; sh:minCount 1 ] ;
    sh:property [ sh:path dct:license ; sh:nodeKind sh:IRI ; sh:minCount 1 ] ;
    sh:property [ sh:path dct:issued ; sh:minCount 1 ; sh:maxCount 1 ; sh:datatype xsd:date ] .
"""
### END SOLUTION

# %% tests="shape-needs-test" points=2
rest = 'dct:publisher ex:us ; dct:license <https://creativecommons.org/licenses/by/4.0/> ; dct:issued "2024-11-04"^^xsd:date .'
# HINT: Each property has a rule of its own with sh:minCount 1.
found = faults('ex:d a dcat:Dataset ; dct:title "Energy" ; ' + rest, SHAPE)
assert found == [], f"A description that has all four should pass. Your shape names {found}."
found = faults("ex:d a dcat:Dataset ; " + rest, SHAPE)
assert found == ["title"], f"A description without a title breaks the rule of the title, and no other. Your shape names {found}."
# More tests run when you submit.
### BEGIN HIDDEN TESTS
assert faults("ex:d a dcat:Dataset .", SHAPE) == ["issued", "license", "publisher", "title"], "A description without anything breaks all four rules."
assert faults("ex:d a dcat:Catalog .", SHAPE) == [], "The shape is for datasets only: a catalogue need not have these."
### END HIDDEN TESTS

# %% tests="shape-kinds-test" points=2
begin = 'ex:d a dcat:Dataset ; dct:title "Energy" ; dct:publisher "The firm" ; '
# HINT: sh:nodeKind sh:IRI for an address, sh:datatype xsd:date for a date.
assert faults(begin + 'dct:license "free" ; dct:issued "2024-11-04"^^xsd:date .', SHAPE) == ["license"], "The licence is a text here, and should be an address."
assert faults(begin + 'dct:license ex:licence ; dct:issued "last week" .', SHAPE) == ["issued"], "'last week' is no date."
# More tests run when you submit.
### BEGIN HIDDEN TESTS
assert faults(begin + 'dct:license ex:licence ; dct:issued "2024-11-04"^^xsd:date, "2024-11-05"^^xsd:date .', SHAPE) == ["issued"], "Two days of issue are one too many."
assert faults(begin + 'dct:license ex:licence, ex:other ; dct:issued "2024-11-04"^^xsd:date .', SHAPE) == [], "Two licences are allowed: the rule says at least one."
### END HIDDEN TESTS

# %% [markdown] id="sheet-about"
# ## The data sheet
#
# A shape checks what machines need. A **data sheet** tells people what they need before they use your data: what it is for, where it comes from, what was changed, what it must not be used for. Its enemy is the empty field, and the field
# that only looks full: *n/a*, *todo*.

# %% given="fields"
FIELDS = ["title", "purpose", "source", "licence", "period", "units", "cleaning", "known_gaps", "not_for", "contact"]
NO_ANSWER = {"n/a", "na", "todo", "tbd", "?", "-"}

# %% [markdown] id="task-data-sheet"
# ## Task 6: refuse empty fields (4 points)
#
# Write the function `data_sheet(facts)`. `facts` is a dictionary of texts. It returns the sheet as a list of lines `"name: value"`, one for each name in `FIELDS`, in that order, without blanks around the value.
#
# If a field is not there, is `None`, empty, of blanks only, or one of `NO_ANSWER` (small and capital letters make no difference), it raises a `ValueError` whose message holds the names of **all** such fields.
#
# <details><summary>Hint 1</summary>First gather the names of the bad fields in a list. Only then decide: raise, or return.</details>
# <details><summary>Hint 2</summary><code>value = (facts.get(name) or "").strip()</code> turns all kinds of gaps into the empty text.</details>
# <details><summary>Hint 3</summary>A field is bad if <code>not value or value.lower() in NO_ANSWER</code>. <code>raise ValueError("empty: " + ", ".join(bad))</code></details>

# %% answer="data-sheet"
def data_sheet(facts):
    """Return the lines of a data sheet, or refuse it with the names of the empty fields."""
    ### BEGIN SOLUTION
    values = {name: (facts.get(name) or "").strip() for name in FIELDS}
    bad = [name for name, value in values.items() if not value or value.lower() in NO_ANSWER]
    if bad:
        raise ValueError("These fields are empty: " + ", ".join(bad))
    return [f"{name}: {value}" for name, value in values.items()]
    ### END SOLUTION

# %% tests="data-sheet-test" points=2
whole = {name: f"about {name} " for name in reversed(FIELDS)}
result = data_sheet(whole)
# HINT: One line for each name of FIELDS, in that order.
assert result is not None, "data_sheet gave nothing back. Does it end with return?"
assert len(result) == 10, f"There should be 10 lines, one for each field. Yours has {len(result)}."
assert result[0] == "title: about title", f"The first line should be 'title: about title'. Yours is {result[0]!r}."
# More tests run when you submit.
### BEGIN HIDDEN TESTS
assert list(result) == [f"{name}: about {name}" for name in FIELDS], "The lines should have the order of FIELDS, without blanks around the values."
assert len(data_sheet(whole | {"weather": "sunny"})) == 10, "What is not in FIELDS has no line."
### END HIDDEN TESTS

# %% tests="data-sheet-refused-test" points=2
def refused_fields(facts):
    """Return the fields that the message of the refusal names, None when nothing was refused."""
    try:
        data_sheet(facts)
    except ValueError as error:
        return [name for name in FIELDS if name in str(error)]
    return None

full = {name: "told" for name in FIELDS}
# HINT: Gather all bad fields first, then raise once, with all their names.
assert refused_fields(full | {"units": "  "}) == ["units"], f"A field of blanks is empty: the refusal should name units, and no other. Yours names {refused_fields(full | {'units': '  '})}."
assert refused_fields(full | {"contact": None, "source": ""}) == ["source", "contact"], "Two fields are empty: the message should name both."
# More tests run when you submit.
### BEGIN HIDDEN TESTS
assert refused_fields(full | {"cleaning": "TODO", "purpose": " n/a "}) == ["purpose", "cleaning"], "Words such as todo and n/a are no answer, in capital letters and with blanks around them either."
assert refused_fields({}) == FIELDS, "Without any fact all fields are named."
assert refused_fields(full | {"known_gaps": "none that we know"}) is None, "A real answer is not refused."
### END HIDDEN TESTS

# %% id="sheet-example"
try:
    print("\n".join(data_sheet({
        "title": "Energy use of made-up suppliers, 2023",
        "purpose": "Find where energy can be saved along our supply chain",
        "source": "Answers of the suppliers by e-mail; here: made up by a program",
        "licence": "CC-BY-4.0",
        "period": "2023",
        "units": "MWh in a year",
        "cleaning": "Units and countries to one form, duplicates merged after a person looked; raw answers are kept",
        "known_gaps": "Answers without a unit were asked for again; small firms answered less often",
        "not_for": "Comparing single firms: the answers were not audited",
        "contact": "data@firm.example",
    })))
except NotImplementedError:
    print("Write data_sheet first.")

# %% [markdown] id="reflect"
# **Think about it:** which line of this sheet would keep somebody from a wrong conclusion? Which one would you like to have had for the last table that you were sent?

# %% [markdown] id="key-points"
# ## Key points
#
# - A code needs its version. Ask for codes without a partner before you join.
# - A good join keeps every row once, and shows what it could not place.
# - A shape lets a program refuse a description with gaps; a data sheet tells people what they need.
# - An empty field should stop you, not pass in silence.
#
# **Where next:** make the sheet for one of your own tables. The course *Trustworthy AI* has the model card, which is the same for a model.

# %% [markdown] id="title"
# # Describe your data so that others find it
#
# This is exercise 1 of 3 of the course *Data spaces*. It takes about 35 minutes.
#
# **What you will be able to do:**
#
# - describe a dataset in the words of **DCAT-AP 3.0.1**, which Europe's catalogues understand,
# - tell what a description must have, what it should have, and check both with a program,
# - use the EU's lists of codes instead of your own words,
# - describe the same file as **Croissant**, so that a program can load it without asking you.
#
# **You need:** functions, lists and dictionaries in Python. You need not know Turtle or JSON-LD; both are explained.

# %% [markdown] id="parameters-about"
# The next cell holds values that you or your trainer may change before the notebook runs.

# %% id="parameters" tags=["parameters"]
seed: int = 5  # begins all chance in the made-up readings
n_days: int = 7  # for how many days the ovens were read

# %% id="imports"
import csv
import hashlib
import io
import random

import matplotlib.pyplot as plt
import rdflib
from rdflib.plugins.parsers.notation3 import BadSyntax

# %% [markdown] id="story"
# ## A bakery and its ovens
#
# A bakery has four electric ovens. A small meter writes down, each quarter of an hour, how much energy each oven took. A supplier of ovens
# would like to learn from such readings, and so would a university. They will only ask if they can find out that the readings exist.
#
# Bakery and readings are **made up** by the next cell.

# %% given="make-readings"
def made_up_readings(days, chance):
    """Return the energy of four ovens in each quarter of an hour, as text in the form of CSV."""
    lines = ["time,oven,energy_kwh"]
    for day in range(days):
        for quarter in range(96):
            hour = quarter / 4
            for number in range(1, 5):
                begins = 2 + number * 0.5
                heat = 6.0 if begins <= hour < begins + 1 else 3.2 if begins + 1 <= hour < 11 else 0.1
                if day % 7 == 6:  # on Sundays two ovens are enough
                    heat = heat if number <= 2 else 0.1
                energy = max(0.0, heat * chance.gauss(1, 0.08)) / 4
                lines.append(f"2026-03-{day + 2:02}T{int(hour):02}:{quarter % 4 * 15:02},oven-{number},{energy:.3f}")
    return "\n".join(lines) + "\n"


readings = made_up_readings(n_days, random.Random(seed))
print(readings[:120])

# %% id="readings-plot"
by_day = {}
for row in csv.DictReader(io.StringIO(readings)):
    hours = by_day.setdefault(row["time"][:10], [0.0] * 24)
    hours[int(row["time"][11:13])] += float(row["energy_kwh"])
fig, ax = plt.subplots(figsize=(8, 3), layout="constrained")
picture = ax.imshow(list(by_day.values()), cmap="magma", aspect="auto")
ax.set_yticks(range(len(by_day)), list(by_day))
ax.set_xticks(range(0, 24, 3), [f"{hour}:00" for hour in range(0, 24, 3)])
ax.set_title("When does the bakery use energy? (kWh in an hour, all ovens)")
fig.colorbar(picture, label="kWh")

# %% [markdown] id="readings-in-words"
# *In words:* a field of squares, one line for each day, one column for each hour. All days are dark until two in the night, brightest between
# four and five, when the last ovens heat up, still bright until eleven, and dark again for the rest of the day. A Sunday's line is darker than the others.

# %% [markdown] id="turtle-about"
# ## One fact, one line
#
# A catalogue keeps facts of three parts: **who, what, which**. *The readings – have the title – "Energy of ovens".* In **Turtle** that is one
# line. Words such as `dct:title` come from published lists of words; the part before the colon says from which:
#
# | prefix | list of words | for |
# |---|---|---|
# | `dcat:` | Data Catalog Vocabulary of the W3C | datasets and their files |
# | `dct:` | Dublin Core terms | title, publisher, licence, dates |
# | `foaf:` | Friend of a Friend | people and firms |
# | `theme:` `country:` `ft:` `access:` | the EU's lists of codes | themes, countries, file types, access |
#
# **DCAT-AP** is the choice of these words that Europe's data portals agreed on. Here is a joinery that describes its offcuts of oak. A semicolon
# means *and the same thing also has*, a point ends it. `a` means *is a*.

# %% given="prefixes"
PREFIXES = """
@prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix dcatap: <http://data.europa.eu/r5r/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix vcard: <http://www.w3.org/2006/vcard/ns#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix theme: <http://publications.europa.eu/resource/authority/data-theme/> .
@prefix country: <http://publications.europa.eu/resource/authority/country/> .
@prefix ft: <http://publications.europa.eu/resource/authority/file-type/> .
@prefix access: <http://publications.europa.eu/resource/authority/access-right/> .
@prefix ex: <https://data.example/> .
"""


def read(turtle):
    """Return {thing: {word: [values]}} for a text in Turtle, with short names."""
    graph = rdflib.Graph(bind_namespaces="none")
    try:
        graph.parse(data=PREFIXES + turtle, format="turtle")
    except BadSyntax as error:
        line = error.lines + 1 - len(PREFIXES.splitlines())
        raise ValueError(f"This is not Turtle near line {line} of your text. Look there, and one line before: a semicolon, a point, a quotation mark?") from None
    short = {str(address): prefix for prefix, address in graph.namespaces()}

    def name(term):
        text = str(term)
        if isinstance(term, rdflib.URIRef):
            begin = max((each for each in short if text.startswith(each)), key=len, default="")
            return f"{short[begin]}:{text[len(begin):]}" if begin else "a" if text == str(rdflib.RDF.type) else text
        return text

    things = {}
    for thing, word, value in graph:
        things.setdefault(name(thing), {}).setdefault(name(word), []).append(name(value))
    return {thing: {word: sorted(values) for word, values in sorted(facts.items())} for thing, facts in things.items()}

# %% id="turtle-example"
JOINERY = """
ex:offcuts a dcat:Dataset ;
    dct:title "Offcuts of oak, by length"@en ;
    dct:publisher ex:joinery ;
    dcat:theme theme:ECON ;
    dcat:distribution ex:offcuts-json .

ex:joinery a foaf:Agent ;
    foaf:name "A made-up joinery" .

ex:offcuts-json a dcat:Distribution ;
    dcat:accessURL <https://joinery.example/offcuts.json> ;
    dct:format ft:JSON .
"""
for thing, facts in read(JOINERY).items():
    print(thing)
    for word, values in facts.items():
        print("   ", word, values)

# %% [markdown] id="must-about"
# ## What must be there, what should be there
#
# DCAT-AP 3.0.1 names for each kind of thing which words are **mandatory** and which are **recommended**. A catalogue may refuse a record
# without the mandatory ones. Without the recommended ones people will not find it.

# %% given="table"
WORDS = {
    "dcat:Dataset": {
        "mandatory": ["dct:description", "dct:title"],
        "recommended": ["dcat:contactPoint", "dcat:distribution", "dcat:keyword", "dcat:theme", "dct:publisher", "dct:spatial", "dct:temporal"],
    },
    "dcat:Distribution": {
        "mandatory": ["dcat:accessURL"],
        "recommended": ["dcatap:availability", "dct:description", "dct:format", "dct:license"],
    },
    "foaf:Agent": {"mandatory": ["foaf:name"], "recommended": ["dct:type"]},
}

# %% [markdown] id="task-gaps"
# ## Task 1: what is missing? (3 points)
#
# Write the function `gaps(facts, words)`.
#
# - `facts` says what one thing has, as `read` gives it, for example `{"dct:title": ["Offcuts"]}`.
# - `words` is one part of `WORDS`, for example `{"mandatory": ["dct:title"], "recommended": ["dcat:theme"]}`.
#
# Return a dictionary with the two names `mandatory` and `recommended`. Each leads to the **sorted** list of those words that the thing does not have. A word whose list of values
# is empty, or has nothing but blanks, is missing, too.
#
# <details><summary>Hint 1</summary>Begin with one list. For which words of it is there no value that says anything?</details>
# <details><summary>Hint 2</summary><code>facts.get(word, [])</code> is the list of values, empty if the word is not there. <code>value.strip()</code> is empty for blanks.</details>
# <details><summary>Hint 3</summary>A word is there if <code>any(value.strip() for value in facts.get(word, []))</code>. Go through <code>words.items()</code>, and sort each list.</details>

# %% answer="gaps"
def gaps(facts, words):
    """Return the mandatory and the recommended words that one thing lacks."""
    ### BEGIN SOLUTION
    lacking = {}
    for level, wanted in words.items():
        lacking[level] = sorted(word for word in wanted if not "".join(facts.get(word, [])).strip())
    return lacking
    ### END SOLUTION

# %% tests="gaps-test" points=3
asked = {"mandatory": ["dct:title", "dct:description"], "recommended": ["dcat:theme"]}
result = gaps({"dct:title": ["Offcuts"], "dcat:theme": ["theme:ECON"]}, asked)
# HINT: Go through both lists; keep the words that have no value in facts.
assert result is not None, "gaps gave nothing back. Does it end with return?"
assert result == {"mandatory": ["dct:description"], "recommended": []}, f"Only the description is missing. Yours is {result!r}."
assert gaps({}, asked) == {"mandatory": ["dct:description", "dct:title"], "recommended": ["dcat:theme"]}, "Without any fact everything is missing, sorted."
# More tests run when you submit.
### BEGIN HIDDEN TESTS
assert gaps({"dct:title": ["  "], "dct:description": [""], "dcat:theme": []}, asked) == {"mandatory": ["dct:description", "dct:title"], "recommended": ["dcat:theme"]}, "Blank text and an empty list say nothing: the words are missing."
assert gaps({"dct:title": ["", "Ovens"], "dct:description": ["d"], "dcat:theme": ["x", "y"]}, asked) == {"mandatory": [], "recommended": []}, "One value that says something is enough."
assert gaps({"foaf:name": ["b"]}, {"mandatory": ["foaf:name"], "recommended": ["dct:type"]}) == {"mandatory": [], "recommended": ["dct:type"]}, "The function should use the words that it is given."
### END HIDDEN TESTS

# %% id="gaps-joinery"
try:
    print("The joinery's dataset lacks:", gaps(read(JOINERY)["ex:offcuts"], WORDS["dcat:Dataset"]))
except NotImplementedError:
    print("Write gaps first.")

# %% [markdown] id="task-describe"
# ## Task 2: describe the ovens (5 points)
#
# Write `OVENS`, a text in Turtle as in the example. It describes three things and no text is left blank:
#
# | thing | is a | has |
# |---|---|---|
# | `ex:ovens` | `dcat:Dataset` | all nine words for datasets that are mandatory or recommended: publisher `ex:bakery`, contact `ex:contact`, distribution `ex:ovens-csv`, theme `theme:ENER`, country `country:AUT` as `dct:spatial`, period `ex:week` as `dct:temporal`, title and description in your words, **at least two** keywords |
# | `ex:bakery` | `foaf:Agent` | a name |
# | `ex:ovens-csv` | `dcat:Distribution` | `dcat:accessURL` `<https://bakery.example/ovens.csv>`, format `ft:CSV`, licence `<https://creativecommons.org/licenses/by/4.0/>` |
#
# What `ex:contact` and `ex:week` are stands below already.
#
# <details><summary>Hint 1</summary>Copy the joinery's text and change it line by line. Run your cell and the tests below after each change: a forgotten semicolon is told with its line.</details>
# <details><summary>Hint 2</summary>Several values of one word stand behind one another with a comma: <code>dcat:keyword "one"@en, "two"@en ;</code></details>
# <details><summary>Hint 3</summary>Country and period: <code>dct:spatial country:… ; dct:temporal ex:… ;</code> An address stands in angle brackets, a short name does not.</details>

# %% given="rest"
REST = """
ex:contact a vcard:Organization ;
    vcard:hasEmail <mailto:data@bakery.example> .

ex:week a dct:PeriodOfTime ;
    dcat:startDate "2026-03-02"^^xsd:date ;
    dcat:endDate "2026-03-08"^^xsd:date .
"""

# %% answer="ovens"
### BEGIN SOLUTION
OVENS = """
ex:ovens a dcat:Dataset ;
    dct:title "Energy of four bakery ovens, by quarter of an hour"@en ;
    dct:description "Electric energy that each of four ovens took, read by a meter. Quarters without a reading are absent."@en ;
    dcat:keyword "oven"@en, "energy"@en, "bakery"@en ;
    dct:publisher ex:bakery ; dcat:contactPoint ex:contact ;
    dcat:theme theme:ENER ; dct:spatial country:AUT ; dct:temporal ex:week ;
    dcat:distribution ex:ovens-csv .

ex:bakery a foaf:Agent ; foaf:name "A made-up bakery" .

ex:ovens-csv a dcat:Distribution ;
    dcat:accessURL <https://bakery.example/ovens.csv> ;
    dct:format ft:CSV ; dct:license <https://creativecommons.org/licenses/by/4.0/> .
"""
### END SOLUTION

# %% tests="ovens-dataset-test" points=3
told = read(OVENS + REST).get("ex:ovens", {})
# HINT: Each of the nine words stands in the text of ex:ovens; compare with the table of the task.
assert told.get("a") == ["dcat:Dataset"], f"ex:ovens should be a dcat:Dataset and nothing else. Yours is {told.get('a')!r}."
assert [word for word in ["dct:title", "dct:description"] if not "".join(told.get(word, [])).strip()] == [], "Title and description are mandatory, and should say something."
links = {"dct:publisher": ["ex:bakery"], "dcat:contactPoint": ["ex:contact"], "dcat:distribution": ["ex:ovens-csv"], "dct:temporal": ["ex:week"]}
assert {word: told.get(word) for word in links} == links, f"The dataset should lead to publisher, contact, distribution and period. Yours leads to {({word: told.get(word) for word in links})!r}."
# More tests run when you submit.
### BEGIN HIDDEN TESTS
assert told.get("dcat:theme") == ["theme:ENER"] and told.get("dct:spatial") == ["country:AUT"], "Theme and country are codes of the EU's lists: theme:ENER and country:AUT, without quotation marks."
assert len(told.get("dcat:keyword", [])) >= 2, "At least two keywords are asked for."
### END HIDDEN TESTS

# %% tests="ovens-things-test" points=2
things = read(OVENS + REST)
# HINT: The file and the firm are things of their own, each with a point at its end.
assert "ex:ovens-csv" in things, "There is no ex:ovens-csv yet: the dataset leads to it, so say what it is."
assert things["ex:ovens-csv"].get("a") == ["dcat:Distribution"], "ex:ovens-csv should be a dcat:Distribution."
assert things["ex:ovens-csv"].get("dcat:accessURL") == ["https://bakery.example/ovens.csv"], f"The address should be <https://bakery.example/ovens.csv>. Yours is {things['ex:ovens-csv'].get('dcat:accessURL')!r}."
# More tests run when you submit.
### BEGIN HIDDEN TESTS
assert things["ex:ovens-csv"].get("dct:format") == ["ft:CSV"] and things["ex:ovens-csv"].get("dct:license") == ["https://creativecommons.org/licenses/by/4.0/"], "The file has a format and a licence; the licence is an address."
assert things.get("ex:bakery", {}).get("a") == ["foaf:Agent"] and "".join(things["ex:bakery"].get("foaf:name", [])).strip() != "", "The publisher is a foaf:Agent with a name."
### END HIDDEN TESTS

# %% [markdown] id="graph-about"
# ### What did you write?
#
# The facts of a description hang together like a net. The next cell draws yours, or the joinery's as long as yours is not there.

# %% id="graph-plot"
def draw(things, centre):
    """Draw a thing, what it leads to, and what that leads to."""
    fig, ax = plt.subplots(figsize=(9, 6), layout="constrained")
    lines = [(word, value) for word, values in things[centre].items() if word != "a" for value in values]
    for place, (word, value) in enumerate(lines):
        y = -place * 1.3
        ax.plot([0.25, 1.0, 1.6], [-0.65 * (len(lines) - 1), y, y], color="grey", linewidth=1, zorder=0)
        ax.text(1.05, y + 0.15, word, fontsize=8, style="italic")
        is_thing = value in things
        kind = things[value].get("a", ["(no kind)"])[0] + "\n" if is_thing else ""
        shown = value if len(value) < 34 else value[:32] + "…"
        ax.text(1.62, y, kind + shown, va="center", fontsize=9,
                bbox={"boxstyle": "round" if is_thing else "square", "facecolor": "white", "edgecolor": "steelblue" if is_thing else "lightgrey"})
        more = [f"{inner} {text[:44]}" for inner, texts in things.get(value, {}).items() if inner != "a" for text in texts]
        if more:
            ax.plot([1.65, 3.0], [y, y], color="grey", linewidth=1, zorder=0)
            ax.text(3.02, y, "\n".join(more), va="center", fontsize=7)
    ax.text(0.25, -0.65 * (len(lines) - 1), f"{things[centre].get('a', ['(no kind)'])[0]}\n{centre}", ha="center", va="center", fontsize=10, fontweight="bold",
            bbox={"boxstyle": "round", "facecolor": "white", "edgecolor": "darkorange", "linewidth": 2})
    ax.set_xlim(-0.2, 4.7)
    ax.set_ylim(-1.3 * len(lines), 1.2)
    ax.set_axis_off()
    ax.set_title("A record of a catalogue is a net of facts")


try:
    draw(read(OVENS + REST), "ex:ovens")
except (NameError, KeyError):  # not written yet, or under another name
    draw(read(JOINERY), "ex:offcuts")

# %% [markdown] id="graph-in-words"
# *In words:* on the left a box for the dataset. Lines fan out from it to the right, each with its word, to boxes for what it leads to. Square boxes hold text
# and codes. Round boxes are things with facts of their own, written beside them: the firm with its name, the file with its address, the period with its two days.

# %% [markdown] id="codes-about"
# ## Codes instead of words
#
# *Energy*, *Energie*, *energia*: a search finds only what was typed. So DCAT-AP asks for codes from lists that the EU publishes. `theme:ENER` means the same in
# 24 languages. The next cell has some of these lists, shortened; `access:` has three codes and no more.

# %% given="lists"
LISTS = {
    "dcat:theme": ("theme", ["AGRI", "ECON", "EDUC", "ENER", "ENVI", "GOVE", "HEAL", "INTR", "JUST", "REGI", "SOCI", "TECH", "TRAN"]),
    "dct:accessRights": ("access", ["PUBLIC", "RESTRICTED", "NON_PUBLIC"]),
    "dct:format": ("ft", ["CSV", "JSON", "JSON_LD", "PARQUET", "PDF", "RDF_TURTLE", "XLSX", "XML", "ZIP"]),
    "dct:spatial": ("country", ["AUT", "BEL", "BGR", "CYP", "CZE", "DEU", "DNK", "ESP", "EST", "FIN", "FRA", "GRC", "HRV", "HUN", "IRL",
                                "ITA", "LTU", "LUX", "LVA", "MLT", "NLD", "POL", "PRT", "ROU", "SVK", "SVN", "SWE"]),
}

# %% [markdown] id="task-foreign"
# ## Task 3: which values are not in their list? (3 points)
#
# Write the function `foreign(facts, lists)`. `facts` is as in task 1. `lists` is as `LISTS`: for some words it has the prefix and the codes. Return a **sorted** list of texts
# `"word value"`, one for each value that is not `prefix:CODE` with a code of the list. Words that have no list are not looked at.
#
# For `{"dcat:theme": ["Energy", "theme:ENER"]}` that is `["dcat:theme Energy"]`.
#
# <details><summary>Hint 1</summary>Only the words in <code>lists</code> matter. For each of them, look at each of its values.</details>
# <details><summary>Hint 2</summary><code>prefix, codes = lists[word]</code>, and then make the allowed values: <code>[f"{prefix}:{code}" for code in codes]</code>.</details>
# <details><summary>Hint 3</summary>Two loops: over <code>lists.items()</code>, and over <code>facts.get(word, [])</code>. Keep <code>f"{word} {value}"</code> if it is not allowed.</details>

# %% answer="foreign"
def foreign(facts, lists):
    """Return "word value" for each value that its list does not have."""
    ### BEGIN SOLUTION
    found = []
    for word, (prefix, codes) in lists.items():
        known = {f"{prefix}:{code}" for code in codes}
        found += [f"{word} {value}" for value in facts.get(word, []) if value not in known]
    return sorted(found)
    ### END SOLUTION

# %% tests="foreign-test" points=3
two = {"dcat:theme": ("theme", ["ENER", "ENVI"]), "dct:format": ("ft", ["CSV"])}
result = foreign({"dcat:theme": ["Energy", "theme:ENER"], "dct:title": ["Energy"]}, two)
# HINT: A value is good when it is the prefix, a colon and one of the codes.
assert result is not None, "foreign gave nothing back. Does it end with return?"
assert result == ["dcat:theme Energy"], f"'Energy' is no code of the list of themes; the title has no list. Yours is {result!r}."
assert foreign({"dcat:theme": ["theme:ENVI"], "dct:format": ["ft:CSV"]}, two) == [], "Good codes give an empty list."
# More tests run when you submit.
### BEGIN HIDDEN TESTS
assert foreign({"dct:format": ["ft:DOC", "CSV"], "dcat:theme": ["theme:ener"]}, two) == ["dcat:theme theme:ener", "dct:format CSV", "dct:format ft:DOC"], "ft:DOC is not in the list, CSV lacks its prefix, and codes are in capital letters."
assert foreign({"dcat:theme": ["ft:ENER"]}, two) == ["dcat:theme ft:ENER"], "A code with the prefix of another list is foreign."
assert foreign({}, two) == [], "Where nothing is said, nothing is foreign."
### END HIDDEN TESTS

# %% id="foreign-example"
try:
    typed = {"dcat:theme": ["Energy"], "dct:spatial": ["country:AUT", "Österreich"], "dct:accessRights": ["access:RESTRICTED"]}
    print(foreign(typed, LISTS))
except NotImplementedError:
    print("Write foreign first.")

# %% [markdown] id="croissant-about"
# ## Croissant: the inside of the file
#
# DCAT-AP leads people to a file. It does not say what its columns are. **Croissant** (MLCommons, version 1.1) does: it names the files with their checksums, and **record sets** whose
# fields say from which file and which column they come. Tools for machine learning load such data without a line of code for it.
#
# It is JSON-LD: JSON, whose `@type` and `@id` say what a thing is and how it is called. One field looks like this:
#
# ```json
# {"@type": "cr:Field", "@id": "readings/oven", "name": "oven", "dataType": "sc:Text",
#  "source": {"fileObject": {"@id": "ovens.csv"}, "extract": {"column": "oven"}}}
# ```

# %% [markdown] id="task-record-set"
# ## Task 4: a record set (3 points)
#
# Write the function `record_set(name, file, columns)`. `columns` is a dictionary from the name of a column to its kind: `{"oven": "sc:Text", "energy_kwh": "sc:Float"}`. Return a dictionary with
# `"@type": "cr:RecordSet"`, `"@id"` and `"name"` (both are `name`), and `"field"`: the list of fields in the order of the columns, each as above. A field's `@id` is
# the name of the record set, a slash, and the name of the column.
#
# <details><summary>Hint 1</summary>First write a field for one column by hand. Then let a loop do it for all.</details>
# <details><summary>Hint 2</summary>A loop over <code>columns.items()</code>, and <code>f"{name}/{column}"</code>.</details>
# <details><summary>Hint 3</summary>The source is a dictionary in a dictionary: <code>{"fileObject": {"@id": file}, "extract": {…}}</code>.</details>

# %% answer="record-set"
def record_set(name, file, columns):
    """Return the Croissant record set of one file, with a field for each column."""
    ### BEGIN SOLUTION
    fields = []
    for column, kind in columns.items():
        source = {"extract": {"column": column}, "fileObject": {"@id": file}}
        fields += [{"@type": "cr:Field", "@id": name + "/" + column, "name": column, "dataType": kind, "source": source}]
    return {"@type": "cr:RecordSet", "@id": name, "name": name, "field": fields}
    ### END SOLUTION

# %% tests="record-set-test" points=3
result = record_set("offcuts", "offcuts.csv", {"length_cm": "sc:Integer", "grade": "sc:Text"})
# HINT: Four names on the outside, five in each field; look at the example above.
assert result is not None, "record_set gave nothing back. Does it end with return?"
assert {key: result.get(key) for key in ["@type", "@id", "name"]} == {"@type": "cr:RecordSet", "@id": "offcuts", "name": "offcuts"}, f"The record set should have its type, @id and name. Yours is {result!r}."
assert [field.get("@id") for field in result.get("field", [])] == ["offcuts/length_cm", "offcuts/grade"], "There should be a field for each column, in the order of the columns."
assert result["field"][0] == {"@type": "cr:Field", "@id": "offcuts/length_cm", "name": "length_cm", "dataType": "sc:Integer", "source": {"fileObject": {"@id": "offcuts.csv"}, "extract": {"column": "length_cm"}}}, f"The first field should be as in the example. Yours is {result['field'][0]!r}."
# More tests run when you submit.
### BEGIN HIDDEN TESTS
assert record_set("r", "f", {}) == {"@type": "cr:RecordSet", "@id": "r", "name": "r", "field": []}, "Without columns there are no fields."
assert record_set("r", "f", {"a": "sc:Text", "b": "sc:Float"})["field"][1] == {"@type": "cr:Field", "@id": "r/b", "name": "b", "dataType": "sc:Float", "source": {"fileObject": {"@id": "f"}, "extract": {"column": "b"}}}, "Each field should have the kind and the name of its own column."
### END HIDDEN TESTS

# %% [markdown] id="context-about"
# ### The whole Croissant
#
# Around the record set stand the dataset and its file. The long `@context` says from which lists the words come. The checksum (SHA-256) is made from all bytes of the file: if one of
# them changes, so does the checksum. Croissant 1.1 asks for name, description, licence, address, creator and day of publication.

# %% given="croissant"
CONTEXT = {
    "@language": "en", "@vocab": "https://schema.org/", "sc": "https://schema.org/", "cr": "http://mlcommons.org/croissant/", "dct": "http://purl.org/dc/terms/",
    "conformsTo": "dct:conformsTo", "recordSet": "cr:recordSet", "field": "cr:field", "source": "cr:source", "extract": "cr:extract",
    "column": "cr:column", "fileObject": "cr:fileObject", "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
}


def croissant(file, content, records):
    """Return the whole description of one file and its record set."""
    return {
        "@context": CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.1",
        "name": "bakery-ovens",
        "description": "Electric energy of four ovens, by quarter of an hour. Made up.",
        "license": "https://creativecommons.org/licenses/by/4.0/",
        "url": "https://bakery.example/ovens",
        "creator": {"@type": "sc:Organization", "name": "A made-up bakery"},
        "datePublished": "2026-03-09",
        "version": "1.0.0",
        "distribution": [{
            "@type": "cr:FileObject", "@id": file, "name": file, "contentUrl": file, "encodingFormat": "text/csv",
            "sha256": hashlib.sha256(content.encode()).hexdigest(),
        }],
        "recordSet": [records],
    }

# %% [markdown] id="task-load"
# ## Task 5: load it by its description (4 points)
#
# Write the function `load(described, files)`. `described` is a Croissant with one file and one record set, `files` a dictionary from the `@id` of a file to its text in the form of CSV. Return a list of dictionaries, one for
# each line, with the **names of the fields** and values of the right kind: `sc:Float` is a `float`, `sc:Integer` an `int`, all others stay text.
#
# - The name of a field need not be the name of its column: ask `source`.
# - If the checksum of the text is not the one that is told, raise a `ValueError`.
#
# <details><summary>Hint 1</summary>Three steps: check the checksum, read the lines, pick and change the values of each line.</details>
# <details><summary>Hint 2</summary><code>csv.DictReader(io.StringIO(text))</code> gives a dictionary for each line. <code>hashlib.sha256(text.encode()).hexdigest()</code> is the checksum.</details>
# <details><summary>Hint 3</summary><code>kinds = {"sc:Float": float, "sc:Integer": int}</code>, and then <code>kinds.get(field["dataType"], str)</code> is what changes a value. The column is <code>field["source"]["extract"]["column"]</code>.</details>

# %% answer="load"
def load(described, files):
    """Return the records of a Croissant with one file and one record set."""
    ### BEGIN SOLUTION
    file = described["distribution"][0]
    text = files[file["@id"]]
    if hashlib.sha256(text.encode()).hexdigest() != file["sha256"]:
        raise ValueError(f"{file['@id']} is not the file that was described")
    change = {"sc:Integer": int, "sc:Float": float}
    records = []
    for line in csv.DictReader(io.StringIO(text)):
        record = {}
        for field in described["recordSet"][0]["field"]:
            value = line[field["source"]["extract"]["column"]]
            record[field["name"]] = change.get(field["dataType"], str)(value)
        records.append(record)
    return records
    ### END SOLUTION

# %% tests="load-test" points=2
import hashlib

content = "wood,len\noak,31\nash,7\n"
length = {"@type": "cr:Field", "@id": "o/length_cm", "name": "length_cm", "dataType": "sc:Integer", "source": {"fileObject": {"@id": "o.csv"}, "extract": {"column": "len"}}}
timber = {"@type": "cr:Field", "@id": "o/wood", "name": "wood", "dataType": "sc:Text", "source": {"fileObject": {"@id": "o.csv"}, "extract": {"column": "wood"}}}
offcuts = {"distribution": [{"@id": "o.csv", "sha256": hashlib.sha256(content.encode()).hexdigest()}], "recordSet": [{"@id": "o", "field": [timber, length]}]}
result = load(offcuts, {"o.csv": content})
# HINT: The field length_cm comes from the column len, and is a whole number.
assert result is not None, "load gave nothing back. Does it end with return?"
assert result == [{"wood": "oak", "length_cm": 31}, {"wood": "ash", "length_cm": 7}], f"Two records were expected: oak with 31 and ash with 7, as numbers. Yours is {result!r}."
# More tests run when you submit.
### BEGIN HIDDEN TESTS
energy = "t,e\n1,0.5\n"
meter = {"distribution": [{"@id": "m", "sha256": hashlib.sha256(energy.encode()).hexdigest()}], "recordSet": [{"field": [{"name": "kwh", "dataType": "sc:Float", "source": {"fileObject": {"@id": "m"}, "extract": {"column": "e"}}}]}]}
assert load(meter, {"m": energy}) == [{"kwh": 0.5}], "Columns that no field asks for are left out; sc:Float gives numbers with a point."
### END HIDDEN TESTS

# %% tests="load-checksum-test" points=2
import hashlib

one = "a\nx\n"
letters = {"distribution": [{"@id": "a.csv", "sha256": hashlib.sha256(one.encode()).hexdigest()}], "recordSet": [{"@id": "r", "field": [{"name": "a", "dataType": "sc:Text", "source": {"fileObject": {"@id": "a.csv"}, "extract": {"column": "a"}}}]}]}
# HINT: Compare the checksums before you read a line, and raise ValueError if they differ.
stopped = False
try:
    load(letters, {"a.csv": "a\ny\n"})
except ValueError:
    stopped = True
assert stopped, "One letter of the file was changed: load should raise a ValueError."
# More tests run when you submit.
### BEGIN HIDDEN TESTS
assert load(letters, {"a.csv": one}) == [{"a": "x"}], "The right file is loaded."
refused = False
try:
    load(letters, {"a.csv": "a\nx\n\n"})
except ValueError:  # as it should
    refused = True
assert refused, "Also a blank line more is another file."
### END HIDDEN TESTS

# %% id="load-ovens"
try:
    columns = {"time": "sc:DateTime", "oven": "sc:Text", "energy_kwh": "sc:Float"}
    described = croissant("ovens.csv", readings, record_set("readings", "ovens.csv", columns))
    loaded = load(described, {"ovens.csv": readings})
    total = sum(record["energy_kwh"] for record in loaded)
    print(f"{len(loaded)} records by their description, {total:.0f} kWh in all. The first: {loaded[0]}")
except NotImplementedError:
    print("Write record_set and load first.")

# %% [markdown] id="think"
# **Think about it:** which table of your firm would be worth a description? Who would have to agree before it stands in a catalogue? The description itself shows nothing of
# the data. `access:RESTRICTED` says that people must ask. How they ask, and on which terms, is exercise 2.

# %% [markdown] id="key-points"
# ## Key points
#
# - DCAT-AP says that a dataset exists, whose it is and where; Croissant says what is inside its files.
# - Mandatory words let a record in, recommended words let people find it.
# - Codes of shared lists are found in every language. Words that you made up are not.
# - A checksum tells whether a file is the one that was described.
#
# **Where next:** exercise 2, *Find data and read its terms*. The course *Data Lab: good data* checks descriptions with shapes (SHACL).

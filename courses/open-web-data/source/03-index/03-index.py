# %% [markdown] id="title"
# # An index, a pool and an answer with its source
#
# This is exercise 3 of 3 of the course *Data from the open web, lawfully*. It takes about 35 minutes.
#
# **What you will be able to do:**
#
# - build the index that each search engine is made of, and rank pages with it,
# - exchange an index in an open format,
# - write a pool of pages by day and language, and a data card that is refused while something is missing,
# - measure a search by its hit rate, and answer a question with its source.
#
# **You need:** functions, lists and dictionaries in Python, and exercise 2 of this course.

# %% [markdown] id="parameters-about"
# The next cell holds values that you or your trainer may change before the notebook runs.

# %% id="parameters" tags=["parameters"]
seed: int = 1  # begins all chance: which questions are asked
n_questions: int = 60  # how many questions the search is tried with, at most
contact: str = "data@bakers.example"  # whom people write to who find their page in the pool

# %% id="imports"
import csv
import hashlib
import io
import math
import random
import re
from collections import Counter
from pathlib import Path

import duckdb
import matplotlib.pyplot as plt
import tantivy
from ciff_toolkit.ciff_pb2 import DocRecord, Header, PostingsList
from ciff_toolkit.read import CiffReader

# %% [markdown] id="pages-about"
# ## What we have
#
# `pages.csv` holds the pages that remained after exercise 2: address, day, language, licence and text. They come from a **made-up** web.

# %% given="read-pages"
CC_BY = "https://creativecommons.org/licenses/by/4.0/"
CC_BY_SA = "https://creativecommons.org/licenses/by-sa/4.0/"


def read_pages(name):
    """Return the rows of pages.csv."""
    with open(name, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


pages = read_pages("pages.csv")

# %% id="licence-plot"
def draw_licences():
    """Draw how many pages of each language have which licence."""
    languages = sorted({page["language"] for page in pages})
    fig, ax = plt.subplots(figsize=(9, 3.2), layout="constrained")
    bottom = [0] * len(languages)
    for name, licence, color, hatch in [("CC BY", CC_BY, "tab:blue", ""), ("CC BY-SA", CC_BY_SA, "tab:orange", "//"), ("no licence", "", "lightgrey", "..")]:
        counts = [sum(page["language"] == language and page["licence"] == licence for page in pages) for language in languages]
        ax.bar(languages, counts, bottom=bottom, label=name, color=color, hatch=hatch)
        bottom = [below + count for below, count in zip(bottom, counts)]
    ax.set_ylabel("pages")
    ax.legend(loc="upper left", bbox_to_anchor=(1, 1))
    plt.show()


draw_licences()

# %% [markdown] id="licence-in-words"
# *In words:* a bar for each of 24 languages, eight pages high or a little more. Each has three parts: CC BY, mostly the largest, CC BY-SA, and pages without a licence. How they are mixed differs much: of eight Estonian pages two have an open licence, of eight Slovenian pages all.
#
# A page without a licence may be **analysed** where its holder did not reserve that (exercise 1). To **hand its text on** in a pool is another thing: that needs leave. So only pages with an open licence go into our pool. (This is not legal advice.)

# %% given="pool-rows"
pool = [page for page in pages if page["licence"] in (CC_BY, CC_BY_SA)]
print(len(pool), "of", len(pages), "pages may be handed on")

# %% [markdown] id="index-about"
# ## Part A: the index
#
# A book's index says for each word on which pages it stands. A search engine has the same: for each *term* the list of documents with it, and how often it stands there. This is called an *inverted index*, and such a list a *postings list*. Nobody reads the documents when you
# search.
#
# A term need not be a word as it stands. A *stemmer* cuts endings off, so that *bakeries* finds *bakery*, and Finnish *leipomot* finds *leipomo*. The package **tantivy** has stemmers for 13 of the 24 languages; texts in the others stay as they are.

# %% given="terms"
STEMMERS = {
    "da": "Danish", "de": "German", "el": "Greek", "en": "English", "es": "Spanish", "fi": "Finnish", "fr": "French", "hu": "Hungarian",
    "it": "Italian", "nl": "Dutch", "pt": "Portuguese", "ro": "Romanian", "sv": "Swedish",
}


def analyser(language):
    """Return what cuts a text of one language into terms."""
    built = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple()).filter(tantivy.Filter.lowercase())
    if language in STEMMERS:
        built = built.filter(tantivy.Filter.stemmer(STEMMERS[language]))
    return built.build()


ANALYSERS = {language: analyser(language) for language in ["", *STEMMERS]}


def terms(text, language=""):
    """Return the terms of a text; without a language the words in small letters."""
    return ANALYSERS.get(language, ANALYSERS[""]).analyze(text)


# %% id="terms-example"
for language, text in [("en", "The bakeries opened"), ("fi", "Leipomot avautuvat"), ("fi", "Leipomo avautuu"), ("mt", "Il-forn jiftaħ")]:
    print(language, terms(text), "becomes", terms(text, language))

# %% [markdown] id="task-postings"
# ## Task 1: an inverted index (3 points)
#
# Write the function `postings(documents)`. `documents` is a list with the list of terms of each document. Return a dictionary: for each term the list of pairs `(document, times)`, with the number of the document (0, 1, …) and how often the term stands in it. Each list is sorted by the
# number of the document.
#
# <details><summary>Hint 1</summary>Go through the documents in their order, then each list is sorted by itself.</details>
# <details><summary>Hint 2</summary><code>enumerate(documents)</code> gives number and terms; <code>Counter(found)</code> counts the terms of one document.</details>
# <details><summary>Hint 3</summary>For each term and its times: <code>index.setdefault(term, []).append(…)</code> with the pair of number and times.</details>

# %% answer="postings"
def postings(documents):
    """Return an inverted index: for each term its documents and how often it stands there."""
    ### BEGIN SOLUTION
    inverted = {}
    for place, words in enumerate(documents):
        for word, times in Counter(words).items():
            inverted.setdefault(word, []).append((place, times))
    return inverted
    ### END SOLUTION

# %% tests="postings-test" points=3
result = postings([["rye", "bread", "bread"], ["wind"], ["bread"]])
# HINT: A term that stands twice in a document is one pair with the number 2.
assert result is not None, "postings gave nothing back. Does it end with return?"
assert sorted(result) == ["bread", "rye", "wind"], f"The terms are bread, rye and wind. Yours are {sorted(result)}."
assert [tuple(pair) for pair in result["bread"]] == [(0, 2), (2, 1)], f"bread stands twice in document 0 and once in document 2. Yours is {result['bread']}."
# More tests run when you submit.
### BEGIN HIDDEN TESTS
assert dict(postings([])) == {} and dict(postings([[], []])) == {}, "Without terms the index is empty."
gap = postings([[], ["a"], [], ["a", "b", "a"]])
assert [tuple(pair) for pair in gap["a"]] == [(1, 1), (3, 2)] and [tuple(pair) for pair in gap["b"]] == [(3, 1)], "Empty documents have a number as well."
### END HIDDEN TESTS

# %% [markdown] id="bm25-about"
# Which page first? The formula **BM25** (Stephen Robertson and others, 1994) has served search engines for thirty years. A page gets points for each term of the question that it has:
#
# > points = rarity × times × 2.2 / (times + 1.2 × (0.25 + 0.75 × length / average length))
# >
# > rarity = log(1 + (N − n + 0.5) / (n + 0.5))
#
# *times* is how often the term stands on the page, *length* how many terms the page has, N how many pages there are, n on how many of them the term stands. Rare terms count more, the tenth appearance counts less than the first, and long pages are held back.

# %% [markdown] id="task-search"
# ## Task 2: rank the pages (4 points)
#
# Write the function `search(question, index, lengths, most)`. `question` is a list of terms, `index` what `postings` made, `lengths` a list with the number of terms of each document. Add up the points of each document that has at least one term of the question. Return the numbers
# of the best `most` documents, best first; where points are equal, the smaller number first. Terms that the index does not have give nothing.
#
# <details><summary>Hint 1</summary>Keep the points of each document in a dictionary. Two loops: over the terms of the question, over the pairs of the term's list.</details>
# <details><summary>Hint 2</summary>N is <code>len(lengths)</code>, n is <code>len(index[term])</code>, the average is <code>sum(lengths) / len(lengths)</code>. Use <code>index.get(term, [])</code> for terms that may be missing.</details>
# <details><summary>Hint 3</summary>To sort by points from high to low and then by number: <code>sorted(points, key=lambda document: (-points[document], document))</code>, of which you take the first <code>most</code>. The points themselves: copy the formula above, with <code>math.log</code>.</details>

# %% answer="search"
def search(question, index, lengths, most):
    """Return the best documents for a question by BM25."""
    ### BEGIN SOLUTION
    points = {}
    for word in question:
        found = index.get(word, [])
        rarity = math.log(1 + (len(lengths) - len(found) + 0.5) / (len(found) + 0.5))
        for place, times in found:
            held_back = 1.2 * (0.25 + 0.75 * lengths[place] * len(lengths) / sum(lengths))
            points[place] = points.get(place, 0) + rarity * times * 2.2 / (times + held_back)
    return sorted(points, key=lambda place: (-points[place], place))[:most]
    ### END SOLUTION

# %% tests="search-test" points=4
small = {"rye": [(0, 1), (1, 1)], "bread": [(0, 1), (1, 1), (2, 1)], "wind": [(3, 1)]}
result = search(["rye", "bread", "moon"], small, [5, 3, 3, 3], 10)
# HINT: Documents without a term of the question are not in the result.
assert result is not None, "search gave nothing back. Does it end with return?"
assert [int(number) for number in result] == [1, 0, 2], f"1 and 0 have both terms, and 1 is shorter; 2 has only bread: [1, 0, 2]. Yours is {list(result)}."
assert [int(number) for number in search(["bread"], small, [3, 3, 3, 3], 2)] == [0, 1], "Where points are equal, the smaller number comes first; and only two are asked for."
# More tests run when you submit.
### BEGIN HIDDEN TESTS
assert [int(number) for number in search(["moon"], small, [3, 3, 3, 3], 5)] == [] and [int(number) for number in search([], small, [3, 3, 3, 3], 5)] == [], "A question without known terms finds nothing."
rare = {"often": [(0, 9), (1, 1), (2, 1), (3, 1)], "rare": [(4, 1)]}
assert [int(number) for number in search(["often", "rare"], rare, [10, 10, 10, 10, 10], 1)] == [4], "A rare term once is worth more than a frequent one nine times."
many = {"a": [(0, 4), (1, 1)], "b": [(1, 1), (2, 4)]}
assert [int(number) for number in search(["a", "b"], many, [8, 8, 8], 3)] == [1, 0, 2], "Two terms once each are worth more than one term four times."
assert [int(number) for number in search(["a"], {"a": [(0, 2), (1, 1)]}, [40, 2], 2)] == [1, 0], "A long document is held back."
### END HIDDEN TESTS

# %% [markdown] id="compare-about"
# The next cell indexes the pool with your functions, and with **tantivy**, an engine for millions of pages that is written in Rust. Both should name the same pages.

# %% id="compare-tantivy"
def tantivy_search(documents, question, most):
    """Return the best documents by tantivy."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("text", tokenizer_name="whitespace")
    builder.add_unsigned_field("number", stored=True)
    schema = builder.build()
    index = tantivy.Index(schema)
    writer = index.writer(num_threads=1)
    for number, words in enumerate(documents):
        writer.add_document(tantivy.Document(text=" ".join(words), number=number))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    searcher = index.searcher()
    asked = tantivy.Query.boolean_query([(tantivy.Occur.Should, tantivy.Query.term_query(schema, "text", word)) for word in question])
    return [searcher.doc(place)["number"][0] for _, place in searcher.search(asked, most).hits]


def compare_engines():
    """Ask both for the same, and print what they found."""
    documents = [terms(page["text"], page["language"]) for page in pool]
    index, lengths = postings(documents), [len(words) for words in documents]
    question = terms("Bäckereien, die um 11:00 öffnen", "de")
    print("ours:   ", search(question, index, lengths, 5))
    print("tantivy:", tantivy_search(documents, question, 5))
    print(pool[search(question, index, lengths, 1)[0]]["text"][:120])


try:
    compare_engines()
except NotImplementedError:
    print("Write postings and search first.")

# %% [markdown] id="compare-words"
# tantivy keeps the length of a page in one byte, so now and then two pages with nearly equal points change places.

# %% [markdown] id="ciff-about"
# ## Part B: an index that others can read
#
# Each engine keeps its index in a form of its own. **CIFF**, the *Common Index File Format* (2020), is for exchange: the Open Web Index, a European project, publishes each day's index so, beside the pages' data in Parquet. Who has the CIFF file need not crawl, nor index.
#
# It saves room in two ways. Document numbers are kept as **gaps**: 3, 7, 8 becomes 3, 4, 1. And numbers are written as **varints**: small ones in one byte, larger ones in more.

# %% [markdown] id="task-gaps"
# ## Task 3: gaps (2 points)
#
# Write the function `gaps(numbers)`. It gets a sorted list of document numbers, and returns the list of gaps: the first number as it is, then each number less the one before.
#
# <details><summary>Hint 1</summary>Remember the number before; in the beginning it is 0.</details>
# <details><summary>Hint 2</summary><code>zip</code> can pair each number with the one before it: the same list with a 0 in front.</details>
# <details><summary>Hint 3</summary><code>[number - before for before, number in zip([0, *numbers], …)]</code></details>

# %% answer="gaps"
def gaps(numbers):
    """Return the first number, and then the steps from each to the next."""
    ### BEGIN SOLUTION
    return [later - earlier for earlier, later in zip([0, *numbers], numbers)]
    ### END SOLUTION

# %% tests="gaps-test" points=2
result = gaps([3, 7, 8])
# HINT: The first stays, the others are steps.
assert result is not None, "gaps gave nothing back. Does it end with return?"
assert [int(step) for step in result] == [3, 4, 1], f"3, 7, 8 becomes 3, 4, 1. Yours is {list(result)}."
# More tests run when you submit.
### BEGIN HIDDEN TESTS
assert [int(step) for step in gaps([])] == [] and [int(step) for step in gaps([5])] == [5], "Nothing stays nothing, and one number stays as it is."
assert [int(step) for step in gaps([0, 1, 1000])] == [0, 1, 999], "Document 0 is a document as well."
### END HIDDEN TESTS

# %% [markdown] id="task-varint"
# ## Task 4: numbers in few bytes (3 points)
#
# Write the function `varint(number)` for whole numbers from 0 on. It returns `bytes`. Seven bits of the number go into each byte, the **lowest** seven first. A byte that is followed by another has 128 added; the last has not.
#
# 5 becomes the byte 5. 300 is 2 × 128 + 44, so it becomes 44 + 128 = 172, then 2.
#
# <details><summary>Hint 1</summary>As long as the number is 128 or more, write a byte and go on with the rest.</details>
# <details><summary>Hint 2</summary><code>number % 128</code> are the lowest seven bits, <code>number // 128</code> is the rest.</details>
# <details><summary>Hint 3</summary>Gather numbers in a list: <code>while number &gt;= 128:</code> append <code>number % 128 + 128</code>, then divide. After the loop append what is left. <code>bytes([172, 2])</code> makes bytes of a list.</details>

# %% answer="varint"
def varint(number):
    """Return a whole number as bytes of seven bits each, lowest first."""
    ### BEGIN SOLUTION
    out = bytearray()
    while number > 127:
        out.append(number & 127 | 128)
        number >>= 7
    return bytes(out) + bytes([number])
    ### END SOLUTION

# %% tests="varint-test" points=3
result = varint(300)
# HINT: All bytes but the last have 128 added.
assert result is not None, "varint gave nothing back. Does it end with return?"
assert list(result) == [172, 2], f"300 becomes the bytes 172 and 2. Yours are {list(result)}."
assert list(varint(5)) == [5], f"5 becomes the one byte 5. Yours is {list(varint(5))}."
# More tests run when you submit.
### BEGIN HIDDEN TESTS
assert list(varint(0)) == [0] and list(varint(127)) == [127], "Numbers up to 127 are one byte, 0 as well."
assert list(varint(128)) == [128, 1] and list(varint(16384)) == [128, 128, 1], "128 is two bytes, 16384 is three."
assert varint(300) == b"\xac\x02", "varint should return bytes."
### END HIDDEN TESTS

# %% [markdown] id="ciff-write-about"
# The next cell writes the pool's index as CIFF: each message with its length as a varint before it. Then **ciff-toolkit**, which is not ours, reads the file. If it finds all terms, your bytes are right.

# %% id="ciff-round-trip"
def write_ciff(documents):
    """Return an index of documents as the bytes of a CIFF file."""
    index = postings(documents)
    whole = sum(len(words) for words in documents)
    messages = [Header(version=1, num_postings_lists=len(index), num_docs=len(documents), total_postings_lists=len(index), total_docs=len(documents), total_terms_in_collection=whole, average_doclength=whole / len(documents), description="made-up bakers and energy cooperatives; words in small letters, stemmed where a stemmer is")]
    for term in sorted(index):
        found = PostingsList(term=term, df=len(index[term]), cf=sum(times for _, times in index[term]))
        for step, (_, times) in zip(gaps([number for number, _ in index[term]]), index[term]):
            found.postings.add(docid=step, tf=times)
        messages.append(found)
    messages += [DocRecord(docid=number, collection_docid=pool[number]["url"], doclength=len(words)) for number, words in enumerate(documents)]
    return b"".join(varint(message.ByteSize()) + message.SerializeToString() for message in messages)


def read_ciff(content):
    """Return the index in the bytes of a CIFF file, with document numbers again."""
    index = {}
    for found in CiffReader(io.BytesIO(content)).read_postings_lists():
        number, index[found.term] = 0, []
        for step in found.postings:
            number += step.docid
            index[found.term].append((number, step.tf))
    return index


try:
    documents = [terms(page["text"], page["language"]) for page in pool]
    content = write_ciff(documents)
    print(len(content), "bytes; read again it is", "the same" if read_ciff(content) == postings(documents) else "ANOTHER index")
    print("gaps of one term:", gaps([number for number, _ in postings(documents)["kwh"]])[:20])
except NotImplementedError:
    print("Write postings, gaps and varint first.")

# %% [markdown] id="pool-about"
# ## Part C: the pool
#
# A *data pool* is a part of a crawl for one purpose: here bakers and energy cooperatives, with open licences. It is kept in **Parquet**, a format of columns, in folders whose names say what is in them:
#
# `year=2026/month=11/day=22/language=fi/part-0.parquet`
#
# Who wants Finnish opens the Finnish folders only, and a new day is a new folder: nothing that others already use is changed. The shards of the Open Web Index are laid out in this way.

# %% [markdown] id="task-pool-path"
# ## Task 5: the folder of a page (2 points)
#
# Write the function `pool_path(day, language)`. `day` is a text such as `"2026-11-02"`. Return the folder: `"year=2026/month=11/day=2/language=fi"`. Month and day have **no** zero in front. A language with capital letters is made small; an empty one becomes `unknown`.
#
# <details><summary>Hint 1</summary>Take the day apart at its hyphens, and put the parts into a text.</details>
# <details><summary>Hint 2</summary><code>int("02")</code> is 2: so the zero goes.</details>
# <details><summary>Hint 3</summary><code>year, month, number = day.split("-")</code>, then <code>f"year={year}/month={int(month)}/…"</code>. <code>language.lower() or "unknown"</code> helps with the empty one.</details>

# %% answer="pool-path"
def pool_path(day, language):
    """Return the folder for pages of a day and a language."""
    ### BEGIN SOLUTION
    numbers = [int(part) for part in day.split("-")]
    return f"year={numbers[0]}/month={numbers[1]}/day={numbers[2]}/language={language.lower() or 'unknown'}"
    ### END SOLUTION

# %% tests="pool-path-test" points=2
result = pool_path("2026-11-02", "FI")
# HINT: Four parts with slashes between them.
assert result is not None, "pool_path gave nothing back. Does it end with return?"
assert str(result) == "year=2026/month=11/day=2/language=fi", f"The folder is year=2026/month=11/day=2/language=fi. Yours is {result!r}."
# More tests run when you submit.
### BEGIN HIDDEN TESTS
assert str(pool_path("2027-01-30", "mt")) == "year=2027/month=1/day=30/language=mt", "A zero at the end belongs to the number, one in front does not."
assert str(pool_path("2026-10-10", "")) == "year=2026/month=10/day=10/language=unknown", "A page without a language goes to unknown."
### END HIDDEN TESTS

# %% id="write-pool"
def write_pool(folder):
    """Write the pool as Parquet, one file for each day and language, and return how many."""
    places = {}
    for page in pool:
        places.setdefault(pool_path(page["day"], page["language"]), []).append(page)
    base = duckdb.connect()
    base.execute("CREATE TABLE pool (url VARCHAR, licence VARCHAR, text VARCHAR)")
    for place, rows in places.items():
        (folder / place).mkdir(parents=True, exist_ok=True)
        base.execute("DELETE FROM pool")
        base.executemany("INSERT INTO pool VALUES (?, ?, ?)", [(row["url"], row["licence"], row["text"]) for row in rows])
        base.execute(f"COPY (SELECT * FROM pool ORDER BY url) TO '{folder / place}/part-0.parquet' (FORMAT parquet)")
    return len(places)


try:
    print(write_pool(Path("pool")), "files")
    query = "SELECT language, day, count(*), sum(length(text)) FROM read_parquet('pool/**/*.parquet', hive_partitioning = true) WHERE language IN ('fi', 'ga') GROUP BY ALL ORDER BY ALL"
    for row in duckdb.connect().execute(query).fetchall():
        print("language {}, day {}: {} pages, {} letters".format(*row))
except NotImplementedError:
    print("Write pool_path first.")

# %% [markdown] id="card-about"
# ## The data card
#
# A pool without a description is a risk: nobody knows what is in it, or whom to ask. A *data card* says it on one page. Some of it a program can check: that no field is empty, that the numbers are those of the pool, and that the **fingerprint** is that of these rows. Then a version means something.

# %% given="card"
MANDATORY = ["title", "version", "source", "opt_out", "licences", "languages", "known_gaps", "contact", "digest"]


def digest(rows):
    """Return a fingerprint of rows that does not depend on their order."""
    lines = sorted(f"{row['url']}\t{row['licence']}\t{row['text']}" for row in rows)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


card = {
    "title": "Bakers and energy cooperatives in 24 languages",
    "version": "2026.11.23",
    "source": "a made-up web, crawled on 22 and 23 November 2026 by learner-bot, by robots.txt",
    "opt_out": "robots.txt, tdmrep.json, tdm-reservation and noai honoured; the server's log is kept",
    "licences": sorted({page["licence"] for page in pool}),
    "languages": dict(Counter(page["language"] for page in pool)),
    "known_gaps": "twelve sentences in each language; pages that opted out or have no licence are missing",
    "contact": contact,
    "digest": digest(pool),
}

# %% [markdown] id="task-card-problems"
# ## Task 6: refuse a card that is not true (3 points)
#
# Write the function `card_problems(card, rows)`. `rows` is a list of dictionaries with `url`, `language`, `licence` and `text`. Return the **sorted** list of the names of fields that are wrong, each once:
#
# - a field of `MANDATORY` that is missing or empty (a text of blanks alone is empty, as are an empty list and an empty dictionary),
# - `languages`, if it is not the number of rows for each language,
# - `digest`, if it is not `digest(rows)`.
#
# <details><summary>Hint 1</summary>Gather the names in a set: then each is in it once. Sort at the end.</details>
# <details><summary>Hint 2</summary><code>card.get(name)</code> gives <code>None</code> for a missing field. For texts ask <code>str(value).strip()</code>, for the others whether they are empty: <code>not value</code>.</details>
# <details><summary>Hint 3</summary><code>dict(Counter(row["language"] for row in rows))</code> is what <code>languages</code> should be; compare it with <code>!=</code>, and the digest in the same way.</details>

# %% answer="card-problems"
def card_problems(card, rows):
    """Return the names of a data card's fields that are empty or not true."""
    ### BEGIN SOLUTION
    wrong = {name for name in MANDATORY if not card.get(name) or not str(card[name]).strip()}
    if card.get("languages") != dict(Counter(row["language"] for row in rows)):
        wrong.add("languages")
    if card.get("digest") != digest(rows):
        wrong.add("digest")
    return sorted(wrong)
    ### END SOLUTION

# %% tests="card-problems-test" points=3
rows = [{"url": "http://a.example/", "language": "fi", "licence": "CC-BY-4.0", "text": "Leipomo"}, {"url": "http://b.example/", "language": "mt", "licence": "CC-BY-4.0", "text": "Il-forn"}]
true_card = {"title": "t", "version": "1", "source": "s", "opt_out": "o", "licences": ["CC-BY-4.0"], "languages": {"fi": 1, "mt": 1}, "known_gaps": "g", "contact": "c", "digest": digest(rows)}
result = card_problems(true_card, rows)
# HINT: First the empty fields, then the two that a program can compare with the rows.
assert result is not None, "card_problems gave nothing back. Does it end with return?"
assert list(result) == [], f"This card is whole and true: []. Yours is {list(result)}."
assert list(card_problems({**true_card, "contact": "  ", "languages": {"fi": 2}}, rows)) == ["contact", "languages"], "A contact of blanks is empty, and the languages are not those of the rows."
# More tests run when you submit.
### BEGIN HIDDEN TESTS
assert list(card_problems({}, rows)) == ["contact", "digest", "known_gaps", "languages", "licences", "opt_out", "source", "title", "version"], "An empty card lacks all mandatory fields, sorted and each once."
assert list(card_problems(true_card, rows[::-1])) == [], "The order of the rows makes no difference."
assert list(card_problems(true_card, [rows[0], {**rows[1], "text": "Il-forn!"}])) == ["digest"], "Another text has another digest."
assert list(card_problems({**true_card, "licences": [], "more": ""}, rows)) == ["licences"], "An empty list is empty; fields that are not mandatory may be."
### END HIDDEN TESTS

# %% id="card-check"
try:
    print("wrong fields of our card:", card_problems(card, pool))
except NotImplementedError:
    print("Write card_problems first.")

# %% [markdown] id="retrieval-about"
# ## Part D: an answer with its source
#
# A language model that answers from its memory cannot say where it has it from. **Retrieval** puts a search before it: find the pages, answer from them, name them. How good that is depends on the search. So measure the search first: ask questions whose right page you know. The **hit rate at k** is the part of questions
# whose right page is among the first k.

# %% [markdown] id="task-hit-rate"
# ## Task 7: the hit rate (3 points)
#
# Write the function `hit_rate(rankings, right, k)`. `rankings` is a list with a list of page numbers for each question, best first; `right` is a list with the right page of each question. Return the part of questions, from 0 to 1, whose right page is among the **first `k`** of its ranking. Without
# questions it is 0.
#
# <details><summary>Hint 1</summary>Go through both lists at once, and count the hits.</details>
# <details><summary>Hint 2</summary><code>zip(rankings, right)</code> gives both; the first k of a list are <code>ranking[:k]</code>.</details>
# <details><summary>Hint 3</summary><code>sum(page in ranking[:k] for ranking, page in zip(…))</code> counts the hits. Divide by the number of questions, unless there are none.</details>

# %% answer="hit-rate"
def hit_rate(rankings, right, k):
    """Return the part of questions whose right page is among the first k."""
    ### BEGIN SOLUTION
    hits = [wanted in found[:k] for found, wanted in zip(rankings, right)]
    return sum(hits) / len(hits) if hits else 0.0
    ### END SOLUTION

# %% tests="hit-rate-test" points=3
result = hit_rate([[3, 1, 2], [5, 4], [7]], [1, 4, 9], 2)
# HINT: Only the first k of each ranking count.
assert result is not None, "hit_rate gave nothing back. Does it end with return?"
assert abs(result - 2 / 3) < 1e-9, f"Two of three questions have their page among the first two: 0.667. Yours is {result!r}."
assert abs(hit_rate([[3, 1, 2], [5, 4], [7]], [1, 4, 9], 1)) < 1e-9, "None has its page at the first place: 0."
# More tests run when you submit.
### BEGIN HIDDEN TESTS
assert abs(hit_rate([], [], 3)) < 1e-9, "Without questions the hit rate is 0."
assert abs(hit_rate([[1], [], [2, 3, 4]], [1, 1, 4], 3) - 2 / 3) < 1e-9, "A question that found nothing is a miss, and counts."
assert abs(hit_rate([[0], [1]], [0, 1], 5) - 1) < 1e-9, "Page 0 is a page, and k may be larger than the ranking."
### END HIDDEN TESTS

# %% [markdown] id="questions-about"
# The questions below are made from the pool, in eight languages. They do not use the words of the pages as they stand: they ask for *bakeries*, where the page says *bakery*. Each has exactly one right page. One search takes words as they are, the other stems them.

# %% given="questions"
ASKED = {
    "de": ("Wann öffnen die Bäckereien {name}?", "Welche Windräder stehen {km} km von einem Dorf?"),
    "en": ("When do the bakeries called {name} open?", "Which wind turbines are standing {km} km from villages?"),
    "es": ("¿A qué hora abren las panaderías {name}?", "¿Qué aerogeneradores están a {km} km de los pueblos?"),
    "fi": ("Mihin aikaan leipomot {name} avataan?", "Mitkä tuulivoimalat seisovat {km} km päässä kylistä?"),
    "fr": ("À quelle heure ouvrent les boulangeries {name} ?", "Quelles éoliennes se trouvent à {km} km des villages ?"),
    "it": ("A che ora aprono i panifici {name}?", "Quali turbine eoliche si trovano a {km} km dai paesi?"),
    "pt": ("A que horas abrem as padarias {name}?", "Que turbinas eólicas ficam a {km} km das aldeias?"),
    "sv": ("När öppnar bagerierna {name}?", "Vilka vindkraftverken står {km} km från byar?"),
}


def made_questions(rows, most, chance):
    """Return questions as (language, text, number of the right row), each with one right row."""
    found = {}
    for number, row in enumerate(rows):
        if row["language"] in ASKED:
            name = re.search(r"(\w+) \(", row["text"])
            distance = re.search(r"(\d+) km", row["text"])
            about_bread = "/open/" not in row["url"] and "energy" not in row["url"] and name
            if about_bread:
                found.setdefault((row["language"], ASKED[row["language"]][0].format(name=name[1])), []).append(number)
            elif distance:
                found.setdefault((row["language"], ASKED[row["language"]][1].format(km=distance[1])), []).append(number)
    single = [(language, text, numbers[0]) for (language, text), numbers in sorted(found.items()) if len(numbers) == 1]
    return chance.sample(single, min(most, len(single)))


questions = made_questions(pool, n_questions, random.Random(seed))
print(len(questions), "questions, for instance:", questions[0][1])

# %% id="retrieval-plot"
def rank_all(stemmed):
    """Return the ranking of pages for each question."""
    documents = [terms(page["text"], page["language"] if stemmed else "") for page in pool]
    index, lengths = postings(documents), [len(words) for words in documents]
    return [search(terms(text, language if stemmed else ""), index, lengths, 10) for language, text, _ in questions]


def draw_hits():
    """Draw the hit rate of both searches, and answer one question with its source."""
    right = [number for _, _, number in questions]
    plain, stemmed = rank_all(False), rank_all(True)
    fig, ax = plt.subplots(figsize=(6.5, 3.4), layout="constrained")
    ks = list(range(1, 11))
    ax.plot(ks, [hit_rate(stemmed, right, k) for k in ks], marker="o", label="stemmed")
    ax.plot(ks, [hit_rate(plain, right, k) for k in ks], marker="s", linestyle="--", label="words as they are")
    ax.set_ylim(0, 1.05)
    ax.set_xlabel("k: how many pages are looked at")
    ax.set_ylabel("hit rate")
    ax.legend(loc="lower right")
    plt.show()
    language, text, _ = questions[0]
    page = pool[stemmed[0][0]]
    lines = [line for line in page["text"].splitlines() if line.strip()]
    answer = max(lines, key=lambda line: len(set(terms(line, language)) & set(terms(text, language))))
    print(f"{text}\n{answer}\nSource: {page['url']}, {page['day']}, {page['licence']}")


try:
    draw_hits()
except NotImplementedError:
    print("Write postings, search and hit_rate first.")

# %% [markdown] id="retrieval-in-words"
# *In words:* two lines over k from 1 to 10. Of the questions, the stemmed search has nine of ten right at the first place, the other search three of four. Both reach all at k = 10. Below stand a question, the sentence that answers it, and its source with day and licence.
#
# So an assistant that reads only the first page is wrong for one question in ten, before a language model has written a word. With ten pages to read it could be right for all, but then it must find the right sentence itself.

# %% [markdown] id="key-points"
# ## Key points
#
# - An inverted index and one formula are a search engine; large ones do the same with more care.
# - CIFF lets another engine use your index: gaps and varints, and a description of how terms were made.
# - To analyse a page and to hand its text on are two questions. Only open licences go into the pool.
# - A pool lies by day and language, and its card is true: a program checks it.
# - Measure the search before you let a model answer from it, and name the source of each answer.
#
# **Where next:** the courses *Data Lab: good data*, for tables, and *Trustworthy AI*, for what you write down about a model.

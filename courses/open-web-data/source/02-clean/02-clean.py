# %% [markdown] id="title"
# # From pages to text
#
# This is exercise 2 of 3 of the course *Data from the open web, lawfully*. It takes about 40 minutes.
#
# **What you will be able to do:**
#
# - extract the text that a page is about, and leave its menus behind,
# - recognise the language of a text among the 24 official languages of the EU,
# - find near-duplicates without comparing all with all,
# - measure what a quality filter removes, and from whom.
#
# **You need:** functions, lists, sets and dictionaries in Python, and exercise 1 of this course.

# %% [markdown] id="parameters-about"
# The next cell holds values that you or your trainer may change before the notebook runs.

# %% id="parameters" tags=["parameters"]
seed: int = 1  # begins all chance: the hash functions and the pieces of text that are tried
n_tried: int = 250  # how many pages the languages are tried with, at most
n_hashes: int = 128  # how many numbers describe a page when near-duplicates are looked for
least_words: int = 45  # a strict filter for short pages; the last plot shows whom it hits

# %% id="imports"
import csv
import math
import random
import re
import zlib
from collections import Counter
from itertools import combinations
from urllib.parse import urlsplit

import matplotlib.pyplot as plt
import numpy as np
from resiliparse.extract.html2text import extract_plain_text
from resiliparse.parse.html import HTMLTree
from resiliparse.parse.lang import detect_fast
from warcio.archiveiterator import ArchiveIterator

# %% [markdown] id="archive-about"
# ## The archive
#
# The file `crawl.warc.gz` is what the crawler of exercise 1 brought home. `truth.csv` says what the maker of that web knows of each page: its language, and whether it is an honest text, a copy or rubbish. In real life nobody gives you such a
# file. Here it lets you **measure**.

# %% given="read-archive"
def read_archive(name):
    """Return the pages of a WARC file: address, day and HTML."""
    with open(name, "rb") as file:
        return [
            {"url": record.rec_headers.get_header("WARC-Target-URI"), "day": record.rec_headers.get_header("WARC-Date")[:10], "html": record.content_stream().read().decode()}
            for record in ArchiveIterator(file)
        ]


def read_rows(name):
    """Return the rows of a CSV file."""
    with open(name, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


pages = read_archive("crawl.warc.gz")
truth = {row["url"]: row for row in read_rows("truth.csv")}

# %% id="first-look"
print(len(pages), "pages,", len(truth), "of them with a text of their own")
print(Counter(row["kind"] for row in truth.values()))
print(pages[50]["url"], pages[50]["day"])
print(extract_plain_text(pages[50]["html"]))

# %% [markdown] id="blocks-about"
# ## Part A: the text that a page is about
#
# More than half of the lines above are not what the page is about: a banner, a menu, links, a footer. They are called *boilerplate*. A model that learns from them learns "Accept all". The next cell takes each page apart into **blocks**: headings,
# paragraphs and items of lists.

# %% given="blocks"
def blocks_of(html):
    """Return the texts of a page's headings, paragraphs and list items."""
    tree = HTMLTree.parse(html)
    found = [" ".join(node.text.split()) for node in tree.body.query_selector_all("h1, h2, p, li")]
    return [text for text in found if text]


def by_site(pages):
    """Return the pages' blocks, gathered by site."""
    sites = {}
    for page in pages:
        sites.setdefault(urlsplit(page["url"]).netloc, []).append(blocks_of(page["html"]))
    return sites


sites = by_site(pages)
print(sites["press.example"][1])

# %% [markdown] id="task-common-blocks"
# ## Task 1: what stands on every page (2 points)
#
# A sentence that stands on most pages of a site is not what *this* page is about. Write the function `common_blocks(pages, share)`. `pages` is a list with the list of blocks of each page. Return the **set** of blocks that stand on more than the
# part `share` of the pages. A block that stands twice on one page counts once there.
#
# <details><summary>Hint 1</summary>Count for each block on how many pages it stands, then compare with the number of pages.</details>
# <details><summary>Hint 2</summary>A <code>Counter</code> counts: <code>counts.update(set(blocks))</code>. The <code>set</code> makes each block count once for a page.</details>
# <details><summary>Hint 3</summary>"More than the part share" is <code>count &gt; share * len(pages)</code>. Gather these blocks: <code>{block for block, count in counts.items() if …}</code>.</details>

# %% answer="common-blocks"
def common_blocks(pages, share):
    """Return the blocks that stand on more than a share of the pages."""
    ### BEGIN SOLUTION
    on_pages = Counter(block for blocks in pages for block in set(blocks))
    return {block for block, times in on_pages.items() if times > share * len(pages)}
    ### END SOLUTION

# %% tests="common-blocks-test" points=2
result = common_blocks([["Home", "Bread at 7"], ["Home", "Rolls at 8"], ["Home", "Closed"]], 0.5)
# HINT: Count pages, not appearances.
assert result is not None, "common_blocks gave nothing back. Does it end with return?"
assert set(result) == {"Home"}, f"Only Home stands on more than half of the three pages. Yours is {set(result)}."
# More tests run when you submit.
### BEGIN HIDDEN TESTS
assert set(common_blocks([["a", "a", "a"], ["b"], ["c"], ["d"]], 0.5)) == set(), "A block that stands three times on one page stands on one page."
assert set(common_blocks([["a"], ["b"]], 0.5)) == set() and set(common_blocks([["a"], ["a", "b"]], 0.5)) == {"a"}, "More than the share is asked, not as much as it."
assert set(common_blocks([], 0.5)) == set(), "Without pages nothing is common."
### END HIDDEN TESTS

# %% [markdown] id="extract-about"
# With your function the next cell takes the common blocks out and puts it beside **resiliparse**, a package that decides by the form of the page: which element, how many links. It looks at one page alone, so it needs no other pages of the site.

# %% id="boilerplate-plot"
def draw_boilerplate():
    """Draw how many words of each site remain."""
    names, whole, ours, theirs = sorted(sites), [], [], []
    for name in names:
        common = common_blocks(sites[name], 0.5)
        texts = [page["html"] for page in pages if urlsplit(page["url"]).netloc == name]
        whole.append(np.mean([sum(len(block.split()) for block in blocks) for blocks in sites[name]]))
        ours.append(np.mean([sum(len(block.split()) for block in blocks if block not in common) for blocks in sites[name]]))
        theirs.append(np.mean([len(extract_plain_text(text, main_content=True).split()) for text in texts]))
    places = np.arange(len(names))
    fig, ax = plt.subplots(figsize=(8, 3.4), layout="constrained")
    ax.barh(places + 0.27, whole, 0.25, label="all blocks", color="lightgrey")
    ax.barh(places, ours, 0.25, label="without common blocks", color="tab:blue")
    ax.barh(places - 0.27, theirs, 0.25, label="resiliparse", color="tab:orange", hatch="//")
    ax.set_yticks(places, names)
    ax.set_xlabel("words on a page, on average")
    ax.legend(loc="upper left", bbox_to_anchor=(1, 1))
    plt.show()


try:
    draw_boilerplate()
except NotImplementedError:
    print("Write common_blocks first.")

# %% [markdown] id="boilerplate-in-words"
# *In words:* three bars for each site. The grey one, all blocks, is the longest: about 70 to 80 words for most sites. The blue and the orange one are nearly equal, and much shorter. At `shop.example` they are shortest: most pages of its calendar hold nothing at all.
#
# From here on we take the text of resiliparse.

# %% id="texts"
texts = {page["url"]: extract_plain_text(page["html"], main_content=True) for page in pages}

# %% [markdown] id="language-about"
# ## Part B: which language?
#
# A page may say its language itself: `<html lang="en">`. Many templates say `en` on every page, whatever is written there. Better look at the text.
#
# Languages differ in their **pieces** of words. `sch` is frequent in German, `ij` in Dutch, `ção` in Portuguese. We count pieces of one to three letters in a few sentences of each language (`training.csv`, six sentences in each of the 24), and ask
# of a new text: in which language are its pieces most usual?

# %% [markdown] id="task-pieces"
# ## Task 2: pieces of words (2 points)
#
# Write the function `pieces(text, longest)`. It returns a `Counter` of all pieces of 1, 2, … up to `longest` signs. Before, `tidy(text)` of the next cell makes letters small, and everything between words one blank.
#
# For `"Ab"` and 2 the tidy text is `" ab "`, and the pieces are `" "` (twice), `"a"`, `"b"`, `" a"`, `"ab"`, `"b "`.
#
# <details><summary>Hint 1</summary>Two loops: one over the length of the piece, one over the place where it begins.</details>
# <details><summary>Hint 2</summary>The piece of <code>size</code> signs at a place is <code>text[start:start + size]</code>. The last place is <code>len(text) - size</code>.</details>
# <details><summary>Hint 3</summary>Inside a <code>Counter(…)</code>: <code>text[start:start + size] for size in range(1, longest + 1) for start in range(…)</code>.</details>

# %% given="tidy"
def tidy(text):
    """Return a text in small letters, with one blank around each word."""
    return " " + " ".join(re.findall(r"[^\W\d_]+", text.lower())) + " "


# %% answer="pieces"
def pieces(text, longest):
    """Return how often each piece of up to some signs stands in a text."""
    ### BEGIN SOLUTION
    line = tidy(text)
    return Counter(line[i:i + n] for n in range(1, longest + 1) for i in range(len(line) - n + 1))
    ### END SOLUTION

# %% tests="pieces-test" points=2
result = pieces("Ab", 2)
# HINT: The text is made tidy first, so that a blank stands at both ends.
assert result is not None, "pieces gave nothing back. Does it end with return?"
assert dict(result) == {" ": 2, "a": 1, "b": 1, " a": 1, "ab": 1, "b ": 1}, f"The pieces of 'Ab' up to two signs were not right. Yours are {dict(result)}."
# More tests run when you submit.
### BEGIN HIDDEN TESTS
assert dict(pieces("a, a!", 1)) == {" ": 3, "a": 2}, "Signs between words are one blank."
three = pieces("naná", 3)
assert three["na"] == 1 and three["aná"] == 1 and three["ná "] == 1 and three[" na"] == 1 and sum(three.values()) == 15, "Letters with accents are letters, and pieces may overlap."
### END HIDDEN TESTS

# %% [markdown] id="task-language-of"
# ## Task 3: the most likely language (4 points)
#
# A *profile* is what `pieces` counted for one language. Write the function `language_of(text, profiles)`; `profiles` is a dictionary from language to profile. For each language add up, over all pieces of the text (up to **3** signs),
#
# > how often the piece stands in the text × log( (count of the piece in the profile + 0.5) / (sum of all counts of the profile + 500) )
#
# and return the language with the **highest** sum. The 0.5 keeps a piece that was never seen from making the whole impossible; the logarithm turns a product of many small numbers into a sum.
#
# <details><summary>Hint 1</summary>Count the pieces of the text once. Then one loop over the languages, and in it one over the pieces.</details>
# <details><summary>Hint 2</summary>A Counter gives 0 for what it has not: <code>profile[piece] + 0.5</code>. The sum of all counts is <code>sum(profile.values())</code>; work it out once for each language.</details>
# <details><summary>Hint 3</summary>Keep the sums in a dictionary <code>scores</code>: <code>scores[language] = sum(times * math.log(… / total) for piece, times in found.items())</code>. At the end <code>max(scores, key=scores.get)</code>.</details>

# %% answer="language-of"
def language_of(text, profiles):
    """Return the language whose profile fits a text best."""
    ### BEGIN SOLUTION
    found = pieces(text, 3)
    sums = {}
    for language, profile in profiles.items():
        whole = sum(profile.values()) + 500
        sums[language] = sum(times * math.log((profile[piece] + 0.5) / whole) for piece, times in found.items())
    return max(sums, key=sums.get)
    ### END SOLUTION

# %% tests="language-of-test" points=4
from collections import Counter

small = {"de": Counter({" ": 8, "d": 4, "e": 9, "r": 3, "de": 3, "er": 3, "der": 3, " de": 3}), "fr": Counter({" ": 9, "l": 8, "e": 8, "le": 6, " le": 6, "le ": 6})}
result = language_of("der", small)
# HINT: The highest sum wins, and logarithms of small numbers are negative.
assert result is not None, "language_of gave nothing back. Does it end with return?"
assert result == "de", f"The pieces of 'der' are usual in the profile of de. Yours says {result!r}."
assert language_of("le le", small) == "fr", "The pieces of 'le le' are usual in the profile of fr."
# More tests run when you submit.
### BEGIN HIDDEN TESTS
uneven = {"big": Counter({"a": 1000, "b": 1000, "x": 20000}), "little": Counter({"a": 400, "b": 300})}
assert language_of("ab", uneven) == "little", "A profile with more text is not more likely for that: its counts are divided by their sum."
assert language_of("aaaaaaaaab", {"one": Counter({"a": 900, "b": 10}), "two": Counter({"a": 500, "b": 500})}) == "one", "A piece counts as often as it stands in the text."
assert language_of("zzz", {"one": Counter({"a": 10}), "two": Counter({"z": 10})}) == "two", "A piece that a profile never saw must not make an error."
### END HIDDEN TESTS

# %% id="language-plot"
def draw_languages():
    """Draw how often the language is right, by what is read and by length."""
    training = {}
    for row in read_rows("training.csv"):
        training[row["language"]] = training.get(row["language"], "") + " " + row["text"]
    profiles = {language: pieces(text, 3) for language, text in training.items()}
    dice = random.Random(seed)
    honest = [page for page in pages if truth.get(page["url"], {}).get("kind") == "text"]
    chosen = dice.sample(honest, min(n_tried, len(honest)))
    right = [truth[page["url"]]["language"] for page in chosen]

    def share(guesses):
        return 100 * np.mean([guess == is_so for guess, is_so in zip(guesses, right)])

    names = ["what the page declares", "yours, all blocks", "yours, main text", "resiliparse, main text"]
    ours = [language_of(texts[page["url"]], profiles) for page in chosen]
    declared = [re.search('<html lang="(..)"', page["html"])[1] for page in chosen]
    whole = [language_of(" ".join(blocks_of(page["html"])), profiles) for page in chosen]
    ready = [detect_fast(texts[page["url"]], langs=list(profiles))[0] for page in chosen]
    shares = [share(guesses) for guesses in (declared, whole, ours, ready)]
    lengths = [1, 2, 4, 8, 16, 32]
    some = range(min(80, len(chosen)))
    by_length = []
    for length in lengths:
        guesses = []
        for number in some:
            words = [word for word in tidy(texts[chosen[number]["url"]]).split() if len(word) > 1]
            begin = dice.randrange(max(1, len(words) - length))
            guesses.append(language_of(" ".join(words[begin:begin + length]), profiles) == right[number])
        by_length.append(100 * np.mean(guesses))
    fig, axes = plt.subplots(1, 2, figsize=(10, 3.4), layout="constrained")
    axes[0].barh(names, shares, color=["lightgrey", "tab:red", "tab:blue", "tab:orange"])
    for place, value in enumerate(shares):
        axes[0].text(2, place, f"{value:.0f} %", va="center")
    axes[0].set_xlabel("pages with the right language, in per cent")
    axes[1].plot(lengths, by_length, marker="o")
    axes[1].set_xscale("log", base=2)
    axes[1].set_xticks(lengths, lengths)
    axes[1].set_ylim(0, 105)
    axes[1].set_xlabel("words that are read")
    axes[1].set_ylabel("right, in per cent")
    plt.show()
    print("taken for another:", Counter((is_so, guess) for is_so, guess in zip(right, ours) if guess != is_so).most_common())


try:
    draw_languages()
except NotImplementedError:
    print("Write pieces and language_of first.")

# %% [markdown] id="language-in-words"
# *In words:* left, four bars. What pages declare is right for about half of them. Your guess from all blocks is right for about 70 %: the English menus mislead it. From the main text it is about 96 %, nearly as good as the ready-made one (97 %), which learned from far more text.
# Right, a line that rises with the number of words: from one word it is right for about a third, from 8 words for nine of ten.
#
# Look at the mistakes below the plot: they are between neighbours such as Czech, Slovak and Slovenian. Six sentences to learn from are few. And a small language loses most when it is taken for a larger one.

# %% [markdown] id="duplicates-about"
# ## Part C: near-duplicates
#
# A text that stands there ten times teaches a model ten times, and a test set that has a copy of the training set tests nothing. Copies are rarely the same to the letter: a date changes, a line is added. So we ask **how much** two texts share. Each text becomes a set of
# *shingles*: all runs of three words, as tiles lie over each other on a roof.

# %% given="shingles"
def shingles(text):
    """Return all runs of three words of a text."""
    words = re.findall(r"\w+", text.lower())
    return {" ".join(words[start:start + 3]) for start in range(len(words) - 2)}


# %% [markdown] id="task-jaccard"
# ## Task 4: how much do they share? (2 points)
#
# Write the function `jaccard(one, other)` for two sets: the number of shingles in **both**, divided by the number in **at least one**. It is 1 for equal sets and 0 for sets that share nothing. Two empty sets share nothing: 0.
#
# <details><summary>Hint 1</summary>Sets have signs for "in both" and "in at least one".</details>
# <details><summary>Hint 2</summary><code>one &amp; other</code> is what is in both, <code>one | other</code> what is in at least one.</details>
# <details><summary>Hint 3</summary>First treat the case that both are empty: <code>if not one | other: return 0.0</code>. Then divide the two lengths.</details>

# %% answer="jaccard"
def jaccard(one, other):
    """Return which part of all shingles two sets share."""
    ### BEGIN SOLUTION
    either = one | other
    return len(one & other) / len(either) if either else 0.0
    ### END SOLUTION

# %% tests="jaccard-test" points=2
result = jaccard({"a", "b", "c"}, {"b", "c", "d"})
# HINT: Two are in both, four in at least one.
assert result is not None, "jaccard gave nothing back. Does it end with return?"
assert abs(result - 0.5) < 1e-9, f"b and c are in both, a to d in at least one: 2 of 4 is 0.5. Yours is {result!r}."
# More tests run when you submit.
### BEGIN HIDDEN TESTS
assert abs(jaccard({"a"}, {"a"}) - 1) < 1e-9 and abs(jaccard({"a"}, {"b"})) < 1e-9, "Equal sets have 1, sets that share nothing 0."
assert abs(jaccard(set(), set())) < 1e-9 and abs(jaccard(set(), {"a"})) < 1e-9, "Empty sets share nothing."
assert abs(jaccard({"a"}, {"a", "b", "c", "d"}) - 0.25) < 1e-9, "The smaller set is not what you divide by."
### END HIDDEN TESTS

# %% [markdown] id="minhash-about"
# ### MinHash: a page in 128 numbers
#
# A million pages make 500 thousand million pairs. *MinHash* (Andrei Broder, 1997) makes it possible to compare few. Take a function that mixes numbers thoroughly, apply it to all shingles of a page, and keep the **smallest** result. Two pages have the same smallest result exactly
# when the shingle that gave it is in both, and the chance of that is their Jaccard number. With 128 such functions, the part of equal results estimates it. The list of results is the page's *signature*.

# %% [markdown] id="task-minhash"
# ## Task 5: the signature (3 points)
#
# Write the function `minhash(numbers, mixers)`. `numbers` is a list of whole numbers, one for each shingle, with at least one in it. `mixers` is a list of pairs `(a, b)`; each stands for the function that makes `(a * x + b) % PRIME` of `x`. Return a list: for each pair the
# **smallest** value that its function has over all `numbers`.
#
# <details><summary>Hint 1</summary>One number comes out for each pair of <code>mixers</code>, not for each shingle.</details>
# <details><summary>Hint 2</summary><code>min(…)</code> takes the smallest of what a loop in its brackets gives.</details>
# <details><summary>Hint 3</summary>For one pair: <code>min((a * x + b) % PRIME for x in …)</code>. Put it into a list with a second loop: <code>for a, b in mixers</code>.</details>

# %% given="prime"
PRIME = 4_294_967_311  # the first prime number above 2 to the power of 32


def numbers_of(text):
    """Return one whole number for each shingle of a text."""
    return sorted(zlib.crc32(shingle.encode()) for shingle in shingles(text))


# %% answer="minhash"
def minhash(numbers, mixers):
    """Return the smallest mixed number for each mixer."""
    ### BEGIN SOLUTION
    return [min((a * number + b) % PRIME for number in numbers) for a, b in mixers]
    ### END SOLUTION

# %% tests="minhash-test" points=3
result = minhash([1, 5, 9], [(1, 0), (2, 3)])
# HINT: For each pair the smallest of (a * x + b) % PRIME.
assert result is not None, "minhash gave nothing back. Does it end with return?"
values = [int(value) for value in result]
assert values == [1, 5], f"For (1, 0) the smallest is 1, for (2, 3) it is 2 * 1 + 3 = 5. Yours is {values}."
# More tests run when you submit.
### BEGIN HIDDEN TESTS
assert [int(value) for value in minhash([9, 1, 5], [(1, 0), (2, 3)])] == [1, 5], "The order of the shingles makes no difference."
assert [int(value) for value in minhash([10, 4_294_967_310], [(1, 1), (1, 2)])] == [0, 1], "The remainder by PRIME is taken before the smallest is looked for."
assert [int(value) for value in minhash([7], [])] == [], "Without mixers the signature is empty."
### END HIDDEN TESTS

# %% [markdown] id="bands-about"
# Now the pages need not be compared with each other at all: cut each signature into bands of four numbers. Pages that agree in one whole band go into the same drawer, and only pages in one drawer are compared. (This is called *locality-sensitive hashing*.)

# %% id="duplicates-plot"
def near_duplicates(urls, limit):
    """Return the pairs of similar pages, how many pairs were compared, and the signatures."""
    dice = random.Random(seed)
    mixers = [(dice.randrange(1, PRIME), dice.randrange(PRIME)) for _ in range(n_hashes)]
    signatures = {url: minhash(numbers_of(texts[url]), mixers) for url in urls if shingles(texts[url])}
    drawers = {}
    for url, numbers in signatures.items():
        for band in range(0, n_hashes, 4):
            drawers.setdefault((band, *numbers[band:band + 4]), []).append(url)
    compared = {pair for inside in drawers.values() for pair in combinations(inside, 2)}
    return {pair for pair in compared if jaccard(shingles(texts[pair[0]]), shingles(texts[pair[1]])) >= limit}, compared, signatures


def draw_duplicates():
    """Draw the estimate beside the true number, and return the pairs of similar pages."""
    urls = [url for url, row in truth.items() if row["kind"] in ("text", "copy")]
    pairs, compared, signatures = near_duplicates(urls, 0.6)
    exact = [jaccard(shingles(texts[one]), shingles(texts[other])) for one, other in compared]
    estimates = [np.mean(np.array(signatures[one]) == np.array(signatures[other])) for one, other in compared]
    fig, ax = plt.subplots(figsize=(5.6, 4), layout="constrained")
    is_copy = np.array(["copy" in (truth[one]["kind"], truth[other]["kind"]) for one, other in compared])
    ax.plot(np.array(exact)[~is_copy], np.array(estimates)[~is_copy], "o", alpha=0.5, label="two texts of their own")
    ax.plot(np.array(exact)[is_copy], np.array(estimates)[is_copy], "x", color="tab:red", label="one may be a copy")
    ax.axvline(0.6, color="grey", linestyle=":")
    ax.set_xlabel("Jaccard number of the shingles")
    ax.set_ylabel("estimate from the signatures")
    ax.set_title(f"{len(compared)} pairs in place of {len(urls) * (len(urls) - 1) // 2}", loc="left")
    ax.legend()
    plt.show()
    copies = {url for pair in pairs for url in pair if truth[url]["kind"] == "copy"}
    print(len(copies), "of", sum(row["kind"] == "copy" for row in truth.values()), "planted copies were found;", sum("copy" not in (truth[one]["kind"], truth[other]["kind"]) for one, other in pairs), "pairs are no copies")
    return pairs


try:
    doubles = draw_duplicates()
except NotImplementedError:
    doubles = set()
    print("Write jaccard and minhash first.")

# %% [markdown] id="duplicates-in-words"
# *In words:* points near the diagonal: the estimate is close to the true number. Right of the dotted line at 0.6 are only red crosses, the copies; left of 0.5 are honest texts about the same things. The title tells that about 60 pairs were compared, in place of nearly 28,000.

# %% [markdown] id="quality-about"
# ## Part D: filters, and whom they hit
#
# Who makes a data pool throws rubbish away: pages that are too short, that repeat one line, that are made of numbers. Each such rule is a decision about people's texts. So measure it.

# %% [markdown] id="task-problems"
# ## Task 6: name the problems (3 points)
#
# Write the function `problems(text, least)`. It returns the list of the problems that a text has, in this order:
#
# 1. `"short"`: it has fewer than `least` words (`text.split()`),
# 2. `"repeated"`: of its lines that are not empty, more than 30 % are repeats of an earlier line. Four equal lines have three repeats,
# 3. `"symbols"`: of its signs without blanks, fewer than 60 % are letters (`sign.isalpha()`).
#
# An empty text is only `"short"`.
#
# <details><summary>Hint 1</summary>Begin with an empty list, and add the name of each problem that you find.</details>
# <details><summary>Hint 2</summary>The number of repeats is the number of lines less the number of different lines: <code>len(lines) - len(set(lines))</code>.</details>
# <details><summary>Hint 3</summary><code>lines = [line for line in text.splitlines() if line.strip()]</code> and <code>signs = "".join(text.split())</code>; count the letters with <code>sum(sign.isalpha() for sign in signs)</code>. Multiply in place of dividing, then the empty text needs no extra line.</details>

# %% answer="problems"
def problems(text, least):
    """Return the names of a text's problems."""
    ### BEGIN SOLUTION
    found = []
    words, filled = text.split(), [part for part in text.splitlines() if part.strip()]
    joined = "".join(words)
    if len(words) < least:
        found.append("short")
    if len(filled) - len(set(filled)) > 0.3 * len(filled):
        found.append("repeated")
    if sum(map(str.isalpha, joined)) < 0.6 * len(joined):
        found.append("symbols")
    return found
    ### END SOLUTION

# %% tests="problems-test" points=3
result = problems("Bread is fresh at seven.\nRolls are fresh at eight.", 5)
# HINT: Each rule is asked for itself, in the order of the list.
assert result is not None, "problems gave nothing back. Does it end with return?"
assert list(result) == [], f"An honest text has no problems: []. Yours is {list(result)}."
assert list(problems("Half price!\nHalf price!\nHalf price!", 5)) == ["repeated"], "Three equal lines have two repeats; that is more than 30 %."
assert list(problems("#1 %2 |3 bread", 10)) == ["short", "symbols"], "Four words are fewer than ten, and few of the signs are letters."
# More tests run when you submit.
### BEGIN HIDDEN TESTS
assert list(problems("", 5)) == ["short"], "An empty text is only short."
assert list(problems("one two three", 3)) == [], "As many words as asked are enough."
assert list(problems("a b\n\n\n\nc d", 2)) == [], "Empty lines are no lines, and no repeats."
assert list(problems("x\n" * 1 + "a\nb\nc\nd\ne\nf\na\nb\nc", 2)) == [], "Three repeats in ten lines are 30 %, which is not more than 30 %."
assert list(problems("хлябът е пресен", 3)) == [] and list(problems("abc 12", 2)) == [], "Letters of all alphabets are letters, and 60 % are enough."
### END HIDDEN TESTS

# %% id="quality-plot"
def draw_quality():
    """Print what each rule removes, and draw whom the rule for short pages hits."""
    print(f"{'kind of page':14}{'pages':>6}{'short (25)':>12}{'repeated':>10}{'symbols':>9}")
    for kind in ["text", "copy", "thin", "repeated", "symbols", "no text"]:
        urls = [page["url"] for page in pages if truth.get(page["url"], {"kind": "no text"})["kind"] == kind]
        counts = Counter(name for url in urls for name in problems(texts[url], 25))
        print(f"{kind:14}{len(urls):6}{counts['short']:12}{counts['repeated']:10}{counts['symbols']:9}")
    good = [(row["language"], url) for url, row in truth.items() if row["kind"] == "text"]
    hit = {}
    for language, url in good:
        hit.setdefault(language, []).append("short" in problems(texts[url], least_words))
    order = sorted(hit, key=lambda language: np.mean(hit[language]))
    fig, ax = plt.subplots(figsize=(9, 3.2), layout="constrained")
    ax.bar(order, [100 * np.mean(hit[language]) for language in order], color="tab:purple")
    ax.set_ylabel("honest pages removed, in per cent")
    ax.set_title(f"A page needs at least {least_words} words: whom does it hit?", loc="left")
    plt.show()


try:
    draw_quality()
except NotImplementedError:
    print("Write problems first.")

# %% [markdown] id="quality-in-words"
# *In words:* first a table: with 25 words as limit, the three rules remove the rubbish and hardly an honest text. Then bars for 24 languages, with a stricter limit of 45 words. All pages say about the same. Yet all pages in Estonian, Finnish, Latvian, Lithuanian, Maltese and Swedish are removed, and
# none in German, English, French, Irish or Spanish. Some languages put into one long word, or one word with hyphens, what others say in three.

# %% [markdown] task="thought" points=4
# ## Task 7: a question for thought (4 points)
#
# Your company wants to train a model for customers in all of the EU. A colleague took a filter from a known English collection: pages need at least 45 words, and two of the words *the, be, to, of, and, that, have, with*. In three to six sentences: What does this filter do to the data? How
# would you find out before training? What would you do in its place, and what would you write down about it?
#
# A trainer reads your answer.
#
# ### BEGIN MARK SCHEME
# - 1 point: the list of English words removes nearly all pages in other languages; the limit of words hits languages with long words.
# - 1 point: measure what each rule removes, by language, on pages that were read by people.
# - 1 point: another way: limits for each language, rules that need no words of one language (signs, repeats), or a list of words for each language.
# - 1 point: the rule, its figures by language and what is missing stand in the data card, or are told to those who use the model.
# ### END MARK SCHEME

# %% [markdown] id="thought-answer"
# *Write here.*

# %% id="keep"
def write_pages(name):
    """Write the pages that remain as CSV, and return how many."""
    later = {max(pair, key=lambda url: (truth[url]["kind"] == "copy", url)) for pair in doubles}
    kept = [page for page in pages if page["url"] in truth and page["url"] not in later and not problems(texts[page["url"]], 25)]
    with open(name, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["url", "day", "language", "licence", "text"])
        for page in kept:
            licence = re.search('<link rel="license" href="([^"]*)"', page["html"])
            writer.writerow([page["url"], page["day"], truth[page["url"]]["language"], licence[1] if licence else "", texts[page["url"]]])
    return len(kept)


try:
    print(write_pages("pages.csv"), "pages remain for exercise 3")
except NotImplementedError:
    print("Write problems first.")

# %% [markdown] id="key-points"
# ## Key points
#
# - Take the boilerplate off first: everything after it gets better.
# - Do not believe what a page declares. Pieces of words tell the language, and longer texts tell it better.
# - Near-duplicates are found by signatures; only pages in one drawer are compared.
# - Each filter is a decision about people. Measure what it removes, language by language, and write it down.
#
# **Where next:** exercise 3, *An index, a pool and an answer with its source*.

# %% [markdown] id="title"
# # Twice the same company, once the wrong label
#
# This is exercise 2 of 3 of the course *Data Lab: good data*. It takes about 40 minutes.
#
# **What you will be able to do:**
#
# - find companies that stand in a register twice under different spellings,
# - compare few pairs in place of all, and know what you may miss by that,
# - measure a search for duplicates: how many are right, how many were missed,
# - find wrong labels with a model that has not seen them.
#
# **You need:** functions, lists, sets and dictionaries in Python, and exercise 1 of this course.

# %% [markdown] id="parameters-about"
# The next cell holds values that you or your trainer may change before the notebook runs.

# %% id="parameters" tags=["parameters"]
seed: int = 5  # begins all chance: the made-up register and the wrong labels
n_records: int = 400  # how many companies the register has before the duplicates are planted
wrong_share: float = 0.05  # which part of the labels is made wrong on purpose

# %% id="imports"
import random
import unicodedata
import warnings

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from rapidfuzz import fuzz
from sklearn.datasets import load_digits
from sklearn.model_selection import cross_val_predict
from sklearn.neighbors import KNeighborsClassifier

# %% [markdown] id="register-about"
# ## Part A: duplicates
#
# Two firms join, and so do their registers of customers. Many customers stood in both, each time typed by somebody else. The companies here are **made
# up**: a name from a list of words, a town, a legal form. Into one of five a second entry was planted, with what people do to names: typing
# errors, other legal forms, words in another order, a forgotten dot or accent. Because we planted them, we know the truth, and can count what we find.

# %% given="make-register"
WORDS = ["Nord", "Alpen", "Delta", "Metall", "Papier", "Käse", "Sonne", "Wind", "Stein", "Möbel", "Textil", "Opto", "Aqua", "Bio", "Holz", "Garten", "Piano", "Vélo", "Robot", "Licht"]
TRADES = ["Technik", "Handel", "Werke", "Systeme", "Services", "Logistik", "Design", "Bau"]
FORMS = ["GmbH", "AG", "S.A.", "S.r.l.", "Oy", "Ltd."]
TOWNS = ["Wien", "Lyon", "Oulu", "Riga", "Gent", "Porto", "Brno", "Split"]


def spoil(name, chance):
    """Return a name as somebody else might type it."""
    words = name.split()
    what = chance.randrange(4)
    if what == 0:  # two letters change places
        place = chance.randrange(1, len(words[0]) - 1)
        words[0] = words[0][:place] + words[0][place + 1] + words[0][place] + words[0][place + 2:]
    elif what == 1:  # another legal form, all in capital letters
        words = [word.upper() for word in words[:-1]] + [chance.choice(FORMS)]
    elif what == 2:  # the trade comes first
        words = [words[1], words[0], *words[2:]]
    else:  # accents and dots are forgotten
        words = [unicodedata.normalize("NFKD", word).encode("ascii", "ignore").decode().replace(".", "") for word in words]
    return " ".join(words)


def made_up_register(count, chance):
    """Return a register, and the pairs of rows that are the same company."""
    names = []
    for first in WORDS:
        for second in WORDS:
            if first != second:
                names += [f"{first}{second.lower()} {trade}" for trade in TRADES]
    rows = [{"name": f"{name} {chance.choice(FORMS)}", "town": chance.choice(TOWNS)} for name in chance.sample(names, count)]
    pairs = []
    for row in chance.sample(range(count), count // 5):
        pairs.append((row, len(rows)))
        rows.append({"name": spoil(rows[row]["name"], chance), "town": rows[row]["town"]})
    return pd.DataFrame(rows), pairs


register, true_pairs = made_up_register(n_records, random.Random(seed))

# %% id="look"
for one, other in true_pairs[:6]:
    print(f"{register.name[one]:34} {register.name[other]:34} {register.town[one]}")

# %% [markdown] id="task-clean-name"
# ## Task 1: the core of a name (3 points)
#
# Before names are compared, take off what says little. Write the function `clean_name(name)`:
#
# 1. all letters small,
# 2. without accents and dots on letters: *é* becomes *e*, *ä* becomes *a*,
# 3. points are taken away, and so is each **word** that is a legal form in `LEGAL_FORMS`,
# 4. one blank between words, none around them.
#
# `"Vélo  Handel S.A."` becomes `"velo handel"`. The next cell gives you `without_accents`.
#
# <details><summary>Hint 1</summary>Do it in the order of the list, and keep the result of each step under the same name.</details>
# <details><summary>Hint 2</summary><code>text.replace(".", "")</code> takes points away; <code>text.split()</code> gives the words, without any blank.</details>
# <details><summary>Hint 3</summary><code>words = without_accents(name.lower()).replace(".", "").split()</code>, then <code>" ".join(word for word in words if word not in LEGAL_FORMS)</code>.</details>

# %% given="legal-forms"
LEGAL_FORMS = {"gmbh", "ag", "sa", "srl", "oy", "ltd"}


def without_accents(text):
    """Return a text whose letters have no accents and no dots."""
    parts = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in parts if not unicodedata.combining(letter))

# %% answer="clean-name"
def clean_name(name):
    """Return the core of a company's name."""
    ### BEGIN SOLUTION
    parts = without_accents(name.lower()).replace(".", "").split()
    return " ".join(word for word in parts if word not in LEGAL_FORMS)
    ### END SOLUTION

# %% tests="clean-name-test" points=3
result = clean_name("Vélo  Handel S.A.")
# HINT: Small letters, then accents, then points, then the words that are legal forms.
assert result is not None, "clean_name gave nothing back. Does it end with return?"
assert result == "velo handel", f"The core of 'Vélo  Handel S.A.' is 'velo handel'. Yours is {result!r}."
assert clean_name("KÄSE BAU GmbH") == "kase bau", f"The core of 'KÄSE BAU GmbH' is 'kase bau'. Yours is {clean_name('KÄSE BAU GmbH')!r}."
# More tests run when you submit.
### BEGIN HIDDEN TESTS
assert clean_name("Sagoy Handel Oy") == "sagoy handel", "A legal form is a word of its own. Letters inside of a word stay."
assert clean_name(" Nord S.r.l. Werke ") == "nord werke", "A legal form in the middle goes as well, and no blank is left around."
assert clean_name("Delta") == "delta", "A name without a legal form keeps all its words."
### END HIDDEN TESTS

# %% [markdown] id="blocking"
# ## Not all with all
#
# 480 entries make 114,960 pairs; a register of 100,000 makes five thousand million. Nobody compares them all. **Blocking** compares only entries that
# have something in common: here, the town. It is fast, and it has a price: a company that moved is not found any more. So a block should be something that
# rarely is wrong.

# %% [markdown] id="task-candidate-pairs"
# ## Task 2: pairs within blocks (3 points)
#
# Write the function `candidate_pairs(blocks)`. It gets a list with the block of each row, and returns a sorted list of pairs `(i, j)` of rows with `i < j` that
# are in the same block. Rows without a block (`None`) are in no pair. For `["Riga", "Oulu", "Riga"]` it is `[(0, 2)]`.
#
# <details><summary>Hint 1</summary>First gather the rows of each block, then make all pairs within each.</details>
# <details><summary>Hint 2</summary>A dictionary can hold a list of rows for each block: <code>rows.setdefault(block, []).append(row)</code>.</details>
# <details><summary>Hint 3</summary><code>from itertools import combinations</code>: <code>combinations([0, 2, 5], 2)</code> gives (0, 2), (0, 5), (2, 5). Gather them from all blocks, and sort.</details>

# %% answer="candidate-pairs"
def candidate_pairs(blocks):
    """Return all pairs of rows in the same block, sorted."""
    ### BEGIN SOLUTION
    import itertools

    together = {}
    for row, block in enumerate(blocks):
        if block is not None:
            together.setdefault(block, []).append(row)
    return sorted(pair for members in together.values() for pair in itertools.combinations(members, 2))
    ### END SOLUTION

# %% tests="candidate-pairs-test" points=3
result = candidate_pairs(["Riga", "Oulu", "Riga"])
# HINT: Each pair once, the smaller row first. None is no block.
assert result is not None, "candidate_pairs gave nothing back. Does it end with return?"
pairs = [tuple(pair) for pair in result]
assert pairs == [(0, 2)], f"Rows 0 and 2 are both in Riga: [(0, 2)]. Yours is {pairs}."
assert [tuple(pair) for pair in candidate_pairs(["a", "a", "a"])] == [(0, 1), (0, 2), (1, 2)], "Three rows in one block make three pairs."
# More tests run when you submit.
### BEGIN HIDDEN TESTS
assert [tuple(pair) for pair in candidate_pairs([None, "a", None, "a"])] == [(1, 3)], "Rows without a block are in no pair."
assert [tuple(pair) for pair in candidate_pairs(["z", "a", "a", "z"])] == [(0, 3), (1, 2)], "The pairs of all blocks together should be sorted."
assert list(candidate_pairs([])) == [] and list(candidate_pairs(["a", "b"])) == [], "No two rows in one block: the empty list."
### END HIDDEN TESTS

# %% [markdown] id="similarity"
# ## How alike are two names?
#
# The package **rapidfuzz** gives a number from 0 (nothing in common) to 100 (the same). `fuzz.ratio` goes letter by letter. `fuzz.token_sort_ratio`
# sorts the words first, so that their order makes no difference.

# %% id="similarity-example"
for one, other in [("papier werke", "papeir werke"), ("papier werke", "werke papier"), ("papier werke", "aqua handel")]:
    print(f"{one:14} {other:14} ratio {fuzz.ratio(one, other):5.1f}   token_sort_ratio {fuzz.token_sort_ratio(one, other):5.1f}")

# %% [markdown] id="task-same-company"
# ## Task 3: alike enough (3 points)
#
# Write the function `matches(names, pairs, threshold)`. It returns those of the `pairs`, as a list in the same order, whose two names have a `token_sort_ratio` of **at least**
# `threshold`. Compare the cores that your `clean_name` makes of the names.
#
# <details><summary>Hint 1</summary>Go through the pairs. Of each you get two names: <code>names[i]</code> and <code>names[j]</code>.</details>
# <details><summary>Hint 2</summary>Clean both names first, then <code>fuzz.token_sort_ratio(one, other)</code>. "At least" is <code>&gt;=</code>.</details>
# <details><summary>Hint 3</summary><code>[(i, j) for i, j in pairs if fuzz.token_sort_ratio(clean_name(names[i]), clean_name(names[j])) &gt;= threshold]</code></details>

# %% answer="matches"
def matches(names, pairs, threshold):
    """Return the pairs whose names are alike enough."""
    ### BEGIN SOLUTION
    cores = [clean_name(name) for name in names]
    return [(i, j) for i, j in pairs if fuzz.token_sort_ratio(cores[i], cores[j]) >= threshold]
    ### END SOLUTION

# %% tests="matches-test" points=3
names = ["Papier Werke GmbH", "WERKE PAPIER AG", "Aqua Handel Oy", "Papeir Werke"]
result = matches(names, [(0, 1), (0, 2), (0, 3)], 90)
# HINT: Clean both names, sort their words by token_sort_ratio, and keep what is at least as high as the threshold.
assert result is not None, "matches gave nothing back. Does it end with return?"
pairs = [tuple(pair) for pair in result]
assert pairs == [(0, 1), (0, 3)], f"With a threshold of 90 the pairs (0, 1) and (0, 3) are alike enough. Yours are {pairs}."
# More tests run when you submit.
### BEGIN HIDDEN TESTS
assert [tuple(pair) for pair in matches(names, [(0, 1), (0, 2), (0, 3)], 100)] == [(0, 1)], "At a threshold of 100 only the same words are left; 100 itself is enough."
assert [tuple(pair) for pair in matches(names, [(0, 2), (0, 1)], 0)] == [(0, 2), (0, 1)], "At a threshold of 0 all pairs stay, in their order."
assert [tuple(pair) for pair in matches(names, [(1, 3)], 90)] == [(1, 3)], "Only the pairs that were given are compared."
assert list(matches(names, [], 50)) == [], "Without pairs the list is empty."
### END HIDDEN TESTS

# %% [markdown] id="how-good"
# ## How good is the search?
#
# A low threshold finds nearly all duplicates, and many pairs that are none. A high one is right nearly always, and misses many. Two numbers say both:
#
# - **precision**: which part of the pairs that you found is right,
# - **recall**: which part of the true pairs you found.

# %% [markdown] id="task-precision-recall"
# ## Task 4: precision and recall (3 points)
#
# Write the function `precision_recall(found, true)`. Both are lists of pairs. It returns the two numbers, precision first, each from 0 to 1. If nothing was found, the precision is 1.0: nothing
# of it is wrong. If there is nothing to find, the recall is 1.0.
#
# <details><summary>Hint 1</summary>How many pairs are in both lists? Both numbers begin with that.</details>
# <details><summary>Hint 2</summary><code>right = len(set(found) &amp; set(true))</code></details>
# <details><summary>Hint 3</summary><code>precision = right / len(set(found)) if found else 1.0</code>; the same for the recall with <code>true</code>. At the end <code>return precision, recall</code>.</details>

# %% answer="precision-recall"
def precision_recall(found, true):
    """Return precision and recall of a search for pairs."""
    ### BEGIN SOLUTION
    found, true = set(found), set(true)
    right = len(found & true)
    return right / len(found) if found else 1.0, right / len(true) if true else 1.0
    ### END SOLUTION

# %% tests="precision-recall-test" points=3
result = precision_recall([(0, 1), (2, 3)], [(0, 1), (4, 5), (6, 7), (8, 9)])
# HINT: Precision divides by the number of found pairs, recall by the number of true ones.
assert result is not None, "precision_recall gave nothing back. Does it end with return?"
assert len(result) == 2, f"precision_recall should return two numbers. It returned {result!r}."
assert abs(result[0] - 0.5) < 1e-9, f"One of two found pairs is right: precision 0.5. Yours is {result[0]!r}."
assert abs(result[1] - 0.25) < 1e-9, f"One of four true pairs was found: recall 0.25. Yours is {result[1]!r}."
# More tests run when you submit.
### BEGIN HIDDEN TESTS
nothing = precision_recall([], [(0, 1)])
assert abs(nothing[0] - 1) < 1e-9 and abs(nothing[1]) < 1e-9, "Nothing was found: precision 1, recall 0."
clean = precision_recall([(0, 1)], [])
assert abs(clean[0]) < 1e-9 and abs(clean[1] - 1) < 1e-9, "There was nothing to find: precision 0, recall 1."
best = precision_recall([(2, 3), (0, 1)], [(0, 1), (2, 3)])
assert abs(best[0] - 1) < 1e-9 and abs(best[1] - 1) < 1e-9, "The order of the pairs makes no difference."
### END HIDDEN TESTS

# %% [markdown] id="threshold-about"
# ### Which threshold?
#
# With your four functions the next cell tries thresholds from 60 to 100 and draws both numbers. Where would you draw the line, if a wrong merge costs you a customer?

# %% id="threshold-plot"
def draw_thresholds():
    """Draw precision and recall over the threshold."""
    thresholds = list(range(60, 101, 2))
    names, blocks = list(register["name"]), list(register["town"])
    candidates = candidate_pairs(blocks)
    numbers = [precision_recall(matches(names, candidates, threshold), true_pairs) for threshold in thresholds]
    fig, ax = plt.subplots(figsize=(7, 3.4), layout="constrained")
    ax.plot(thresholds, [precision for precision, recall in numbers], marker="o", label="precision: found pairs that are right")
    ax.plot(thresholds, [recall for precision, recall in numbers], marker="s", linestyle="--", label="recall: true pairs that were found")
    ax.set_xlabel("threshold of the similarity")
    ax.set_ylabel("share")
    ax.set_ylim(0, 1.05)
    ax.set_title(f"{len(candidates)} pairs in place of {len(names) * (len(names) - 1) // 2}", loc="left")
    ax.legend(loc="lower right")


try:
    draw_thresholds()
except NotImplementedError:
    print("Write the four functions first.")

# %% [markdown] id="threshold-in-words"
# *In words:* two lines over the threshold. The precision begins near 0.1 and rises to 1 at about 90. The recall stays at 1 for long, and falls above 92, where
# one typing error is too much. Between 88 and 92 both are high.

# %% [markdown] id="splink-about"
# For millions of records, or when several columns speak together (name, street, telephone), packages such as *splink* do the same steps: blocking, comparison, a weight
# for each column, and a threshold. You now know what to ask of their results: precision, recall, and what the blocks may hide.

# %% [markdown] id="labels-about"
# ## Part B: wrong labels
#
# A depot reads handwritten digits from delivery notes. People typed in which digit each picture shows; that is the **label**. People get tired, and some labels are wrong. A model that
# learns from them learns the faults as well.
#
# The pictures are real: 1,797 handwritten digits of 8 by 8 points from the UCI Machine Learning Repository (*Optical Recognition of Handwritten Digits*, CC-BY-4.0),
# as they come with scikit-learn. The wrong labels are planted: a part `wrong_share` of them was replaced by another digit.

# %% id="plant-labels"
digits = load_digits()
dice = np.random.default_rng(seed)
planted = dice.random(len(digits.target)) < wrong_share
labels = np.where(planted, (digits.target + dice.integers(1, 10, len(digits.target))) % 10, digits.target)
print(planted.sum(), "of", len(labels), "labels are wrong now")

# %% [markdown] id="unseen"
# ## A model that has not seen the label
#
# The idea: let a model say how sure it is of each label. But a model that was trained with a wrong label may just repeat it. So the data is cut into five parts. Each part
# is judged by a model that was trained on the **other** four. That is *cross-validation*; `cross_val_predict` does it. Its result has one line for each picture and one
# column for each digit: how probable the model thinks that digit is.

# %% id="cross-validation"
model = KNeighborsClassifier(n_neighbors=10, weights="distance")  # asks the ten pictures that are most alike
probabilities = cross_val_predict(model, digits.data, labels, cv=5, method="predict_proba")
print("Picture 0 has the label", labels[0], "and these probabilities:", probabilities[0].round(2))

# %% [markdown] id="task-self-confidence"
# ## Task 5: how sure of the label? (2 points)
#
# Write the function `self_confidence(probabilities, labels)`. It returns a list or an array: for each row the probability of **its own label**. Labels are whole
# numbers, which say the column.
#
# <details><summary>Hint 1</summary>Of each row of the table you need exactly one number.</details>
# <details><summary>Hint 2</summary><code>probabilities[row][label]</code> is the number for one row.</details>
# <details><summary>Hint 3</summary><code>[row[label] for row, label in zip(probabilities, labels)]</code></details>

# %% answer="self-confidence"
def self_confidence(probabilities, labels):
    """Return the probability of each row's own label."""
    ### BEGIN SOLUTION
    return np.array([row[label] for row, label in zip(probabilities, labels)])
    ### END SOLUTION

# %% tests="self-confidence-test" points=2
import numpy as np

small = np.array([[0.9, 0.1], [0.3, 0.7], [0.6, 0.4]])
result = self_confidence(small, np.array([0, 0, 1]))
# HINT: The label says which column to take.
assert result is not None, "self_confidence gave nothing back. Does it end with return?"
values = [round(float(value), 6) for value in result]
assert values == [0.9, 0.3, 0.4], f"The probabilities of the labels 0, 0, 1 are 0.9, 0.3 and 0.4. Yours are {values}."
# More tests run when you submit.
### BEGIN HIDDEN TESTS
three = np.array([[0.2, 0.3, 0.5], [0.1, 0.1, 0.8]])
values = [round(float(value), 6) for value in self_confidence(three, np.array([2, 1]))]
assert values == [0.5, 0.1], "With three digits and the labels 2 and 1 the numbers were not right."
### END HIDDEN TESTS

# %% [markdown] id="confident-learning"
# ## When is a label suspicious?
#
# A fixed limit is unfair: some digits are hard, and the model is rarely sure of them. *Confident learning* (Northcutt, Jiang and Chuang, 2021) takes a limit for each class from the data:
# the **average self-confidence of all rows with that label**. A row is suspicious when the model thinks of **another** class, and with at least the probability that is usual for that class.

# %% [markdown] id="task-suspects"
# ## Task 6: name the suspects (4 points)
#
# Write the function `suspects(probabilities, labels)`. It returns the sorted list of the rows that are suspicious:
#
# - the limit of class `k` is the average of column `k` over the rows with the label `k` (each class has at least one row),
# - a row is suspicious when some class **other than its label** reaches its limit (*at least*) and is more probable than the label.
#
# <details><summary>Hint 1</summary>First the limits, one for each class. Then go through the rows.</details>
# <details><summary>Hint 2</summary><code>limits = [probabilities[labels == k, k].mean() for k in range(number_of_columns)]</code>; the number of columns is <code>probabilities.shape[1]</code>.</details>
# <details><summary>Hint 3</summary>For each row: <code>any(p[k] &gt;= limits[k] and p[k] &gt; p[label] for k in range(len(p)))</code>. For its own label the second condition is never true.</details>

# %% answer="suspects"
def suspects(probabilities, labels):
    """Return the rows whose label is suspicious, sorted."""
    ### BEGIN SOLUTION
    classes = range(probabilities.shape[1])
    limits = [probabilities[labels == k, k].mean() for k in classes]
    return [
        row
        for row, (p, label) in enumerate(zip(probabilities, labels))
        if any(p[k] >= limits[k] and p[k] > p[label] for k in classes)
    ]
    ### END SOLUTION

# %% tests="suspects-test" points=4
import numpy as np

easy = np.array([[0.9, 0.1], [0.8, 0.2], [0.05, 0.95], [0.1, 0.9], [0.2, 0.8]])
result = suspects(easy, np.array([0, 0, 0, 1, 1]))
# HINT: The limit of a class is the average of its own column over the rows that have it as label.
assert result is not None, "suspects gave nothing back. Does it end with return?"
assert [int(row) for row in result] == [2], f"Row 2 has the label 0, but the model is sure that it is 1: [2]. Yours is {[int(row) for row in result]}."
assert [int(row) for row in suspects(np.array([[0.9, 0.1], [0.2, 0.8]]), np.array([0, 1]))] == [], "Where the model agrees with all labels, nothing is suspicious."
# More tests run when you submit.
### BEGIN HIDDEN TESTS
unsure = np.array([[0.95, 0.05], [0.45, 0.55], [0.1, 0.9], [0.05, 0.95]])
assert [int(row) for row in suspects(unsure, np.array([0, 0, 1, 1]))] == [], "A model that is less sure than usual for that class makes no suspicion."
hard = np.array([[0.95, 0.05], [0.95, 0.05], [0.95, 0.05], [0.38, 0.62], [0.45, 0.55], [0.40, 0.60]])
assert [int(row) for row in suspects(hard, np.array([0, 0, 0, 0, 1, 1]))] == [3], "The limits were not right: each class has its own, from the rows with its label."
low = np.array([[0.6, 0.4], [0.9, 0.1], [0.65, 0.35]])
assert [int(row) for row in suspects(low, np.array([0, 0, 1]))] == [], "A class that reaches its limit and is less probable than the label makes no suspicion."
edge = np.array([[0.75, 0.25], [0.25, 0.75], [0.75, 0.25], [0.25, 0.75], [0.25, 0.75]])
assert [int(row) for row in suspects(edge, np.array([0, 1, 0, 1, 0]))] == [4], "A class that reaches its limit exactly is enough."
### END HIDDEN TESTS

# %% [markdown] id="suspects-about"
# ### Look at them
#
# The next cell shows eight of your suspects. Then it counts, and asks **cleanlab**, a package that does the same with more care (it also weighs how often each class is taken for each other).

# %% id="suspects-plot"
def show_suspects():
    """Draw eight suspects, and count what was found."""
    # cleanlab's progress bar would ask for a package that is not needed here.
    warnings.filterwarnings("ignore", message="IProgress not found")
    from cleanlab.filter import find_label_issues

    rows = suspects(probabilities, labels)
    fig, axes = plt.subplots(2, 4, figsize=(7, 4), layout="constrained")
    for ax, row in zip(axes.flat, rows):
        ax.imshow(digits.images[row], cmap="gray_r")
        ax.set_title(f"label {labels[row]}, model {probabilities[row].argmax()}", fontsize=10)
    for ax in axes.flat:
        ax.axis("off")
    wrong = [(int(row),) for row in np.flatnonzero(planted)]
    ours = precision_recall([(int(row),) for row in rows], wrong)
    theirs = precision_recall([(int(row),) for row in np.flatnonzero(find_label_issues(labels, probabilities, n_jobs=1))], wrong)
    print(f"yours     {len(rows)} suspects, precision {ours[0]:.2f}, recall {ours[1]:.2f}")
    print(f"cleanlab  precision {theirs[0]:.2f}, recall {theirs[1]:.2f}")


try:
    show_suspects()
except NotImplementedError:
    print("Write precision_recall and suspects first.")

# %% [markdown] id="suspects-in-words"
# *In words:* eight small pictures of handwritten digits. Above each stand the label and what the model thinks. In most of them you will agree with the model; one or the other is a digit that is hard to read.

# %% [markdown] id="suspects-then"
# A suspicion is no proof. Somebody must look, and correct or leave out. Write down how many labels were changed, and by whom: it belongs into the data sheet of exercise 3.

# %% [markdown] id="key-points"
# ## Key points
#
# - Take off what says little, compare within blocks, and draw the line on purpose.
# - Precision and recall say what a search for duplicates is worth. Plant faults to measure them.
# - Judge a label by a model that has not seen it, with a limit for each class.
# - A suspicion is a question to a person, not a correction.
#
# **Where next:** exercise 3, *Add what others know, and say what you have*.

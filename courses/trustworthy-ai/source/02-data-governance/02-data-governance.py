# %% [markdown] id="title"
# # May we use this data?
#
# This is exercise 2 of 4 of the course *Trustworthy AI*. It takes about 30 minutes.
#
# **What you will be able to do:**
#
# - walk through a decision tree that is kept as data, not as code,
# - tell which EU laws speak about a dataset: GDPR, Data Governance Act, Data Act, European Health Data Space,
# - find out whether an impact assessment is called for,
# - write the result as a **signed record**, and notice when somebody changed it.
#
# **You need:** exercise 1. Dictionaries inside dictionaries appear; they are explained.
#
# **This is not legal advice.** The tree below is short on purpose: it leads to the right person with the right question. The version of
# the rules stands in the record, so that a reader in two years knows what you looked at.

# %% [markdown] id="parameters-about"
# Values that may be changed before the notebook runs:

# %% id="parameters" tags=["parameters"]
seed: int = 7  # begins the order of the practice answers
rules_version: str = "2026-11"  # the state of the rules that the tree was written for

# %% id="imports"
import hashlib
import json
import random

import matplotlib.pyplot as plt
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

# %% [markdown] id="laws"
# ## Four laws in four lines
#
# | law | number | speaks about | asks |
# |---|---|---|---|
# | General Data Protection Regulation, *GDPR* | (EU) 2016/679 | data about people who can be found | a legal basis (Article 6); for health, religion, biometrics and others also Article 9 |
# | Data Governance Act, *DGA* | (EU) 2022/868 | protected data held by public bodies, data brokers, data given for the common good | conditions for re-use, registration of brokers |
# | Data Act | (EU) 2023/2854 | data that connected products make | the user of the product may have it, and may pass it on |
# | European Health Data Space, *EHDS* | (EU) 2025/327 | electronic health data used for research and innovation | a data permit, and work inside a secure processing environment |
#
# The EHDS is in force, but its chapter on such permits applies from 26 March 2029 only; until then national law says whom to ask.
#
# A dataset can meet several at once. A smart insulin pump is a connected product, its readings are personal, and they are health data.

# %% [markdown] id="tree-about"
# ## A tree that is data
#
# A decision tree can be written as nested `if`. Then only programmers can read it. Here it is a dictionary: each **node** has a name. A node
# is either a question with the names of the nodes for *yes* and *no*, or an **end** with what to do. Lawyers can read this, a
# program can check it, and a new version can be compared with the old one.

# %% given="tree"
TREE = {
    "start": {"ask": "Does the data tell something about people who can be found, directly or with other data?", "yes": "special", "no": "product"},
    "special": {"ask": "Is it about health, genes, biometrics, religion, politics, union or sexual life?", "yes": "health", "no": "basis"},
    "health": {"ask": "Is it electronic health data that a hospital, a register or an insurer holds?", "yes": "end-permit", "no": "explicit"},
    "explicit": {"ask": "Did the people agree explicitly, to this very purpose?", "yes": "end-go-with-care", "no": "end-ask-dpo"},
    "basis": {"ask": "Is there a legal basis of GDPR Article 6 for this purpose?", "yes": "end-go-with-care", "no": "end-ask-dpo"},
    "product": {"ask": "Was it made by a connected product that somebody else uses?", "yes": "agreed", "no": "public"},
    "agreed": {"ask": "Did the user of the product agree by contract that you use it?", "yes": "end-go", "no": "end-ask-user"},
    "public": {"ask": "Does a public body hold it, protected as a secret of somebody or by copyright?", "yes": "end-reuse-request", "no": "licence"},
    "licence": {"ask": "Is there a licence or a contract that allows this purpose?", "yes": "end-go", "no": "end-ask-owner"},
    "end-go": {"end": "Use it within the terms, and keep the terms with the data.", "law": []},
    "end-go-with-care": {"end": "Use it for this purpose alone, as little as needed, and be able to show why.", "law": ["GDPR"]},
    "end-ask-dpo": {"end": "Stop. Ask your data protection officer before you touch the data.", "law": ["GDPR"]},
    "end-permit": {"end": "Ask the health data access body for a permit (before March 2029: by national law), and work in its secure environment.", "law": ["GDPR", "EHDS"]},
    "end-ask-user": {"end": "Ask the user of the product: the data is theirs to share.", "law": ["Data Act"]},
    "end-reuse-request": {"end": "Send a request for re-use to the single information point of the country.", "law": ["DGA"]},
    "end-ask-owner": {"end": "Ask who owns it. Without terms there is no right to use it.", "law": []},
}

# %% id="tree-picture"
def rows(node="start", depth=0, word=""):
    """Each node with its depth and the answer that led to it, in the order of reading."""
    found = [(node, depth, word)]
    for answer in ("yes", "no"):
        if answer in TREE[node]:
            found += rows(TREE[node][answer], depth + 1, answer)
    return found

fig, ax = plt.subplots(figsize=(8, 6))
above = {}
for line, (name, depth, word) in enumerate(rows()):
    above[depth] = line
    if depth:
        ax.plot([depth - 0.85, depth - 0.85, depth - 0.05], [-above[depth - 1] - 0.3, -line, -line], color="grey", linewidth=1, zorder=0)
        ax.text(depth - 0.8, -line + 0.12, word, fontsize=8)
    is_end = name.startswith("end")
    ax.text(depth, -line, name, va="center", fontsize=9, fontweight="normal" if is_end else "bold",
            bbox={"boxstyle": "round" if is_end else "square", "facecolor": "white", "edgecolor": "steelblue"})
ax.set_xlim(-0.2, 6)
ax.set_ylim(-len(rows()), 1)
ax.set_axis_off()
ax.set_title("Questions in square boxes, ends in round ones");

# %% [markdown] id="tree-picture-in-words"
# *In words:* a list that moves to the right at each question. From *start* it goes to *special*, *health* and *explicit* for data about people,
# and to *product*, *agreed*, *public* and *licence* for all other data. Every path stops at a box whose name begins with *end*.

# %% [markdown] id="walk-example"
# An example of one step. `answers` says *yes* (`True`) or *no* (`False`) for each question that was asked:

# %% id="walk-example-run"
answers = {"start": False, "product": True}
node = "start"
node = TREE[node]["yes"] if answers[node] else TREE[node]["no"]
print("after the first answer we stand at:", node)

# %% [markdown] id="task-walk"
# ## Task 1: walk the tree (3 points)
#
# Write the function `walk(tree, answers)`. It begins at `"start"`, follows the answers, and returns the **list of all nodes** that it passed, the
# first and the last included. It stops at a node that has an `"end"`, and also at a question that has no answer in `answers`: then the
# last name in the list is that of the open question.
#
# <details><summary>Hint 1</summary>Keep two things: where you stand, and the list of where you were.</details>
# <details><summary>Hint 2</summary><code>while "ask" in tree[node] and node in answers:</code> goes on as long as there is a question with an answer.</details>
# <details><summary>Hint 3</summary>In the loop: <code>node = tree[node]["yes" if answers[node] else "no"]</code>, then <code>path.append(node)</code>.</details>

# %% answer="walk"
def walk(tree, answers):
    """Return the names of all nodes that were passed, from start to where it stopped."""
    ### BEGIN SOLUTION
    node, path = "start", ["start"]
    while node in answers and "ask" in tree[node]:
        answer = "yes" if answers[node] else "no"
        node = tree[node][answer]
        path += [node]
    return path
    ### END SOLUTION

# %% tests="walk-test" points=3
tree = {"start": {"ask": "a?", "yes": "b", "no": "end-x"}, "b": {"ask": "b?", "yes": "end-y", "no": "end-x"}, "end-x": {"end": "x", "law": []}, "end-y": {"end": "y", "law": ["GDPR"]}}
result = walk(tree, {"start": True, "b": False})
# HINT: Begin with path = ["start"], and append each node that you come to.
assert result is not None, "walk gave nothing back. Does it end with return?"
assert list(result) == ["start", "b", "end-x"], f"Yes to start, no to b: the path is start, b, end-x. Yours is {result!r}."
assert list(walk(tree, {"start": False})) == ["start", "end-x"], "No to start leads to end-x at once."
# More tests run when you submit.
### BEGIN HIDDEN TESTS
assert list(walk(tree, {})) == ["start"], "Without any answer the walk stops at the first question."
assert list(walk(tree, {"start": True})) == ["start", "b"], "The walk stops at a question that has no answer."
assert list(walk(tree, {"start": False, "b": True})) == ["start", "end-x"], "Answers to questions that are not asked change nothing."
### END HIDDEN TESTS

# %% [markdown] id="check-about"
# ## A tree can be wrong
#
# Whoever edits the tree may point to a node that does not exist, or make a circle. Then people walk for ever. A program finds this before
# anybody does.

# %% [markdown] id="task-tree-faults"
# ## Task 2: check a tree (3 points)
#
# Write the function `tree_faults(tree)`. It returns a sorted list of the names of all questions whose *yes* or *no* leads to a node that is **not in the tree**.
# For a good tree the list is empty.
#
# <details><summary>Hint 1</summary>Go through all nodes; only those with "ask" can be wrong here.</details>
# <details><summary>Hint 2</summary><code>tree.items()</code> gives name and node together.</details>
# <details><summary>Hint 3</summary>Keep a name when <code>node["yes"] not in tree or node["no"] not in tree</code>.</details>

# %% answer="tree-faults"
def tree_faults(tree):
    """Return the questions that lead nowhere, sorted."""
    ### BEGIN SOLUTION
    return sorted(
        name for name, node in tree.items()
        if "ask" in node and (node["yes"] not in tree or node["no"] not in tree)
    )
    ### END SOLUTION

# %% tests="tree-faults-test" points=3
good = {"start": {"ask": "a?", "yes": "end-x", "no": "end-x"}, "end-x": {"end": "x", "law": []}}
bad = {"start": {"ask": "a?", "yes": "b", "no": "lost"}, "b": {"ask": "b?", "yes": "gone", "no": "end-x"}, "end-x": {"end": "x", "law": []}}
# HINT: A question is wrong when one of its two answers names a node that is not in the tree.
assert tree_faults(good) is not None, "tree_faults gave nothing back. Does it end with return?"
assert list(tree_faults(good)) == [], f"A good tree has no faults. Yours is {tree_faults(good)!r}."
assert list(tree_faults(bad)) == ["b", "start"], f"Both b and start lead nowhere, sorted by name. Yours is {tree_faults(bad)!r}."
# More tests run when you submit.
### BEGIN HIDDEN TESTS
half = {"start": {"ask": "a?", "yes": "end-x", "no": "END-X"}, "end-x": {"end": "x", "law": []}}
assert list(tree_faults(half)) == ["start"], "One wrong answer is enough, and END-X is not end-x."
assert list(tree_faults({"end-x": {"end": "x", "law": []}})) == [], "An end is no question."
### END HIDDEN TESTS

# %% id="check-our-tree"
try:
    print("faults of the tree of this notebook:", tree_faults(TREE))
except NotImplementedError:
    print("(write tree_faults first)")

# %% [markdown] id="dpia-about"
# ## When is an impact assessment called for?
#
# Before risky work with personal data the GDPR asks for a *data protection impact assessment* (Article 35). The European data protection
# authorities published nine signs of risk (guideline WP 248, 2017). Their rule of thumb: **two signs** are enough, and one may be.

# %% given="signs"
SIGNS = {
    "scoring": "people are scored or predicted",
    "automatic-decision": "a machine decides with legal or similar effect",
    "monitoring": "people are watched systematically",
    "sensitive": "special or very personal data",
    "large-scale": "many people, much data, long time or wide area",
    "matching": "datasets are combined that were not made for it",
    "vulnerable": "children, patients, employees and others who cannot well say no",
    "new-technology": "new technology, or a new use of it",
    "blocks-a-right": "people may be kept from a service or a contract",
}

# %% [markdown] id="task-impact"
# ## Task 3: count the signs (2 points)
#
# Write the function `needs_assessment(signs)`. `signs` is a list of names. It returns `"yes"` for two or more **different** signs of `SIGNS`, `"consider"` for
# exactly one, `"no"` for none. Names that are not in `SIGNS` do not count.
#
# <details><summary>Hint 1</summary>A name that is written twice is one sign.</details>
# <details><summary>Hint 2</summary><code>set(signs)</code> holds each name once; <code>&amp;</code> keeps what is in both sets.</details>
# <details><summary>Hint 3</summary><code>count = len(set(signs) &amp; set(SIGNS))</code>, then three cases.</details>

# %% answer="needs-assessment"
def needs_assessment(signs):
    """Return "yes", "consider" or "no"."""
    ### BEGIN SOLUTION
    found = len(set(SIGNS) & set(signs))
    if found >= 2:
        return "yes"
    return "consider" if found == 1 else "no"
    ### END SOLUTION

# %% tests="needs-assessment-test" points=2
# HINT: Count the different names that are in SIGNS.
assert needs_assessment([]) is not None, "needs_assessment gave nothing back. Does it end with return?"
assert needs_assessment([]) == "no", "Without any sign: no."
assert needs_assessment(["scoring", "vulnerable"]) == "yes", "Two signs: yes."
assert needs_assessment(["monitoring"]) == "consider", "One sign: consider."
# More tests run when you submit.
### BEGIN HIDDEN TESTS
assert needs_assessment(["scoring", "scoring"]) == "consider", "One sign that is written twice is one sign."
assert needs_assessment(["scoring", "expensive"]) == "consider", "A name that is not in the table is no sign."
assert needs_assessment(["large-scale", "matching", "sensitive", "new-technology"]) == "yes", "Four signs: yes."
### END HIDDEN TESTS

# %% [markdown] id="record-about"
# ## A record that cannot be changed in silence
#
# The result belongs in writing: which dataset, which purpose, which answers, which end, which version of the rules, who, when. Two
# ideas make it trustworthy.
#
# 1. **Canonical text.** The same record must always give the same bytes, whatever the order in which it was typed. JSON with sorted names and no
#    blanks does that.
# 2. **A signature.** With a *private key* one makes 64 bytes that fit this text and no other. Everybody with the *public key* can check
#    them. Ed25519 is the method that this notebook uses; so do the course packages of Officina.

# %% id="record-example"
example = {"purpose": "find worn bearings early", "dataset": "pump-vibration", "rules": rules_version}
text = json.dumps(example, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
print(text)
print("its SHA-256 begins with", hashlib.sha256(text.encode()).hexdigest()[:16])

# %% [markdown] id="task-canonical"
# ## Task 4: the canonical bytes (2 points)
#
# Write the function `canonical(record)`. It returns the **bytes** of the record as in the example: sorted names, no blanks after comma and colon,
# letters such as ä as they are, encoded as UTF-8.
#
# <details><summary>Hint 1</summary>The example does nearly all of it. It makes text; you need bytes.</details>
# <details><summary>Hint 2</summary><code>text.encode()</code> makes UTF-8 bytes of a text.</details>
# <details><summary>Hint 3</summary><code>json.dumps(record, sort_keys=…, separators=…, ensure_ascii=…)</code> as in the example, then hint 2.</details>

# %% answer="canonical"
def canonical(record):
    """Return the bytes of a record, the same for the same content."""
    ### BEGIN SOLUTION
    text = json.dumps(record, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return text.encode()
    ### END SOLUTION

# %% tests="canonical-test" points=2
result = canonical({"b": 1, "a": "x"})
# HINT: Look at the example: sort_keys, separators, ensure_ascii. Then encode.
assert result is not None, "canonical gave nothing back. Does it end with return?"
assert not isinstance(result, str), "canonical should return bytes, and yours is text. Use .encode()."
assert bytes(result) == b'{"a":"x","b":1}', f"The names should be sorted, without blanks. Yours is {result!r}."
# More tests run when you submit.
### BEGIN HIDDEN TESTS
assert bytes(canonical({"name": "Jyväskylä"})) == '{"name":"Jyväskylä"}'.encode(), "Letters such as ä should stay as they are."
assert bytes(canonical({"z": {"d": 1, "c": [2, 1]}, "a": None})) == b'{"a":null,"z":{"c":[2,1],"d":1}}', "Names inside are sorted too; the order of a list is kept."
### END HIDDEN TESTS

# %% [markdown] id="sign-example-about"
# ### Signing, as an example
#
# The key below is made from 32 fixed bytes, so that the notebook gives the same result each time. **Never do this with a real key:** a
# real one is made by chance, and kept where nobody else reads.

# %% given="seal"
PRACTICE_KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
PRACTICE_PUBLIC = PRACTICE_KEY.public_key().public_bytes_raw()


def seal(content):
    """Return the signature of these bytes, by the practice key."""
    return PRACTICE_KEY.sign(content)

# %% id="sign-example"
signature = seal(text.encode())
public = Ed25519PublicKey.from_public_bytes(PRACTICE_PUBLIC)
public.verify(signature, text.encode())
print("the signature fits")
try:
    public.verify(signature, text.encode() + b" ")
except InvalidSignature:
    print("one blank more, and it does not fit")

# %% [markdown] id="task-verified"
# ## Task 5: check a signed record (3 points)
#
# Write the function `verified(record, signature, public_bytes)`. It returns `True` when the signature fits the canonical bytes of the record and the public
# key, otherwise `False`. It must never end with an error, also not for a signature that is too short.
#
# <details><summary>Hint 1</summary>Use your <code>canonical</code>, and the two steps of the example.</details>
# <details><summary>Hint 2</summary><code>verify</code> gives nothing back. It raises <code>InvalidSignature</code> when the signature does not fit.</details>
# <details><summary>Hint 3</summary><code>try:</code> verify, then <code>return True</code>; <code>except InvalidSignature: return False</code>.</details>

# %% answer="verified"
def verified(record, signature, public_bytes):
    """Return whether the signature fits the record."""
    ### BEGIN SOLUTION
    public = Ed25519PublicKey.from_public_bytes(public_bytes)
    try:
        public.verify(signature, canonical(record))
    except InvalidSignature:
        return False
    return True
    ### END SOLUTION

# %% tests="verified-test" points=3
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

key = Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33)))
public_bytes = key.public_key().public_bytes_raw()
signature = key.sign(b'{"dataset":"pump","end":"end-go"}')
# HINT: Verify the signature of canonical(record), and catch InvalidSignature.
assert verified({"end": "end-go", "dataset": "pump"}, signature, public_bytes) is not None, "verified gave nothing back. Does it end with return?"
assert bool(verified({"end": "end-go", "dataset": "pump"}, signature, public_bytes)) is True, "This record was signed as it is: the order of the names does not matter."
assert bool(verified({"end": "end-ask-dpo", "dataset": "pump"}, signature, public_bytes)) is False, "The end was changed after signing."
# More tests run when you submit.
### BEGIN HIDDEN TESTS
assert bool(verified({"end": "end-go", "dataset": "pump"}, b"short", public_bytes)) is False, "A signature of 5 bytes fits nothing, and is no reason for an error."
other = Ed25519PrivateKey.from_private_bytes(bytes(32)).public_key().public_bytes_raw()
assert bool(verified({"end": "end-go", "dataset": "pump"}, signature, other)) is False, "The key of somebody else does not fit."
### END HIDDEN TESTS

# %% [markdown] id="whole-about"
# ### All together
#
# The next cell walks the tree for a made-up dataset, writes the record and signs it.

# %% id="whole"
practice = {
    "pump-vibration": {"start": False, "product": True, "agreed": True},
    "patient-images": {"start": True, "special": True, "health": True},
    "staff-survey": {"start": True, "special": False, "basis": False},
}
order = list(practice)
random.Random(seed).shuffle(order)
try:
    for dataset in order:
        path = walk(TREE, practice[dataset])
        record = {"dataset": dataset, "path": path, "end": TREE[path[-1]]["end"], "law": TREE[path[-1]]["law"],
                  "rules": rules_version, "note": "not legal advice"}
        fits = verified(record, seal(canonical(record)), PRACTICE_PUBLIC)
        print(f"{dataset:15} {' > '.join(path)}\n{'':15} {record['end']} (signature fits: {fits})\n")
except NotImplementedError:
    print("(finish the tasks above first)")

# %% [markdown] id="task-tree-words"
# ## Reflect
#
# Which question of the tree would be hardest to answer for a dataset of your company? Who could answer it? Tell a colleague; no
# points are given for this.

# %% [markdown] id="key-points"
# ## Key points
#
# - Rules that are kept as data can be read, checked and compared. Rules inside code cannot.
# - Several laws may speak about one dataset. The tree leads to the person to ask.
# - Two signs of risk call for an impact assessment.
# - A record needs the version of the rules, canonical text, and a signature. Then a change is noticed.
#
# **Where next:** exercise 3, *Is it fair, and does it hold?*, measures a model. The course *Data Lab: privacy* shows how data about people
# can be changed so that nobody is found in it.

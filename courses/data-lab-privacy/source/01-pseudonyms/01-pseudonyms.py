# %% [markdown] id="title"
# # Take the names out
#
# This is exercise 1 of 3 of the course *Privacy in a Data Lab*. It takes about 35 minutes.
#
# **What you will be able to do:**
#
# - show why a plain hash of an e-mail address hides nobody,
# - make tokens with a key: the same person has the same token inside a project, and another one in the next,
# - replace people in a table by tokens,
# - find e-mail addresses, phone numbers and account numbers in free text, and say what such rules miss.
#
# **You need:** functions, dictionaries and a first look at tables in pandas, as in the course *Your first hour at an AI Factory*.
#
# **This is not legal advice.** It names the articles, so that you can ask the right person the right question.

# %% [markdown] id="parameters-about"
# Values that may be changed before the notebook runs:

# %% id="parameters" tags=["parameters"]
seed: int = 7  # begins all chance in this notebook
n_customers: int = 2000  # how many made-up customers there are

# %% id="imports"
import hashlib
import hmac
import re

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd

# %% [markdown] id="law"
# ## Two words that are often mixed up
#
# | word | what it means | is it still personal data? |
# |---|---|---|
# | *pseudonymised* (GDPR, Article 4(5)) | without **additional information**, kept apart and protected, nobody can say whose row it is | yes, for everybody who can get at that information by means that are reasonably likely |
# | *anonymous* (GDPR, recital 26) | the person cannot be found any more, by any means **reasonably likely** to be used | no: the GDPR does not speak about it |
#
# Pseudonyms do not end your duties. They make a loss less bad, and the GDPR counts them among the good measures (Articles 25 and 32). The
# additional information in this notebook is a **key**. It stays in the Data Lab; the table may go to those who do the analysis.

# %% [markdown] id="data-about"
# ## Made-up customers
#
# A workshop repairs heat pumps. Names, addresses and repairs are **made here**, from `seed`; nobody's life is in it. The addresses end in
# `.example`, a name that belongs to nobody.

# %% id="data"
chance = np.random.default_rng(seed)
FIRST = ["aino", "bram", "carla", "dario", "elif", "fritz", "greta", "hugo", "ines", "jonas"]
LAST = ["aalto", "bakker", "conti", "dubois", "ek", "fischer", "garcia", "horvat", "ito", "jansen"]
numbers = chance.choice(10_000, size=n_customers, replace=False)
first, last = chance.choice(FIRST, n_customers), chance.choice(LAST, n_customers)
customers = pd.DataFrame({
    "name": [f"{a.title()} {b.title()}" for a, b in zip(first, last)],
    "email": [f"{a}.{b}{n:04d}@mail.example" for a, b, n in zip(first, last, numbers)],
    "repairs": chance.poisson(1.2, n_customers),
})
customers.head(3)

# %% [markdown] id="hash-about"
# ## Why a hash is not enough
#
# A *hash* turns any text into a number that looks like chance. The same text always gives the same number, and nobody can
# compute backwards. Many people stop here and call it anonymous. But an attacker does not compute backwards. He **guesses**: he hashes all addresses
# that could be, and looks which numbers come up. Below he tries all 100 pairs of names with all 10 000 numbers, in the order of the numbers.

# %% id="hash-attack"
hashed = {hashlib.sha256(email.encode()).digest() for email in customers["email"]}
secret = hashlib.sha256(f"a key for this picture {seed}".encode()).digest()  # a real key is made by chance: secrets.token_bytes(32)
keyed = {hmac.new(secret, email.encode(), hashlib.sha256).digest() for email in customers["email"]}
tried, found_hash, found_keyed = [0], [0], [0]
hits_hash = hits_keyed = 0
for number in range(10_000):
    for pair in (f"{a}.{b}" for a in FIRST for b in LAST):
        guess = hashlib.sha256(f"{pair}{number:04d}@mail.example".encode()).digest()
        hits_hash += guess in hashed
        hits_keyed += guess in keyed
    if number % 500 == 499:
        tried.append((number + 1) * 100)
        found_hash.append(hits_hash / n_customers)
        found_keyed.append(hits_keyed / n_customers)

fig, ax = plt.subplots(figsize=(7, 3.4))
ax.plot(np.array(tried) / 1e6, found_hash, marker="o", markersize=4, label="plain hash")
ax.plot(np.array(tried) / 1e6, found_keyed, marker="s", markersize=4, label="with a key that he does not have")
ax.set_xlabel("guesses (millions)")
ax.set_ylabel("share of customers found")
ax.set_title("One second of guessing")
ax.legend();
print(f"found: {hits_hash} of {n_customers} by plain hash, {hits_keyed} with a key")

# %% [markdown] id="hash-attack-in-words"
# *In words:* a straight line climbs from nobody to everybody: after a million guesses each of the plain hashes has its address. The second line
# stays at zero. Without the key the attacker cannot even check a guess.

# %% [markdown] id="token-about"
# ## A token with a key
#
# An *HMAC* mixes a key into the hash. In Python it takes the key and the text, both as bytes:

# %% id="token-example"
print(hmac.new(b"key of the lab", "aino.aalto0001@mail.example".encode(), hashlib.sha256).hexdigest()[:16])
print(hmac.new(b"key of the lab", "Aino.Aalto0001@mail.example ".encode(), hashlib.sha256).hexdigest()[:16])

# %% [markdown] id="task-token"
# The two lines are one person, typed in two ways, and the tokens do not match. So clean the address first.
#
# ## Task 1: the token of a person (2 points)
#
# Write the function `token(key, email)`. `key` is bytes. Take the blanks around the address away, make all letters small, and return the
# **first 16 characters** of the HMAC with SHA-256 as hexadecimal text.
#
# <details><summary>Hint 1</summary>The example does all but the cleaning.</details>
# <details><summary>Hint 2</summary><code>email.strip().lower()</code> cleans it.</details>
# <details><summary>Hint 3</summary><code>return hmac.new(key, ….encode(), hashlib.sha256).hexdigest()[…]</code>, with the clean address of hint 2.</details>

# %% answer="token"
def token(key, email):
    """Return the token of a person, 16 hexadecimal characters."""
    ### BEGIN SOLUTION
    return hmac.new(key, email.strip().lower().encode(), hashlib.sha256).hexdigest()[:16]
    ### END SOLUTION

# %% tests="token-test" points=2
result = token(b"practice", "bram.ek0042@mail.example")
# HINT: Clean the address first, then HMAC with SHA-256, then the first 16 characters.
assert result is not None, "token gave nothing back. Does it end with return?"
assert len(result) == 16, f"A token has 16 characters. Yours has {len(result)}."
assert result == "6e19bc740327d0b6", f"The token of bram.ek0042@mail.example by the key practice was another one. Yours is {result!r}."
assert token(b"practice", " Bram.Ek0042@Mail.example ") == result, "The same address with capitals and blanks is the same person."
# More tests run when you submit.
### BEGIN HIDDEN TESTS
assert token(b"another", "bram.ek0042@mail.example") != result, "Another key should give another token."
assert token(b"another", "äiti@mail.example") == "bcf8894f137393db", "An address with ä was not encoded as UTF-8."
### END HIDDEN TESTS

# %% [markdown] id="project-about"
# ## Each project has a key of its own
#
# Two partners get data of the same people for two projects. With the same tokens they could lay their tables side by side, and learn more
# together than either should. So each project has its own key. Nobody needs to store a hundred keys: they are **derived** from one master key.

# %% [markdown] id="task-project-key"
# ## Task 2: the key of a project (2 points)
#
# Write the function `project_key(master, project)`. It returns the HMAC with SHA-256 of the project's name by the master key, as **bytes** (32 of
# them). The names of projects are used as they are.
#
# <details><summary>Hint 1</summary>It is the same HMAC as before, of another text, and not shortened.</details>
# <details><summary>Hint 2</summary><code>.digest()</code> gives bytes where <code>.hexdigest()</code> gives text.</details>
# <details><summary>Hint 3</summary><code>return hmac.new(…, project.encode(), hashlib.sha256)…</code>: the key comes first, and the end makes bytes.</details>

# %% answer="project-key"
def project_key(master, project):
    """Return the key of a project, 32 bytes."""
    ### BEGIN SOLUTION
    mixed = hmac.new(master, project.encode(), hashlib.sha256)
    return mixed.digest()
    ### END SOLUTION

# %% tests="project-key-test" points=2
result = project_key(b"master", "spare-parts")
# HINT: HMAC of the project's name, by the master key; digest() gives bytes.
assert result is not None, "project_key gave nothing back. Does it end with return?"
assert not isinstance(result, str), "A key is bytes, and yours is text. Use digest() instead of hexdigest()."
assert len(result) == 32, f"The key has 32 bytes. Yours has {len(result)}."
assert bytes(result).hex()[:16] == "67c77acf2992c042", "The key of spare-parts by the master key b'master' was another one."
# More tests run when you submit.
### BEGIN HIDDEN TESTS
assert bytes(project_key(b"master", "energy")) != bytes(result), "Two projects should have two keys."
assert bytes(project_key(b"other", "Energie für alle")).hex()[:16] == "fb9589296feacd4b", "Another master key, and a name with ü, gave another key than expected."
### END HIDDEN TESTS

# %% [markdown] id="task-pseudonymise"
# ## Task 3: a whole table (3 points)
#
# Write the function `pseudonymise(table, key)`. It returns a **new** table: a column `person` with the tokens comes first, the columns `name` and `email`
# are gone, all others stay as they are and in their order. The table that was given must not change. Use your `token`.
#
# <details><summary>Hint 1</summary>First a table without the two columns, then the new column in front.</details>
# <details><summary>Hint 2</summary><code>table.drop(columns=["name", "email"])</code> gives a new table.</details>
# <details><summary>Hint 3</summary><code>result.insert(0, "person", [token(key, email) for email in table["email"]])</code>, then return <code>result</code>.</details>

# %% answer="pseudonymise"
def pseudonymise(table, key):
    """Return the table with tokens in the place of names and addresses."""
    ### BEGIN SOLUTION
    result = table.drop(columns=["name", "email"])
    people = [token(key, address) for address in table["email"]]
    result.insert(0, "person", people)
    return result
    ### END SOLUTION

# %% tests="pseudonymise-test" points=3
import pandas as pd

small = pd.DataFrame({"name": ["Bram Ek", "Ines Ito", "B. Ek"], "email": ["bram.ek0042@mail.example", "ines.ito0007@mail.example", "BRAM.EK0042@mail.example"], "repairs": [2, 0, 5]})
result = pseudonymise(small, b"practice")
# HINT: drop gives a new table; insert(0, ...) puts a column in front.
assert result is not None, "pseudonymise gave nothing back. Does it end with return?"
assert list(result.columns) == ["person", "repairs"], f"The columns should be person and repairs. Yours are {list(result.columns)}."
assert list(result["repairs"]) == [2, 0, 5], "The other columns should stay as they are."
assert result["person"].tolist()[0] == result["person"].tolist()[2], "Rows 1 and 3 are one person: one token."
assert result["person"].tolist()[0] == "6e19bc740327d0b6", f"The token of bram.ek0042@mail.example by this key was another one. Yours is {result['person'].tolist()[0]!r}."
# More tests run when you submit.
### BEGIN HIDDEN TESTS
assert list(small.columns) == ["name", "email", "repairs"], "The table that was given must not change."
wide = pd.DataFrame({"city": ["Turku"], "email": ["a@mail.example"], "since": [2021], "name": ["A"]})
assert list(pseudonymise(wide, b"k").columns) == ["person", "city", "since"], "Other columns stay, in their order, after person."
### END HIDDEN TESTS

# %% id="pseudonymise-ours"
try:
    master = hashlib.sha256(f"practice master {seed}".encode()).digest()  # practice: a real one is secrets.token_bytes(32), in a vault
    parts, energy = (pseudonymise(customers, project_key(master, name)) for name in ("spare-parts", "energy"))
    print(parts.head(3), "\n")
    print("different people:", customers["email"].nunique(), "| different tokens:", parts["person"].nunique())
    print("tokens that both projects share:", len(set(parts["person"]) & set(energy["person"])))
except NotImplementedError:
    print("(finish the tasks above first)")

# %% [markdown] id="text-about"
# ## People in free text
#
# Technicians write notes, and notes hold phone numbers and account numbers. Things that have a **form** can be found by a rule. A *regular expression* is
# such a rule: `\d` is a digit, `[A-Z]` a capital letter, `{2}` twice, `+` once or more.
#
# An *IBAN*, the number of a bank account, even carries a check (ISO 13616): put the first four characters at the end, write each letter as a number (A is 10, B
# is 11, … Z is 35), and read all as one long number. Divided by 97 it leaves 1.

# %% id="iban-example"
iban = "FI2112345600000785"
turned = iban[4:] + iban[:4]
digits = "".join(str(int(letter, 36)) for letter in turned)
print(turned, "->", digits, "-> remainder", int(digits) % 97)

# %% [markdown] id="task-iban"
# ## Task 4: is it an IBAN? (3 points)
#
# Write the function `iban_ok(text)`. Blanks in it do not matter, nor whether letters are small. It returns `True` when the text has two letters, two
# digits and then 11 to 30 letters or digits, **and** the remainder is 1; otherwise `False`. It never ends with an error.
#
# <details><summary>Hint 1</summary>First clean, then look at the form, and only then compute.</details>
# <details><summary>Hint 2</summary><code>re.fullmatch(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}", text)</code> is <code>None</code> when the form is wrong.</details>
# <details><summary>Hint 3</summary><code>text = text.replace(" ", "").upper()</code>; if the form is wrong, return <code>False</code>; then the three lines of the example, and compare with 1.</details>

# %% answer="iban-ok"
def iban_ok(text):
    """Return whether this is an IBAN with a right check."""
    ### BEGIN SOLUTION
    bare = text.replace(" ", "").upper()
    if re.fullmatch(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}", bare) is None:
        return False
    return int("".join(str(int(letter, 36)) for letter in bare[4:] + bare[:4])) % 97 == 1
    ### END SOLUTION

# %% tests="iban-ok-test" points=3
# HINT: Blanks away, capitals, the form, then the remainder by 97.
assert iban_ok("FI2112345600000785") is not None, "iban_ok gave nothing back. Does it end with return?"
assert bool(iban_ok("FI2112345600000785")) is True, "FI2112345600000785 is a right IBAN."
assert bool(iban_ok("FI2112345600000786")) is False, "With another last digit the check does not fit."
assert bool(iban_ok("hello")) is False, "hello has not the form of an IBAN."
# More tests run when you submit.
### BEGIN HIDDEN TESTS
assert bool(iban_ok("DE89 3704 0044 0532 0130 00")) is True, "Blanks do not matter."
assert bool(iban_ok("gb82west12345698765432")) is True, "Small letters do not matter, and letters may stand inside."
assert bool(iban_ok("")) is False, "An empty text is no IBAN."
assert bool(iban_ok("DE98 3704 0044 0532 0130 00")) is False, "Two digits that were swapped should be noticed."
assert bool(iban_ok("FI21-1234-5600-0007-85")) is False, "Only blanks may stand between."
### END HIDDEN TESTS

# %% [markdown] id="mask-about"
# ### Rules in the right order
#
# The next cell gives two patterns. `PHONE` takes a plus, then 8 to 14 digits with blanks between them. `IBAN_LIKE` takes what could be an IBAN; only
# your `iban_ok` knows whether it is one. `re.sub` can call a function for each place that it finds:

# %% given="patterns"
PHONE = r"\+\d(?:[ ]?\d){7,13}(?!\d)"
IBAN_LIKE = r"\b[A-Z]{2}\d{2}(?:[ ]?[A-Z0-9]{4}){2,7}(?:[ ]?[A-Z0-9]{1,3})?\b"

# %% id="mask-example"
def shout(match):
    """Return what takes the place of the text that was found."""
    return match.group().upper() + "!"

print(re.sub(r"pump", shout, "The pump is loud, a new pump is on its way."))

# %% [markdown] id="task-mask"
# ## Task 5: mask a note (4 points)
#
# Write the function `mask(text)`. It returns the text with `[EMAIL]` for each e-mail address, `[IBAN]` for each **right** IBAN and `[PHONE]` for each phone number. What only
# looks like an IBAN stays. For addresses this is enough: letters, digits and `._%+-`, then `@`, then letters, digits, dots and hyphens, **ending** in a letter or digit.
#
# <details><summary>Hint 1</summary>Three times <code>re.sub</code>, one after the other. IBANs need a function, because some stay.</details>
# <details><summary>Hint 2</summary>The function gets <code>match</code>: return <code>"[IBAN]"</code> if <code>iban_ok(match.group())</code>, otherwise <code>match.group()</code> as it was.</details>
# <details><summary>Hint 3</summary><code>r"[\w.%+-]+@[\w.-]*\w"</code> finds addresses; then <code>re.sub(IBAN_LIKE, replace, text)</code> and <code>re.sub(PHONE, "[PHONE]", text)</code>.</details>

# %% answer="mask"
def mask(text):
    """Return the text without addresses, account numbers and phone numbers."""
    ### BEGIN SOLUTION
    def replace(match):
        return "[IBAN]" if iban_ok(match.group()) else match.group()

    text = re.sub(r"[\w.%+-]+@[\w.-]*\w", "[EMAIL]", text)
    text = re.sub(IBAN_LIKE, replace, text)
    return re.sub(PHONE, "[PHONE]", text)
    ### END SOLUTION

# %% tests="mask-test" points=4
result = mask("Write to aino.aalto@mail.example, or call +358 40 1234567.")
# HINT: Addresses, then IBANs with a right check, then phone numbers.
assert result is not None, "mask gave nothing back. Does it end with return?"
assert result == "Write to [EMAIL], or call [PHONE].", f"An address and a number should be replaced, and nothing else. Yours is {result!r}."
assert mask("Pay to FI21 1234 5600 0007 85 please") == "Pay to [IBAN] please", f"A right IBAN should be replaced. Yours is {mask('Pay to FI21 1234 5600 0007 85 please')!r}."
# More tests run when you submit.
### BEGIN HIDDEN TESTS
assert mask("Part FI2112345600000786 is sold out") == "Part FI2112345600000786 is sold out", "What only looks like an IBAN, with a wrong check, should stay."
assert mask("a@b.example b.c@d.example") == "[EMAIL] [EMAIL]", "Each address should be replaced, also two side by side."
assert mask("Order 20261123 came, 4 bolts.") == "Order 20261123 came, 4 bolts.", "An order number is no phone number, and stays."
assert mask("Ask max+pump@mail.example. Thanks") == "Ask [EMAIL]. Thanks", "The dot that ends the sentence stays."
### END HIDDEN TESTS

# %% [markdown] id="misses-about"
# ### What did the rules find, and what not?
#
# The next cell makes 400 notes. Each holds one thing about a person, so we know what should be found. Measure such rules on
# notes that somebody marked by hand; otherwise you do not know what they miss.

# %% id="misses"
def right_iban(account):
    """A German-looking IBAN with a right check."""
    return next(f"DE{check:02d}{account:018d}" for check in range(2, 99) if int(f"{account:018d}1314{check:02d}") % 97 == 1)

kinds = {
    "e-mail": lambda i: customers["email"][i],
    "IBAN": lambda i: right_iban(int(chance.integers(10**17))),
    "phone, +49 …": lambda i: f"+49 30 {chance.integers(10**6, 10**7)}",
    "phone, 030 …": lambda i: f"030/{chance.integers(10**6, 10**7)}",
    "name": lambda i: customers["name"][i],
}
try:
    caught = {}
    for kind, make in kinds.items():
        planted = [make(i) for i in range(80)]
        caught[kind] = np.mean([thing not in mask(f"Customer says: reach me, {thing} , after five.") for thing in planted])
    fig, ax = plt.subplots(figsize=(7, 2.8))
    bars = ax.barh(list(caught), list(caught.values()), color="steelblue")
    ax.bar_label(bars, [f"{share:.0%}" for share in caught.values()], padding=4)
    ax.set_xlim(0, 1.12)
    ax.invert_yaxis()
    ax.set_xlabel("share that was masked")
    ax.set_title("Rules find what has a form")
except NotImplementedError:
    print("(write iban_ok and mask first)")

# %% [markdown] id="misses-in-words"
# *In words:* five bars. E-mail addresses, IBANs and phone numbers with a plus are all masked. Phone numbers as people write them at home, and names, are not
# masked at all: no rule speaks of them, and a name has no form.

# %% [markdown] id="reflect"
# ## Reflect
#
# Somebody writes in a note: *the mayor's wife wants her money back*. No rule and no list of names finds that. Which texts of your company would
# you rather not hand out at all?

# %% [markdown] id="key-points"
# ## Key points
#
# - A plain hash of something that can be guessed hides nobody.
# - Tokens need a key. The key stays in the lab, apart from the data; whoever loses it has lost the pseudonyms.
# - A key for each project keeps partners from joining their tables.
# - Rules find what has a form. Measure what they miss, on texts that were marked by hand.
# - Pseudonymised data is still personal data for whoever can get at the key.
#
# **Where next:** exercise 2, *Hide in a crowd*: the name is gone, and the postcode is still there. For names in text there are programs with language
# models, such as Presidio; measure them in the same way.

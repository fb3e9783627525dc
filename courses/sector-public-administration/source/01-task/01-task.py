# %% [markdown] id="title"
# # Public administration: send a request to the right desk
#
# This course has one exercise. It takes about 40 minutes.
#
# **What you will be able to do:**
#
# - measure a sorter of letters for each desk, and on average,
# - let it hand doubtful letters to people, and measure what is left,
# - find the limit that costs least,
# - compare two groups of writers, and say how sure the difference is.
#
# **You need:** functions, lists, dictionaries and a little NumPy, as in the course *Your first hour at an AI Factory*.

# %% [markdown] id="parameters-about"
# Values that may be changed before the notebook runs:

# %% id="parameters" tags=["parameters"]
seed: int = 7  # begins all chance in this notebook
n_letters: int = 3000  # how many letters are made up
second_share: float = 0.15  # how many of them are in the second language, as a share

# %% id="imports"
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline

# %% [markdown] id="data-about"
# ## The letters
#
# A made-up town has four desks: waste, parking, schools, taxes. Most people write in English, the first language of the town, some in German, its second language. The next three cells **make** the letters; nobody wrote them. They draw a
# desk, a language, a greeting, and one matter of that desk. Some letters name a second matter, of any desk, some are so vague that nobody could tell, and in some words two characters are swapped, as in real letters.

# %% id="matters"
matters = {
    "waste": {
        "en": ["the bin for paper", "the yellow sacks", "the collection on Friday", "an old sofa on the pavement", "the recycling yard", "broken glass beside the container", "garden cuttings", "the lid of the bin", "batteries and paint", "the fee for the bin"],
        "de": ["die Papiertonne", "die gelben Säcke", "die Leerung am Freitag", "ein altes Sofa am Straßenrand", "der Wertstoffhof", "Scherben neben dem Container", "der Grünschnitt", "der Deckel der Tonne", "Batterien und Farbe", "die Gebühr für die Tonne"],
    },
    "parking": {
        "en": ["the permit for residents", "a ticket on my windscreen", "the meter on the market square", "a van in front of my gate", "the space for disabled people", "the car park at the station", "a fine of 40 euros", "the new sign in my street", "the charging point", "the fee for the permit"],
        "de": ["der Bewohnerausweis", "ein Strafzettel an der Scheibe", "der Automat am Marktplatz", "ein Lieferwagen vor meiner Einfahrt", "der Behindertenparkplatz", "das Parkhaus am Bahnhof", "ein Bußgeld von 40 Euro", "das neue Schild in meiner Straße", "die Ladesäule", "die Gebühr für den Ausweis"],
    },
    "schools": {
        "en": ["a place in the first class", "the bus to school", "lunch in the canteen", "the holidays in autumn", "care in the afternoon", "a change of school", "the enrolment of my son", "the gym of the school", "a certificate for my daughter", "the fee for lunch"],
        "de": ["ein Platz in der ersten Klasse", "der Schulbus", "das Mittagessen in der Mensa", "die Herbstferien", "die Betreuung am Nachmittag", "ein Schulwechsel", "die Anmeldung meines Sohnes", "die Turnhalle", "ein Zeugnis für meine Tochter", "die Gebühr für das Mittagessen"],
    },
    "taxes": {
        "en": ["the tax on my house", "the tax for the dog", "the second reminder", "the notice of last year", "paying in instalments", "the direct debit", "a refund to my account", "the tax number of my shop", "the objection that I sent", "the fee for paying late"],
        "de": ["die Grundsteuer", "die Hundesteuer", "die zweite Mahnung", "der Bescheid vom letzten Jahr", "eine Ratenzahlung", "die Lastschrift", "eine Erstattung auf mein Konto", "die Steuernummer meines Ladens", "mein Widerspruch", "der Säumniszuschlag"],
    },
}

# %% id="phrases"
phrases = {
    "en": {
        "greeting": ["Good morning,", "Hello,", "Dear all,", "To whom it may concern,"],
        "ask": ["I have a question about {}.", "What should I do about {}?", "Something is wrong with {}.", "Please call me about {}.", "Nobody could tell me anything about {}."],
        "other": ["Last month I wrote about {}.", "By the way, thank you for your help with {}.", "My neighbour asks about {}."],
        "vague": ["I got your letter and do not understand it.", "I paid the fee twice.", "Which form do I need, and by when?", "It is the same as every year in my street.", "My daughter told me to write to you."],
    },
    "de": {
        "greeting": ["Guten Morgen,", "Hallo,", "Sehr geehrte Damen und Herren,", "Guten Tag,"],
        "ask": ["Es geht um Folgendes: {}.", "Was muss ich tun? Betreff: {}.", "Da stimmt etwas nicht: {}.", "Bitte rufen Sie mich an. Mein Anliegen: {}.", "Niemand weiß Bescheid: {}."],
        "other": ["Letzten Monat war es {}.", "Das Anliegen meiner Nachbarin: {}.", "Schon erledigt ist Folgendes: {}."],
        "vague": ["Ich habe Ihren Brief bekommen und verstehe ihn nicht.", "Ich habe die Gebühr doppelt bezahlt.", "Welches Formular brauche ich, und bis wann?", "Es ist wie jedes Jahr in meiner Straße.", "Meine Tochter sagt, ich soll Ihnen schreiben."],
    },
}

# %% id="data"
desks = list(matters)
chance = np.random.default_rng(seed)


def with_slips(text):
    """Swap two characters inside some of the longer words."""
    words = text.split()
    for place, word in enumerate(words):
        if len(word) > 5 and chance.random() < 0.06:
            at = chance.integers(1, len(word) - 2)
            words[place] = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    return " ".join(words)


def letter(desk, language):
    """Make one letter."""
    say = phrases[language]
    parts = [chance.choice(say["greeting"])]
    if chance.random() < 0.9:
        parts.append(chance.choice(say["ask"]).format(chance.choice(matters[desk][language])))
    if chance.random() < 0.25:
        parts.append(chance.choice(say["other"]).format(chance.choice(matters[chance.choice(desks)][language])))
    if len(parts) == 1 or chance.random() < 0.3:
        parts.append(chance.choice(say["vague"]))
    return with_slips(" ".join(parts))


letters = pd.DataFrame({
    "desk": chance.choice(desks, n_letters, p=[0.4, 0.3, 0.1, 0.2]),
    "language": chance.choice(["en", "de"], n_letters, p=[1 - second_share, second_share]),
})
letters["text"] = [letter(row.desk, row.language) for row in letters.itertuples()]
for text in letters["text"].head(5):
    print("-", text)

# %% id="data-plot"
fig, ax = plt.subplots(figsize=(8, 2.8))
counts = letters.groupby(["desk", "language"]).size().unstack(fill_value=0).reindex(desks)
ax.bar(desks, counts["en"], color="white", edgecolor="steelblue", hatch="//", label="in English")
ax.bar(desks, counts["de"], bottom=counts["en"], color="black", label="in German")
ax.set_xlabel("right desk")
ax.set_ylabel("letters")
ax.set_title("Desks and languages do not get the same number of letters")
ax.legend();

# %% [markdown] id="data-plot-in-words"
# *In words:* four bars. Waste has about four letters in ten, parking three, taxes two, and schools only one. At the top of each bar a small black part, about one letter in seven, is in German.

# %% [markdown] id="sorter-about"
# ## Worked example: a sorter
#
# Two steps that have served for decades. **tf-idf** makes numbers of a text: a word counts more when it is often in this letter, and less when it is in many letters (K. Spärck Jones, 1972). **Logistic regression** learns from sorted
# letters how much each word speaks for each desk, and gives a share for each desk. The largest share is its *confidence*.
#
# The letters are cut in three: one part to learn from, one to **choose** with, and one to measure at the very end.

# %% id="sorter"
third = n_letters // 3
learn, choose, last = letters[:third], letters[third : 2 * third], letters[2 * third :]
sorter = make_pipeline(TfidfVectorizer(), LogisticRegression(C=10, max_iter=1000))
sorter.fit(learn["text"], learn["desk"])


def sorted_by_machine(part):
    """Return the letters with what the sorter says of them."""
    sure = sorter.predict_proba(part["text"])
    sent = sorter.classes_[sure.argmax(axis=1)]
    return part.assign(sent=sent, confidence=sure.max(axis=1), correct=sent == part["desk"])


choose, last = sorted_by_machine(choose), sorted_by_machine(last)
print(f"{last['correct'].mean():.1%} of the last letters reach the right desk; {(last['desk'] == 'waste').mean():.1%} would if all were sent to waste")
pd.crosstab(last["desk"], last["sent"], rownames=["right desk"], colnames=["sent to"])

# %% [markdown] id="f1-about"
# ## Each desk counts
#
# One number for all letters hides the small desks. For **one** desk there are two ways to fail: its letters go elsewhere, and letters of others come to it. *F1* holds both:
#
# $$F_1 = \frac{2 \cdot \text{hits}}{\text{letters that are its own} + \text{letters that were sent to it}}$$
#
# A hit is a letter of the desk that was sent to it. 1 is perfect. The **macro average** is the plain mean of the F1 of all desks: a small desk counts as much as a large one.

# %% [markdown] id="task-f1"
# ## Task 1: F1 of each desk (3 points)
#
# Write the function `f1_scores(right, sent)`. Both are arrays of names of desks, of one length. It returns a dictionary: for each desk that occurs in `right` its F1, and under the name `"macro"` the mean of these.
#
# <details><summary>Hint 1</summary>Do it for one desk first. You need three counts.</details>
# <details><summary>Hint 2</summary><code>((right == desk) &amp; (sent == desk)).sum()</code> counts the hits; <code>(right == desk).sum()</code> counts the desk's own letters.</details>
# <details><summary>Hint 3</summary>Go through <code>np.unique(right)</code>, put <code>2 * hits / (own + got)</code> into a dictionary, and at the end add the mean of its values.</details>

# %% answer="f1-scores"
def f1_scores(right, sent):
    """Return the F1 of each desk, and their mean as "macro"."""
    ### BEGIN SOLUTION
    right, sent = np.asarray(right), np.asarray(sent)
    scores = {}
    for name in np.unique(right):
        mine, theirs = right == name, sent == name
        scores[str(name)] = float(2 * (mine & theirs).sum() / (mine.sum() + theirs.sum()))
    return scores | {"macro": sum(scores.values()) / len(scores)}
    ### END SOLUTION

# %% tests="f1-scores-test" points=3
import numpy as np

six_right = np.array(["waste", "waste", "waste", "waste", "taxes", "taxes"])
six_sent = np.array(["waste", "waste", "waste", "taxes", "taxes", "waste"])
scores = f1_scores(six_right, six_sent)
# HINT: Twice the hits, divided by the desk's own letters plus those that were sent to it.
assert scores is not None, "f1_scores gave nothing back. Does it end with return?"
assert sorted(map(str, scores)) == ["macro", "taxes", "waste"], f"There should be waste, taxes and macro. Yours holds {sorted(map(str, scores))}."
assert abs(scores["waste"] - 0.75) < 1e-9, f"Waste: 3 hits, 4 own letters, 4 sent to it: 0.75. Yours is {scores['waste']!r}."
assert abs(scores["taxes"] - 0.5) < 1e-9, f"Taxes: 1 hit, 2 own letters, 2 sent to it: 0.5. Yours is {scores['taxes']!r}."
assert abs(scores["macro"] - 0.625) < 1e-9, f"The mean of 0.75 and 0.5 is 0.625. Yours is {scores['macro']!r}."
# More tests run when you submit.
### BEGIN HIDDEN TESTS
scores = f1_scores(np.array(["a", "a", "a", "b"]), np.array(["a", "a", "a", "a"]))
assert abs(scores["a"] - 6 / 7) < 1e-9, "Three hits, three own letters, four sent to it: 6 / 7."
assert abs(scores["b"]) < 1e-9, "A desk that gets none of its letters has an F1 of 0."
assert abs(scores["macro"] - 3 / 7) < 1e-9, "In the macro average each desk counts once, however many letters it has."
### END HIDDEN TESTS

# %% id="f1-run"
try:
    for name, score in f1_scores(last["desk"].to_numpy(), last["sent"].to_numpy()).items():
        print(f"{name:8} F1 {score:.2f}")
except NotImplementedError:
    print("(write f1_scores first)")

# %% id="confidence-plot"
fig, ax = plt.subplots(figsize=(8, 2.8))
bins = np.linspace(0.25, 1, 31)
ax.hist(choose.loc[choose["correct"], "confidence"], bins=bins, color="white", edgecolor="steelblue", hatch="//", label="sent to the right desk")
ax.hist(choose.loc[~choose["correct"], "confidence"], bins=bins, color="black", alpha=0.85, label="sent to a wrong desk")
ax.set_xlabel("confidence")
ax.set_ylabel("letters")
ax.set_title("Most wrong letters are doubtful ones")
ax.legend(loc="upper left");

# %% [markdown] id="confidence-plot-in-words"
# *In words:* letters that reach the right desk pile up at the right, near a confidence of 1. Of the letters that reach a wrong desk most lie below 0.7, but some lie at the right, too. No line parts the two wholly.

# %% [markdown] id="abstain-about"
# ## Hand doubtful letters to people
#
# A sorter need not decide. It sends a letter on only if its confidence is **at least** a limit; a person reads the others. Two numbers tell what that gives:
#
# - *coverage*: how many letters the machine sends, as a share of all,
# - *error*: how many of the letters **that it sends** reach a wrong desk, as a share of those.

# %% [markdown] id="task-abstain"
# ## Task 2: coverage and error (3 points)
#
# Write the function `abstain(confidence, correct, limit)`. `confidence` and `correct` are arrays of one length. It returns coverage and error. When the machine sends nothing, the error is 0.
#
# <details><summary>Hint 1</summary>First find which letters the machine sends; the error looks at those alone.</details>
# <details><summary>Hint 2</summary><code>confidence &gt;= limit</code> is true for each letter that is sent; the mean of true and false is a share.</details>
# <details><summary>Hint 3</summary>The error is <code>1 - correct[sends].mean()</code>; ask <code>sends.any()</code> before.</details>

# %% answer="abstain"
def abstain(confidence, correct, limit):
    """Return coverage and error of a sorter that leaves doubtful letters to people."""
    ### BEGIN SOLUTION
    by_machine = np.asarray(confidence) >= limit
    wrong = ~np.asarray(correct, dtype=bool)
    error = float(wrong[by_machine].mean()) if by_machine.any() else 0.0
    return float(by_machine.mean()), error
    ### END SOLUTION

# %% tests="abstain-test" points=3
import numpy as np

five_sure, five_correct = np.array([0.9, 0.8, 0.6, 0.5, 0.3]), np.array([True, False, True, True, False])
pair = abstain(five_sure, five_correct, 0.6)
# HINT: The letters with at least this confidence are sent; of them, how many are wrong?
assert pair is not None, "abstain gave nothing back. Does it end with return?"
assert len(pair) == 2, f"abstain should return two numbers. It returned {pair!r}."
assert abs(pair[0] - 0.6) < 1e-9, f"Three of five letters have a confidence of at least 0.6: 0.6. Yours is {pair[0]!r}."
assert abs(pair[1] - 1 / 3) < 1e-9, f"One of these three is wrong: 0.333. Yours is {pair[1]!r}."
# More tests run when you submit.
### BEGIN HIDDEN TESTS
pair = abstain(five_sure, five_correct, 0.0)
assert abs(pair[0] - 1) < 1e-9 and abs(pair[1] - 0.4) < 1e-9, "With a limit of 0 all letters are sent, and two of five are wrong."
pair = abstain(five_sure, five_correct, 0.95)
assert abs(pair[0]) < 1e-9 and abs(pair[1]) < 1e-9, "When nothing is sent, coverage and error are 0."
### END HIDDEN TESTS

# %% id="abstain-run"
try:
    for limit in (0.0, 0.5, 0.7, 0.9):
        coverage, error = abstain(choose["confidence"].to_numpy(), choose["correct"].to_numpy(), limit)
        print(f"limit {limit:.1f}: the machine sends {coverage:.0%} of the letters, {error:.1%} of these to a wrong desk")
except NotImplementedError:
    print("(write abstain first)")

# %% [markdown] id="cost-about"
# ## Which limit?
#
# Ask what each mistake costs. A letter at a wrong desk is read, carried on, and answered late: say 6 euros. A person who sorts a letter needs two minutes of 0.75 euros each: 1.50 euros. (Both are made up; ask your own office.) We
# suppose here that people always find the right desk.
#
# The cost of one letter, on average over **all** letters, is then
#
# $$\frac{\text{wrong letters that the machine sent} \cdot \text{cost of a wrong desk} + \text{letters for people} \cdot \text{minutes} \cdot \text{cost of a minute}}{\text{all letters}}$$

# %% [markdown] id="task-cheapest"
# ## Task 3: the cheapest limit (3 points)
#
# Write the function `cheapest(confidence, correct, limits, wrong_cost, minutes, minute_cost)`. It tries each of the `limits` and returns the one with the lowest cost of a letter, and that cost. If two cost the same, it takes the one
# that stands first.
#
# <details><summary>Hint 1</summary>Compute the cost for one limit, then for each of them; remember the best.</details>
# <details><summary>Hint 2</summary>For one limit: <code>sends = confidence &gt;= limit</code>, wrong are <code>(sends &amp; ~correct).sum()</code>, for people are <code>(~sends).sum()</code>.</details>
# <details><summary>Hint 3</summary>Put the costs in a list; <code>int(np.argmin(costs))</code> is the place of the first lowest one, in <code>limits</code>, too.</details>

# %% answer="cheapest"
def cheapest(confidence, correct, limits, wrong_cost, minutes, minute_cost):
    """Return the limit with the lowest mean cost of a letter, and that cost."""
    ### BEGIN SOLUTION
    confidence, correct = np.asarray(confidence), np.asarray(correct, dtype=bool)

    def cost(limit):
        by_hand = confidence < limit
        return float((wrong_cost * (~by_hand & ~correct) + minutes * minute_cost * by_hand).mean())

    best = min(limits, key=cost)
    return float(best), cost(best)
    ### END SOLUTION

# %% tests="cheapest-test" points=3
import numpy as np

five_sure, five_correct = np.array([0.9, 0.8, 0.6, 0.5, 0.3]), np.array([True, True, True, False, False])
found = cheapest(five_sure, five_correct, [0.0, 0.4, 0.6, 0.85], 10.0, 2.0, 1.0)
# HINT: Wrong letters that the machine sent, and letters for people, each times what it costs; divided by all letters.
assert found is not None, "cheapest gave nothing back. Does it end with return?"
assert len(found) == 2, f"cheapest should return a limit and a cost. It returned {found!r}."
assert abs(found[0] - 0.6) < 1e-9, f"The limits cost 4, 2.4, 0.8 and 1.6 a letter: 0.6 is the cheapest. Yours is {found[0]!r}."
assert abs(found[1] - 0.8) < 1e-9, f"At 0.6 people read two letters of two minutes, and nothing is wrong: 4 / 5 = 0.8. Yours is {found[1]!r}."
# More tests run when you submit.
### BEGIN HIDDEN TESTS
found = cheapest(five_sure, five_correct, [0.0, 0.4, 0.6, 0.85], 1.0, 3.0, 0.5)
assert abs(found[0]) < 1e-9 and abs(found[1] - 0.4) < 1e-9, "When people cost more than a wrong desk, the machine should send everything."
found = cheapest(five_sure, five_correct, [0.95, 0.99], 1.0, 2.0, 0.5)
assert abs(found[0] - 0.95) < 1e-9 and abs(found[1] - 1.0) < 1e-9, "If two limits cost the same, take the one that stands first."
found = cheapest(five_sure, five_correct, [0.99, 0.95], 1.0, 2.0, 0.5)
assert abs(found[0] - 0.99) < 1e-9 and abs(found[1] - 1.0) < 1e-9, "The one that stands first need not be the lowest."
### END HIDDEN TESTS

# %% id="cost-plot"
wrong_cost, minutes, minute_cost = 6.0, 2.0, 0.75
limits = np.round(np.arange(0, 1.001, 0.02), 2)
curve = [
    (wrong_cost * ((choose["confidence"] >= limit) & ~choose["correct"]) + minutes * minute_cost * (choose["confidence"] < limit)).mean()
    for limit in limits
]
best = float(limits[int(np.argmin(curve))])  # found here by a formula of this cell, so that the plots do not wait for task 3
fig, ax = plt.subplots(figsize=(8, 2.8))
ax.plot(limits, curve)
ax.plot(best, min(curve), "o", color="black", markersize=8)
ax.annotate(f"cheapest: {best:.2f}", (best, min(curve)), xytext=(0, 14), textcoords="offset points", ha="center")
ax.set_xlabel("limit of the confidence")
ax.set_ylabel("cost of a letter (euros)")
ax.set_ylim(0, None)
ax.set_title("Neither all by machine nor all by hand")
print(f"all by machine {curve[0]:.2f}, all by hand {minutes * minute_cost:.2f}, at the best limit {min(curve):.2f} euros a letter")

# %% [markdown] id="cost-plot-in-words"
# *In words:* a line that is level up to a limit of about 0.3, falls to its lowest point, which is marked, and rises steeply near 1, where people read everything: 1.50 euros a letter.

# %% [markdown] id="cost-run-about"
# Were the confidence honest (of letters with 0.75, three in four are right), one could know the best limit beforehand: send a letter if the expected cost of a mistake is below the cost of reading, so at 1 - 1.50 / 6 = 0.75. The
# nearer the limit found above is to this, the more honest is the sorter.

# %% id="cheapest-run"
try:
    limit, cost = cheapest(choose["confidence"].to_numpy(), choose["correct"].to_numpy(), limits, wrong_cost, minutes, minute_cost)
    print(f"chosen with the second part: limit {limit:.2f}, {cost:.2f} euros a letter")
    _, cost = cheapest(last["confidence"].to_numpy(), last["correct"].to_numpy(), [limit], wrong_cost, minutes, minute_cost)
    print(f"measured with the last part: {cost:.2f} euros a letter")
except NotImplementedError:
    print("(write cheapest first)")

# %% [markdown] id="gap-about"
# ## The same care for both languages?
#
# A town has to serve all alike. The sorter saw few letters in German. So compare: the *accuracy* (the share of letters that reach the right desk) of the first language, minus that of the second.
#
# Few letters make a shaky difference. With accuracy $a$ of $n$ letters and $b$ of $m$ letters, the usual **margin** is $1.96 \sqrt{a(1-a)/n + b(1-b)/m}$: in 95 of 100 such samples the true difference lies within it, roughly.

# %% [markdown] id="task-gap"
# ## Task 4: the difference and its margin (3 points)
#
# Write the function `gap(correct, second)`. Both are arrays of true and false, of one length: whether a letter reached the right desk, and whether it is in the second language. It returns the accuracy of the **first** language minus
# that of the second, and the margin.
#
# <details><summary>Hint 1</summary>Make two shorter arrays: the letters of the one language, and those of the other.</details>
# <details><summary>Hint 2</summary><code>correct[~second]</code> are the letters of the first language; their mean is its accuracy, their length its number.</details>
# <details><summary>Hint 3</summary>The mean of an array <code>x</code> of true and false times one minus it is <code>x.var()</code>. So add <code>x.var() / len(x)</code> of both, take <code>np.sqrt</code>, and multiply.</details>

# %% answer="gap"
def gap(correct, second):
    """Return the accuracy of the first language minus that of the second, and the margin of the difference."""
    ### BEGIN SOLUTION
    correct, second = np.asarray(correct, dtype=float), np.asarray(second, dtype=bool)
    a, b = correct[~second].mean(), correct[second].mean()
    spread = a * (1 - a) / (~second).sum() + b * (1 - b) / second.sum()
    return float(a - b), float(1.96 * np.sqrt(spread))
    ### END SOLUTION

# %% tests="gap-test" points=3
import numpy as np

six_correct, six_second = np.array([True, True, True, False, True, False]), np.array([False, False, False, False, True, True])
pair = gap(six_correct, six_second)
# HINT: The mean of correct in each language, first minus second; then the margin by the formula above.
assert pair is not None, "gap gave nothing back. Does it end with return?"
assert len(pair) == 2, f"gap should return two numbers. It returned {pair!r}."
assert abs(pair[0] - 0.25) < 1e-9, f"3 of 4 and 1 of 2: 0.75 - 0.5 = 0.25. Yours is {pair[0]!r}."
assert abs(pair[1] - 0.812573) < 1e-5, f"The margin is 1.96 times the root of 0.75 * 0.25 / 4 + 0.5 * 0.5 / 2: 0.8126. Yours is {pair[1]!r}."
# More tests run when you submit.
### BEGIN HIDDEN TESTS
pair = gap(six_correct, ~six_second)
assert abs(pair[0] + 0.25) < 1e-9, "If the second language does better, the difference is below 0."
pair = gap(np.array([True, True, False, False, False]), np.array([False, False, True, True, True]))
assert abs(pair[0] - 1) < 1e-9 and abs(pair[1]) < 1e-9, "All right in the first and all wrong in the second: a difference of 1, a margin of 0."
### END HIDDEN TESTS

# %% id="gap-run"
try:
    difference, margin = gap(last["correct"].to_numpy(), (last["language"] == "de").to_numpy())
    print(f"English minus German: {difference:.1%}, give or take {margin:.1%}")
except NotImplementedError:
    print("(write gap first)")

# %% id="gap-plot"
fig, axes = plt.subplots(1, 3, figsize=(8, 2.8), sharey=True)
by_machine = last[last["confidence"] >= best]
shares = {
    "right desk,\nall by machine": last.groupby("language")["correct"].mean(),
    f"read by a person,\nlimit {best:.2f}": (last["confidence"] < best).groupby(last["language"]).mean(),
    "right desk, of those\nthe machine sends": by_machine.groupby("language")["correct"].mean(),
}
for ax, (what, share) in zip(axes, shares.items()):
    bars = ax.bar(["English", "German"], [share["en"], share["de"]], color=["white", "black"], edgecolor="steelblue", hatch="//")
    ax.bar_label(bars, fmt="{:.0%}")
    ax.set_title(what, fontsize=10)
axes[0].set_ylim(0, 1.15)
axes[0].set_ylabel("share of letters")
fig.tight_layout();

# %% [markdown] id="gap-plot-in-words"
# *In words:* three pairs of bars. Of letters in German fewer reach the right desk. With the limit, a person reads a larger share of them. Of the letters that the machine still sends, more are right than before, in both languages.

# %% [markdown] task="reflect" points=2
# ## Reflect (2 points, read by a trainer)
#
# With the limit, letters in German go to a person more often. Say that a person's desk answers a day later. Is that fair? What could the town do about it, and what should it tell those who write?
#
# Write two to five sentences into the cell below.
#
# ### BEGIN MARK SCHEME
# 1 point: weighs both sides: fewer wrong desks, but a longer wait for one group. 1 point: names something to do: more letters in German to learn from, a limit or a measure for each language, people who read German, or telling writers that a machine sorts and how to reach a person. Any answer that shows thought earns both.
# ### END MARK SCHEME

# %% [markdown] id="reflect-text"
# *Double-click here, delete this line and write your sentences.*

# %% [markdown] id="key-points"
# ## Key points
#
# - Measure each desk: a good number for all can hide a bad one for some.
# - A machine may say "I do not know". Coverage and error belong together.
# - What a mistake costs, and what a minute costs, choose the limit; choose it with other letters than those you measure with.
# - Compare those whom you serve, and say how sure the difference is.
#
# **Where next:** *Trustworthy AI* for people who watch over a machine, *Data Lab: privacy* before real letters are read.

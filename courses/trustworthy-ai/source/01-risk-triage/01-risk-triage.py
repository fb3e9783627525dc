# %% [markdown] id="title"
# # Which rules meet your AI system?
#
# This is exercise 1 of 4 of the course *Trustworthy AI*. It takes about 25 minutes.
#
# **What you will be able to do:**
#
# - sort an AI system into a risk class of the EU's AI Act by asking the questions in the right order,
# - name the duties that come with a class, and the day from which they apply,
# - compute the upper limit of a fine for a small and for a large company,
# - write down a triage so that somebody else can check it.
#
# **You need:** functions, lists and dictionaries in Python, as in the course *Your first hour at an AI Factory*. No law.
#
# **This is not legal advice.** It is a way to sort your thoughts before you talk to somebody who gives it. The rules used
# here are those of Regulation (EU) 2024/1689, the *AI Act*, as the Official Journal published it on 12 July 2024, with the
# dates as the *digital omnibus on AI* moved them (adopted by the Council on 29 June 2026). The law changes: look the current
# text up before you rely on a date.

# %% [markdown] id="parameters-about"
# The next cell holds values that you or your trainer may change before the notebook runs.

# %% id="parameters" tags=["parameters"]
seed: int = 7  # begins the order in which the practice cases are shown
rules_version: str = "Regulation (EU) 2024/1689, OJ of 12 July 2024, dates as amended in 2026"  # the text that this notebook speaks of

# %% id="imports"
import random
from datetime import date

import matplotlib.pyplot as plt

# %% [markdown] id="four-classes"
# ## Four classes, one order
#
# The AI Act does not ask how clever a system is. It asks **what it is used for**. The more a use can hurt people, the more is
# asked of those who make and use the system.
#
# | class | what it means | where |
# |---|---|---|
# | *prohibited* | must not be placed on the market or used | Article 5 |
# | *high-risk* | allowed, with many duties before and during use | Article 6, Annexes I and III |
# | *transparency* | allowed, and people must be told | Article 50 |
# | *minimal* | allowed, no special duty from these articles | |
#
# One system can meet several of these at once: a chatbot that scores loan requests is high-risk **and** has to say that it is a
# machine. For the triage the strictest class counts, so the questions are asked from the top.
#
# The picture shows the order.

# %% id="ladder"
classes = ["minimal", "transparency", "high-risk", "prohibited"]
fig, ax = plt.subplots(figsize=(7, 2.6))
for step, (name, hatch) in enumerate(zip(classes, ["", "..", "//", "xx"])):
    ax.bar(step, step + 1, width=0.96, color="white", edgecolor="steelblue", hatch=hatch)
    ax.text(step, step + 1.1, name, ha="center")
ax.set_ylim(0, 5)
ax.set_xticks([])
ax.set_yticks([])
ax.set_ylabel("what is asked of you")
ax.set_title("Ask from the right: the strictest class counts");

# %% [markdown] id="ladder-in-words"
# *In words:* four steps that rise from left to right: minimal, transparency, high-risk, prohibited. Each asks more than the one before.

# %% [markdown] id="cases-about"
# ## Four made-up systems
#
# A system is described by facts that anybody can check. These four companies and systems are **made up**.

# %% given="cases"
CASES = {
    "weld-inspector": {
        "what": "A camera looks at welds on a production line and sorts out bad ones.",
        "practices": [],
        "area": None,
        "safety_component": False,
        "profiles_people": False,
        "narrow_task": False,
        "talks_to_people": False,
        "makes_content": False,
    },
    "cv-sorter": {
        "what": "Ranks the applications for a job, from the most to the least promising.",
        "practices": [],
        "area": "employment",
        "safety_component": False,
        "profiles_people": True,
        "narrow_task": False,
        "talks_to_people": False,
        "makes_content": False,
    },
    "shop-helper": {
        "what": "A chatbot of a web shop answers questions about delivery.",
        "practices": [],
        "area": None,
        "safety_component": False,
        "profiles_people": False,
        "narrow_task": False,
        "talks_to_people": True,
        "makes_content": True,
    },
    "mood-watch": {
        "what": "Reads the mood of employees from their faces in meetings.",
        "practices": ["emotions-at-work"],
        "area": "biometrics",
        "safety_component": False,
        "profiles_people": True,
        "narrow_task": False,
        "talks_to_people": False,
        "makes_content": False,
    },
}

# %% id="shuffled-cases"
order = list(CASES)
random.Random(seed).shuffle(order)
for name in order:
    print(f"{name:15} {CASES[name]['what']}")

# %% [markdown] id="reflect-first"
# **Before you go on:** which of the four would you call high-risk? Decide for yourself, then see at the end whether the law agrees.

# %% [markdown] id="article-5"
# ## First question: is it prohibited?
#
# Article 5 names practices that nobody may use. In short (the text has conditions and exceptions):
#
# | name in this notebook | practice | Article 5(1) |
# |---|---|---|
# | `manipulation` | distorts what people do by tricks below their notice, with significant harm | (a) |
# | `vulnerability` | exploits age, disability or a social or economic situation, with significant harm | (b) |
# | `social-scoring` | scores people by their behaviour and treats them worse for it elsewhere | (c) |
# | `crime-by-profile` | predicts from the profile alone that a person will commit a crime | (d) |
# | `face-scraping` | gathers faces from the internet or from cameras without a target, for face recognition | (e) |
# | `emotions-at-work` | reads emotions at work or in education, except for medical or safety reasons | (f) |
# | `biometric-sorting` | infers race, politics, union, religion or sexual orientation from the body | (g) |
# | `live-face-search` | live biometric identification in public places for law enforcement | (h) |
#
# The law of 2026 adds programs that make intimate pictures of real people without their consent, or of the abuse of children,
# from 2 December 2026. This notebook keeps to the eight.

# %% given="prohibited-practices"
PROHIBITED = {
    "manipulation", "vulnerability", "social-scoring", "crime-by-profile",
    "face-scraping", "emotions-at-work", "biometric-sorting", "live-face-search",
}

# %% [markdown] id="task-prohibited"
# ## Task 1: find what is prohibited (2 points)
#
# Write the function `prohibited(system)`. It returns a sorted list of those practices of `system["practices"]` that are in
# `PROHIBITED`. A practice that is not in the table, such as `"sorts-parcels"`, is left out. Each is named once.
#
# <details><summary>Hint 1</summary>Go through the practices of the system one by one, and keep some of them.</details>
# <details><summary>Hint 2</summary><code>name in PROHIBITED</code> says whether a practice is in the table. A set holds each thing once.</details>
# <details><summary>Hint 3</summary><code>sorted(...)</code> makes a sorted list of anything: give it the set of all practices that are in both.</details>

# %% answer="prohibited"
def prohibited(system):
    """Return the prohibited practices of a system, sorted."""
    ### BEGIN SOLUTION
    return sorted(set(system["practices"]) & PROHIBITED)
    ### END SOLUTION

# %% tests="prohibited-test" points=2
result = prohibited({"practices": ["sorts-parcels", "social-scoring", "face-scraping"]})
# HINT: Only practices that stand in PROHIBITED belong into the list.
assert result is not None, "prohibited gave nothing back. Does it end with return?"
assert list(result) == ["face-scraping", "social-scoring"], f"Two of the three practices are prohibited: face-scraping and social-scoring, sorted. Yours is {result!r}."
assert list(prohibited({"practices": []})) == [], "A system without practices has an empty list."
# More tests run when you submit.
### BEGIN HIDDEN TESTS
assert list(prohibited({"practices": ["manipulation", "manipulation"]})) == ["manipulation"], "A practice that is named twice should be in the list once."
assert list(prohibited({"practices": ["Manipulation", "counts-cars"]})) == [], "Only the names of the table count, letter by letter."
### END HIDDEN TESTS

# %% [markdown] id="article-6"
# ## Second question: is it high-risk?
#
# There are two doors into this class.
#
# **Door 1, products (Article 6(1), Annex I).** The system is a *safety component* of a product, or is itself a product, for which EU
# law already asks for a check by a third party: machines, lifts, toys, medical devices and others.
#
# **Door 2, areas (Article 6(2), Annex III).** It is used in one of eight areas:
#
# | area | examples |
# |---|---|
# | `biometrics` | identification from afar, emotion recognition where it is allowed |
# | `infrastructure` | safety of water, gas, heating, electricity, road traffic, digital networks |
# | `education` | admission, grading, watching exams |
# | `employment` | hiring, promotion, giving out and judging work |
# | `services` | public benefits, creditworthiness, price of life and health insurance, emergency calls |
# | `law-enforcement` | evidence, risk of persons |
# | `migration` | asylum, visa, border |
# | `justice` | courts, elections |
#
# **A way out of door 2 (Article 6(3)):** the system does only a narrow task that does not shape the decision, such as sorting files by
# language. But the way out is shut when the system **profiles people**: then it is always high-risk.

# %% given="areas"
AREAS = {"biometrics", "infrastructure", "education", "employment", "services", "law-enforcement", "migration", "justice"}

# %% [markdown] id="example-door"
# An example: a program of a school puts scanned forms into the right folder. Its area is education, so door 2 is open. Its task is
# narrow, and it profiles nobody. So it is **not** high-risk; the school writes that down (Article 6(4)).

# %% [markdown] id="task-high-risk"
# ## Task 2: the two doors (4 points)
#
# Write the function `high_risk(system)`. It returns `True` or `False`:
#
# - `True` for a safety component (`system["safety_component"]`), whatever else is said,
# - `True` for a system in one of the `AREAS`, **unless** its task is narrow (`system["narrow_task"]`) and it does not profile people
#   (`system["profiles_people"]`),
# - `False` otherwise. `system["area"]` is `None` when the system is in no area.
#
# <details><summary>Hint 1</summary>Answer the first door first. If it is open, you are done.</details>
# <details><summary>Hint 2</summary>For the second door you need two things: the area is in <code>AREAS</code>, and the way out is not open.</details>
# <details><summary>Hint 3</summary>The way out is open when <code>system["narrow_task"] and not system["profiles_people"]</code>.</details>

# %% answer="high-risk"
def high_risk(system):
    """Return whether a system is high-risk by Article 6."""
    ### BEGIN SOLUTION
    if system["safety_component"]:
        return True
    way_out = system["narrow_task"] and not system["profiles_people"]
    return system["area"] in AREAS and not way_out
    ### END SOLUTION

# %% tests="high-risk-doors-test" points=2
def system(**facts):
    return {"practices": [], "area": None, "safety_component": False, "profiles_people": False, "narrow_task": False, "talks_to_people": False, "makes_content": False} | facts

# HINT: Two doors lead in: a safety component, or an area of Annex III.
assert high_risk(system(area="employment")) is not None, "high_risk gave nothing back. Does it end with return?"
assert bool(high_risk(system(safety_component=True))) is True, "A safety component is high-risk."
assert bool(high_risk(system(area="employment"))) is True, "A system that decides about jobs is high-risk."
assert bool(high_risk(system())) is False, "A system in no area, which is no safety component, is not high-risk."
# More tests run when you submit.
### BEGIN HIDDEN TESTS
for area in ("biometrics", "infrastructure", "education", "services", "law-enforcement", "migration", "justice"):
    assert bool(high_risk(system(area=area))) is True, f"The area {area} is one of the eight."
assert bool(high_risk(system(area="gardening"))) is False, "An area that is not in the table opens no door."
### END HIDDEN TESTS

# %% tests="high-risk-way-out-test" points=2
def system(**facts):
    return {"practices": [], "area": None, "safety_component": False, "profiles_people": False, "narrow_task": False, "talks_to_people": False, "makes_content": False} | facts

# HINT: The way out is for narrow tasks, and shut for those who profile people.
assert bool(high_risk(system(area="education", narrow_task=True))) is False, "A narrow task that profiles nobody is the way out: not high-risk."
assert bool(high_risk(system(area="education", narrow_task=True, profiles_people=True))) is True, "Whoever profiles people is high-risk in these areas, with a narrow task too."
# More tests run when you submit.
### BEGIN HIDDEN TESTS
assert bool(high_risk(system(safety_component=True, narrow_task=True))) is True, "The way out belongs to the areas, not to safety components."
assert bool(high_risk(system(area="gardening", profiles_people=True))) is False, "Profiling alone opens no door."
### END HIDDEN TESTS

# %% [markdown] id="article-50"
# ## Third question: must people be told?
#
# By Article 50 people must know that they talk to a machine, that a picture, a sound or a text was made or changed by one, and that
# a system reads their emotions or sorts them by their body. In this notebook two facts stand for it: `talks_to_people` and `makes_content`.

# %% [markdown] id="task-risk-class"
# ## Task 3: the whole triage (3 points)
#
# Write the function `risk_class(system)`. It returns one of `"prohibited"`, `"high-risk"`, `"transparency"` and `"minimal"`: the
# **strictest** that fits. Use your functions `prohibited` and `high_risk`.
#
# <details><summary>Hint 1</summary>Ask the questions in the order of the picture, from the strictest down. The first yes decides.</details>
# <details><summary>Hint 2</summary>An empty list counts as no: <code>if</code> with a list is true when there is at least one thing in it.</details>
# <details><summary>Hint 3</summary>Three times <code>if ...: return ...</code>; what is left at the end is minimal.</details>

# %% answer="risk-class"
def risk_class(system):
    """Return the strictest class that fits."""
    ### BEGIN SOLUTION
    if prohibited(system):
        return "prohibited"
    if high_risk(system):
        return "high-risk"
    if system["talks_to_people"] or system["makes_content"]:
        return "transparency"
    return "minimal"
    ### END SOLUTION

# %% tests="risk-class-test" points=3
def system(**facts):
    return {"practices": [], "area": None, "safety_component": False, "profiles_people": False, "narrow_task": False, "talks_to_people": False, "makes_content": False} | facts

# HINT: The first question that is answered with yes decides; ask from the strictest down.
assert risk_class(system()) is not None, "risk_class gave nothing back. Does it end with return?"
assert risk_class(system()) == "minimal", f"A system that opens no door is minimal. Yours is {risk_class(system())!r}."
assert risk_class(system(talks_to_people=True)) == "transparency", "A system that talks to people has to say that it is one."
assert risk_class(system(area="services")) == "high-risk", "A system that decides about essential services is high-risk."
assert risk_class(system(practices=["social-scoring"])) == "prohibited", "Social scoring is prohibited."
# More tests run when you submit.
### BEGIN HIDDEN TESTS
assert risk_class(system(makes_content=True)) == "transparency", "Who makes pictures or texts by a machine has to say so."
assert risk_class(system(area="services", talks_to_people=True)) == "high-risk", "Two classes fit: the stricter one counts."
assert risk_class(system(practices=["face-scraping"], area="justice", makes_content=True)) == "prohibited", "Three classes fit: the strictest counts."
assert risk_class(system(area="education", narrow_task=True, makes_content=True)) == "transparency", "Where the way out is open, the next question is asked."
### END HIDDEN TESTS

# %% [markdown] id="try-it"
# ### Try it on the four systems
#
# Run the next cell once your function works. Were you right at the beginning?

# %% id="try-it-run"
for name, facts in CASES.items():
    try:
        print(f"{name:15} {risk_class(facts)}")
    except NotImplementedError:
        print(f"{name:15} (write risk_class first)")

# %% [markdown] id="dates-about"
# ## From when?
#
# The AI Act applies in steps (Article 113). In 2026 the last two were moved: high-risk by area was to begin on 2 August 2026,
# by product a year later. Here they are as a table.
#
# | from | what |
# |---|---|
# | 2 February 2025 | prohibited practices; *AI literacy* of staff (Article 4) for everybody |
# | 2 August 2025 | general-purpose models, authorities, most fines |
# | 2 August 2026 | nearly all else, transparency among it |
# | 2 December 2027 | high-risk by area (Annex III) |
# | 2 August 2028 | high-risk by product (Annex I) |

# %% given="dates"
APPLIES_FROM = {
    "prohibited": date(2025, 2, 2),
    "transparency": date(2026, 8, 2),
    "high-risk by area": date(2027, 12, 2),
    "high-risk by product": date(2028, 8, 2),
}

# %% [markdown] id="task-days-left"
# ## Task 4: how many days are left? (3 points)
#
# Write the function `days_left(system, today)`. It returns how many days there are from `today` until the rules for the system's class apply:
# a whole number, and 0 when they apply already. For the class *minimal* it returns `None`, because there is nothing to wait for. A
# high-risk system that is a safety component came through the door of products; when both doors are open, the **earlier** date counts.
#
# The difference of two dates has `.days`: `(date(2026, 1, 3) - date(2026, 1, 1)).days` is 2.
#
# <details><summary>Hint 1</summary>First find the right line of <code>APPLIES_FROM</code>, then subtract.</details>
# <details><summary>Hint 2</summary>For high-risk systems: is it high-risk also when you forget that it is a safety component? Then it came through the door of areas.</details>
# <details><summary>Hint 3</summary><code>by_area = high_risk({**system, "safety_component": False})</code> tells the doors apart. <code>max(0, ...)</code> keeps the number from going below 0.</details>

# %% answer="days-left"
def days_left(system, today):
    """Return the days until the rules for this system apply, 0 if they do, None if there are none."""
    ### BEGIN SOLUTION
    name = risk_class(system)
    if name == "minimal":
        return None
    if name == "high-risk":
        no_product = {**system, "safety_component": False}
        name = "high-risk by area" if high_risk(no_product) else "high-risk by product"
    return max(0, (APPLIES_FROM[name] - today).days)
    ### END SOLUTION

# %% tests="days-left-test" points=3
from datetime import date

def system(**facts):
    return {"practices": [], "area": None, "safety_component": False, "profiles_people": False, "narrow_task": False, "talks_to_people": False, "makes_content": False} | facts

# HINT: Take the right line of APPLIES_FROM, subtract today, and take .days.
assert days_left(system(), date(2026, 1, 1)) is None, "For a minimal system there is nothing to wait for: None."
assert days_left(system(talks_to_people=True), date(2026, 7, 31)) == 2, f"From 31 July to 2 August 2026 there are 2 days. Yours is {days_left(system(talks_to_people=True), date(2026, 7, 31))!r}."
assert days_left(system(practices=["face-scraping"]), date(2026, 1, 1)) == 0, "What is prohibited has been so since February 2025: 0 days."
# More tests run when you submit.
### BEGIN HIDDEN TESTS
assert days_left(system(area="employment"), date(2027, 12, 1)) == 1, "High-risk by area applies from 2 December 2027."
assert days_left(system(safety_component=True), date(2028, 8, 1)) == 1, "High-risk by product applies from 2 August 2028."
assert days_left(system(safety_component=True, area="justice"), date(2027, 12, 1)) == 1, "When both doors are open, the earlier date counts."
assert days_left(system(safety_component=True, area="education", narrow_task=True), date(2028, 8, 1)) == 1, "The way out shuts the door of areas; the door of products stays."
assert days_left(system(makes_content=True), date(2026, 8, 2)) == 0, "On the day itself nothing is left."
### END HIDDEN TESTS

# %% [markdown] id="fines-about"
# ## What does it cost to ignore it?
#
# Article 99 sets upper limits: an amount, and a share of the company's turnover in the whole world in the year before.
#
# | what was broken | amount | share of turnover |
# |---|---|---|
# | prohibited practices | 35 million euro | 7 percent |
# | most other duties | 15 million euro | 3 percent |
# | wrong information to authorities | 7.5 million euro | 1 percent |
#
# For most companies the **higher** of the two counts. For small and medium-sized companies, start-ups among them, the **lower** one does
# (Article 99(6)). The real fine depends on the case and is usually far below the limit.

# %% given="fines"
FINES = {"prohibited": (35_000_000, 0.07), "duties": (15_000_000, 0.03), "information": (7_500_000, 0.01)}

# %% [markdown] id="task-fine-limit"
# ## Task 5: the upper limit (2 points)
#
# Write the function `fine_limit(what, turnover, is_sme)`. `what` is a name in `FINES`, `turnover` is in euro. It returns the limit in euro.
#
# A firm of 30 people with a turnover of 4 million euro that uses a prohibited practice: 7 percent are 280,000 euro. That is lower than 35
# million, and the firm is an SME: the limit is 280,000 euro.
#
# <details><summary>Hint 1</summary>Compute both numbers first, then choose.</details>
# <details><summary>Hint 2</summary><code>amount, share = FINES[what]</code> gives you both parts of a line.</details>
# <details><summary>Hint 3</summary><code>min(a, b)</code> is the lower, <code>max(a, b)</code> the higher of two numbers.</details>

# %% answer="fine-limit"
def fine_limit(what, turnover, is_sme):
    """Return the upper limit of a fine in euro."""
    ### BEGIN SOLUTION
    limits = FINES[what][0], FINES[what][1] * turnover
    return min(limits) if is_sme else max(limits)
    ### END SOLUTION

# %% tests="fine-limit-test" points=2
result = fine_limit("prohibited", 4_000_000, True)
# HINT: Small companies: the lower of the two. All others: the higher.
assert result is not None, "fine_limit gave nothing back. Does it end with return?"
assert abs(result - 280_000) < 0.01, f"For an SME with 4 million euro of turnover the limit is 280,000 euro. Yours is {result!r}."
assert abs(fine_limit("prohibited", 4_000_000, False) - 35_000_000) < 0.01, "For a large company the higher of the two counts: 35 million euro."
# More tests run when you submit.
### BEGIN HIDDEN TESTS
assert abs(fine_limit("duties", 1_000_000_000, False) - 30_000_000) < 0.01, "3 percent of a billion are more than 15 million."
assert abs(fine_limit("duties", 1_000_000_000, True) - 15_000_000) < 0.01, "For an SME the lower of the two counts."
assert abs(fine_limit("information", 50_000_000, True) - 500_000) < 0.01, "1 percent of 50 million euro are 500,000 euro."
### END HIDDEN TESTS

# %% [markdown] id="fines-plot-about"
# ### What the rule for small companies changes
#
# The next cell draws the limit for *most other duties* by turnover, for an SME and for a large company. It uses its own small formula, so
# that you can look at it before task 5 is done.

# %% id="fines-plot"
turnovers = [10**power * factor for power in range(5, 10) for factor in (1, 2, 5)]
amount, share = FINES["duties"]
fig, ax = plt.subplots(figsize=(7, 3.4))
ax.loglog(turnovers, [max(amount, share * turnover) for turnover in turnovers], marker="s", label="large company: the higher")
ax.loglog(turnovers, [min(amount, share * turnover) for turnover in turnovers], marker="o", label="SME: the lower")
ax.set_xlabel("turnover of the year before (euro)")
ax.set_ylabel("upper limit of the fine (euro)")
ax.set_title("The same duty, two limits")
ax.legend();

# %% [markdown] id="fines-plot-in-words"
# *In words:* two lines over a turnover from 100,000 to 5 billion euro. The line for large companies lies flat at 15 million euro and
# rises above 500 million of turnover. The line for SMEs rises with the turnover from 3,000 euro and becomes flat at 15 million.

# %% [markdown] task="own-triage" points=4
# ## Task 6: a triage that somebody can check (4 points, read by a trainer)
#
# Describe an AI system of your own company, or one that you would like to have. In 120 to 300 words: what it is used for and who is touched
# by it; which class you think it has, and **the fact that decides**; one fact that would move it into a stricter class; whom you
# would ask before you rely on this. Do not name people, and nothing that is secret.
#
# ### BEGIN MARK SCHEME
# 1 point: use and people touched are clear. 1 point: the class follows from a fact that is named, with the article or annex.
# 1 point: a fact that would change the class, and the right direction. 1 point: says what is uncertain and whom to ask
# (data protection officer, legal adviser, the authority's or an AI Factory's help desk). No point is lost for a class that a lawyer would see otherwise,
# if the reasons are told.
# ### END MARK SCHEME

# %% [markdown] id="own-triage-text"
# *Double-click here, delete this line and write your text.*

# %% [markdown] id="key-points"
# ## Key points
#
# - The **use** decides, not the technique.
# - Ask from the strictest class down; the first yes decides.
# - In the areas of Annex III, a narrow task is a way out, but never for systems that profile people.
# - Write the deciding fact and the version of the rules down. A triage without them cannot be checked.
#
# **Where next:** exercise 2, *May we use this data?*, asks the same kind of questions about the data.

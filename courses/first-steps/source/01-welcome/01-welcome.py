# %% [markdown] id="title"
# # Welcome: your first hour at an AI Factory
#
# This is exercise 1 of 4. It takes about 15 minutes.
#
# **What you will be able to do:**
#
# - say what an AI Factory and an Antenna offer a small company,
# - run the cells of a notebook,
# - keep values in variables,
# - write a small function,
# - see your own plan: what is handed in, and what comes next.
#
# **You need** nothing but this page. You do not have to know how to program.

# %% [markdown] id="parameters-about"
# The box below holds a *parameter*: a value that may be changed. `int` says that it is a whole number. Leave it as it is, click on it
# and press Shift+Enter, so that the page knows it. Nothing else happens yet; you need it near the end.

# %% id="parameters" tags=["parameters"]
seed: int = 7  # begins all chance on this page: any whole number

# %% [markdown] id="what-is-a-factory"
# ## What is an AI Factory?
#
# An AI Factory brings together, in one place, what a company needs to work with artificial intelligence (AI):
# computing power, data, and people who know how to use both. The AI Factories stand around supercomputers of the
# EuroHPC Joint Undertaking. That is the body through which the European Union and many European countries buy and run
# supercomputers together.
#
# AI Factories are there for startups, for small and medium-sized enterprises (SMEs), for researchers and for the public
# sector. Typical services are:
#
# - **computing time** on a supercomputer with many graphics processors (GPUs),
# - **training**, such as this course,
# - **advice** from specialists on methods, models and software,
# - **work with data**: finding, cleaning and enriching it, removing personal details from it, making synthetic data,
# - **a secure place** to process sensitive data, and guidance on the law,
# - **help on the way** from a first idea to a product.
#
# Not every factory offers every service. In exercise 2 you search a list of services.

# %% [markdown]
# ## What is an Antenna?
#
# An AI Factory Antenna serves the companies of a country that uses the supercomputer of an AI Factory somewhere else. The
# Antenna gives them remote access to the factory that it is linked to, and offers training and advice close to them.
#
# In December 2024, March 2025 and October 2025 the EuroHPC Joint Undertaking selected 19 AI Factories in all, and in
# October 2025 also 13 Antennas. The list can change: the
# [website of the EuroHPC Joint Undertaking](https://www.eurohpc-ju.europa.eu/) has the latest state.
#
# ![Three boxes in a row, joined by arrows. The first box is your company. The second box is the door near you: an AI Factory or an Antenna. The third box shows what is behind the door: computing power, data, and people who help.](images/route.svg)
#
# The picture says: your company goes to one door near it, a factory or an Antenna. Behind every door you reach the same three
# things: computing power, data, and people who help.

# %% [markdown]
# ## How a notebook works
#
# This page is a *notebook*. It is made of *cells*. Some cells hold text, like this one. The others hold code in the language
# Python.
#
# - To **run a cell**, click on it and press Shift+Enter. The result appears below the cell.
# - Run the cells **from top to bottom**. A cell can use what the cells above it have made.
# - In a **task**, write your answer at the line `# YOUR CODE HERE`. Delete the line `raise NotImplementedError()`: it only says
#   that the answer is not there yet.
# - Below each task stands a **test cell**. Run it. If nothing happens, or a friendly line appears, your answer passed. If not,
#   read the **last line** of the red message: it tells you what to change. `NotImplementedError` means that the placeholder line is
#   still there; `NameError` means that the cell of the task has not been run. You can try as often as you like.
# - More tests run when you submit. They try your answer with other values.
# - If something goes strange, choose *Kernel*, then *Restart Kernel and Run All Cells*.
#
# Try it now: run the next cell.

# %% id="hello"
print("Hello, AI Factory!")

# %% [markdown] id="task-answers"
# ## Task 1: what did you read? (2 points)
#
# Which of these statements are true?
#
# - **a**: An AI Factory offers computing time and nothing else.
# - **b**: An Antenna gives the companies of its country remote access to the AI Factory that it is linked to.
# - **c**: Small companies may use the services of an AI Factory.
#
# Make `answers`, a *dictionary*: it gives each letter a value. Write `True` or `False` (with a capital letter and without quotes)
# for each letter. To begin, copy this line into the next cell and change the values where needed:
#
# ```python
# answers = {"a": True, "b": True, "c": True}
# ```
#
# <details><summary>Hint 1</summary>
#
# Read *What is an AI Factory?* and *What is an Antenna?* again, with one statement at a time in mind.
#
# </details>
# <details><summary>Hint 2</summary>
#
# Watch for small words. A statement that says *nothing else* is false as soon as the list names one other service.
#
# </details>
# <details><summary>Hint 3</summary>
#
# Two of the three statements are true. So in the line that you copied, one `True` has to become `False`.
#
# </details>

# %% answer="answers"
### BEGIN SOLUTION
answers = {"a": False, "b": True, "c": True}
### END SOLUTION

# %% tests="answers-test" points=2
assert isinstance(answers, dict), 'answers should be a dictionary, such as {"a": True, "b": True, "c": True}.'
assert set(answers) == {"a", "b", "c"}, f"answers should have the letters a, b and c. Yours has {sorted(answers)}."
for letter, value in answers.items():
    assert value is True or value is False, f"The value of {letter} should be True or False, without quotes. Yours is {value!r}."
# HINT: Read the sections on factories and Antennas once more, one statement at a time.
# More tests run when you submit.
### BEGIN HIDDEN TESTS
assert answers["a"] is False, "Statement a is not right. Read again the list of services of an AI Factory."
assert answers["b"] is True, "Statement b is not right. Read again what an Antenna does."
assert answers["c"] is True, "Statement c is not right. Read again for whom the AI Factories are there."
### END HIDDEN TESTS

# %% [markdown] id="variables"
# ## Variables: a name for a value
#
# A *variable* is a name for a value. You make it with `=`. Text stands in quotes, numbers do not. Python writes a decimal
# point, not a decimal comma: `6.5`. Run the example.

# %% id="variables-example"
course_name = "Your first hour"
course_minutes = 75
course_hours = course_minutes / 60

print(course_name, "takes", course_hours, "hours")

# %% [markdown] id="task-firm"
# ## Task 2: describe a company (3 points)
#
# *Example Pumps* is a company that we made up for this course. It has **38** people and a turnover of **6.5** million euro a year.
#
# Make four variables:
#
# - `firm_name`: the name of the company, as text,
# - `staff`: the number of people,
# - `turnover_million_eur`: the turnover in million euro,
# - `turnover_per_person_eur`: the turnover for each person, **in euro**. Let Python compute it from the other variables. One
#   million is `1_000_000`; you divide with `/` and multiply with `*`.
#
# <details><summary>Hint 1</summary>
#
# Each variable stands on a line of its own: a name, `=`, a value. Which of the values is text?
#
# </details>
# <details><summary>Hint 2</summary>
#
# A number needs no quotes. For the last variable use the names of the variables above it, so that Python computes with their
# values.
#
# </details>
# <details><summary>Hint 3</summary>
#
# First make euro of million euro, then share them among the people: `turnover_million_eur * … / …`. In place of the dots
# stand one million and the number of people.
#
# </details>

# %% answer="firm"
### BEGIN SOLUTION
firm_name = "Example Pumps"
staff = 38
turnover_million_eur = 6.5
turnover_per_person_eur = turnover_million_eur * 1_000_000 / staff
### END SOLUTION

# %% tests="firm-test" points=2
assert isinstance(firm_name, str), f"firm_name should be text, in quotes. Yours is {firm_name!r}."
assert isinstance(staff, (int, float)), f"staff should be a number, without quotes. Yours is {staff!r}."
assert isinstance(turnover_million_eur, (int, float)), f"turnover_million_eur should be one number with a decimal point, such as 2.5. Yours is {turnover_million_eur!r}."
# HINT: Text stands in quotes, numbers do not, and a decimal point is a point.
# More tests run when you submit.
### BEGIN HIDDEN TESTS
assert firm_name.strip().lower() == "example pumps", f"firm_name should be Example Pumps. Yours is {firm_name!r}."
assert staff == 38, f"staff should be 38. Yours is {staff!r}."
assert abs(turnover_million_eur - 6.5) < 1e-9, f"turnover_million_eur should be 6.5. Yours is {turnover_million_eur!r}."
### END HIDDEN TESTS

# %% tests="firm-per-person-test" points=1
assert isinstance(turnover_per_person_eur, (int, float)), f"turnover_per_person_eur should be a number. Yours is {turnover_per_person_eur!r}."
assert turnover_per_person_eur > 1000, f"turnover_per_person_eur is {turnover_per_person_eur!r}. That is very little: is it in euro, or still in million euro?"
# HINT: Multiply the million euro by 1_000_000 before you divide by the people.
# More tests run when you submit.
### BEGIN HIDDEN TESTS
assert abs(turnover_per_person_eur - 6_500_000 / 38) < 1, f"turnover_per_person_eur should be about 171053 euro. Yours is {turnover_per_person_eur!r}."
### END HIDDEN TESTS

# %% [markdown] id="functions"
# ## Functions: a recipe with a name
#
# A *function* is a recipe. Its *parameters* stand in brackets: they are what goes in. After `return` stands what comes out. The
# lines of the recipe begin with four spaces.
#
# Text that begins with `f"` may hold names in curly brackets. Python puts the values there.

# %% id="functions-example"
def welcome(person, city):
    return f"Welcome to {city}, {person}!"


print(welcome("Maria", "Porto"))
print(welcome("Jonas", "Vilnius"))


# %% [markdown] id="task-introduction"
# ## Task 3: introduce a company (3 points)
#
# Write the function `introduction`. For the name `"Example Pumps"` and the staff `38` it returns this sentence:
#
# `We are Example Pumps and we have 38 people.`
#
# It must work for every name and every number. Use `return`, not `print`.
#
# <details><summary>Hint 1</summary>
#
# Look at the function `welcome` above. It makes a sentence of two values, too.
#
# </details>
# <details><summary>Hint 2</summary>
#
# Write an `f` before the opening quote. Where the name and the number belong, write the two parameters in curly brackets.
#
# </details>
# <details><summary>Hint 3</summary>
#
# `return f"We are {firm_name} and …"`: the rest of the sentence holds the second parameter and ends with a full stop.
#
# </details>

# %% answer="introduction"
def introduction(firm_name, staff):
    """Return one sentence that introduces the company."""
    ### BEGIN SOLUTION
    return f"We are {firm_name} and we have {staff} people."
    ### END SOLUTION


# %% tests="introduction-test" points=3
sentence = introduction("Example Pumps", 38)
assert sentence is not None, "introduction gave nothing back. Does it end with return?"
assert isinstance(sentence, str), f"introduction should return text. It returned {sentence!r}."
assert " ".join(sentence.split()).rstrip(".") == "We are Example Pumps and we have 38 people", f"The sentence should be: We are Example Pumps and we have 38 people. Yours is: {sentence}"
# HINT: Use the two parameters in curly brackets, in a text that begins with f and a quote.
# More tests run when you submit.
### BEGIN HIDDEN TESTS
sentence = introduction("Sample Bakery", 7)
assert " ".join(sentence.split()).rstrip(".") == "We are Sample Bakery and we have 7 people", f"For Sample Bakery with 7 people the sentence should be: We are Sample Bakery and we have 7 people. Yours is: {sentence}"
### END HIDDEN TESTS

# %% [markdown] id="decisions"
# ## Decisions: is our company an SME?
#
# Many services are meant for SMEs. So the first question is often: are we one? The European Commission's definition
# (Recommendation 2003/361/EC) says that a company is an SME if
#
# - it has **fewer than 250** people, **and**
# - its turnover is **at most 50** million euro **or** its balance sheet total is **at most 43** million euro.
#
# The full rules also count partner firms and linked firms. For a real application, read them or ask your factory.
#
# In Python you compare with `<` (less than), `<=` (at most), `>` (more than) and `==` (equal). You join two conditions with `and`
# and `or`, and use brackets to say what belongs together. Run the example.

# %% id="decisions-example"
age = 30
has_ticket = False
is_member = True

print(age < 65)
print(age >= 18 and (has_ticket or is_member))


# %% [markdown] id="task-is-sme"
# ## Task 4: is it an SME? (4 points)
#
# Write the function `is_sme`. It returns `True` for an SME and `False` for any other company. Think of the brackets.
#
# <details><summary>Hint 1</summary>
#
# Say the rule aloud. One thing must always hold; of two other things one is enough. Which are they?
#
# </details>
# <details><summary>Hint 2</summary>
#
# There are three comparisons. The two about money belong together: put brackets around them, and `or` between them.
#
# </details>
# <details><summary>Hint 3</summary>
#
# `return staff < 250 and (… or …)`. Both comparisons in the brackets say *at most*, so you write them with `<=`.
#
# </details>

# %% answer="is-sme"
def is_sme(staff, turnover_million_eur, balance_million_eur):
    """Return True if a company with these numbers is an SME, and False if not."""
    ### BEGIN SOLUTION
    return staff < 250 and (turnover_million_eur <= 50 or balance_million_eur <= 43)
    ### END SOLUTION


# %% tests="is-sme-test-clear-cases" points=2
result = is_sme(38, 6.5, 4.0)
assert result is not None, "is_sme gave nothing back. Does it end with return?"
assert result is True or result is False, f"is_sme should return True or False. It returned {result!r}."
assert result is True, "A company with 38 people and 6.5 million euro turnover is an SME, but is_sme says False."
assert is_sme(4000, 900, 700) is False, "A company with 4000 people is not an SME, but is_sme says True."
# HINT: The number of people must always be small enough, whatever the sums of money are.
# More tests run when you submit.
### BEGIN HIDDEN TESTS
assert is_sme(120, 30, 20) is True, "A company with 120 people, 30 million euro turnover and a balance of 20 million euro is an SME."
assert is_sme(600, 30, 60) is False, "A company with 600 people is not an SME, even with a small turnover."
assert is_sme(120, 400, 300) is False, "A company whose turnover and balance are both too large is not an SME, even with 120 people."
### END HIDDEN TESTS

# %% tests="is-sme-test-limits" points=2
assert is_sme(120, 80, 40) is True, "With 120 people, one of the two sums of money is enough: the balance of 40 million euro is small enough."
assert is_sme(250, 10, 10) is False, "A company with exactly 250 people is not an SME: the rule says fewer than 250."
# HINT: Fewer than is <, at most is <=, and the two sums of money belong into one pair of brackets.
# More tests run when you submit.
### BEGIN HIDDEN TESTS
assert is_sme(249, 50, 100) is True, "A turnover of exactly 50 million euro is still small enough: the rule says at most 50."
assert is_sme(249, 100, 43) is True, "A balance of exactly 43 million euro is still small enough: the rule says at most 43."
assert is_sme(300, 80, 40) is False, "With 300 people a small balance does not help. Look at your brackets around the part with or."
assert is_sme(10, 50.5, 43.5) is False, "Both sums of money are a little too large here, so this is not an SME."
### END HIDDEN TESTS

# %% [markdown]
# ## More than two cases
#
# With `if`, `elif` (else if) and `else` a function chooses one of several answers. Python takes the first condition that is true.
#
# The example draws a weight by chance. The `seed` from the top of this page makes chance repeatable: the same seed draws the same
# weight again. Try another seed: change it, run its cell, then run the example. `NameError` means that its cell has not been run.

# %% id="more-than-two-cases-example"
import random


def delivery(weight_kg):
    if weight_kg < 2:
        return "letter"
    elif weight_kg < 30:
        return "parcel"
    else:
        return "pallet"


weight = random.Random(seed).randint(1, 60)
print(weight, "kg:", delivery(weight))


# %% [markdown] id="task-headcount-class"
# ## Task 5: micro, small or medium? (3 points)
#
# The same definition makes classes. By the number of people alone they are:
#
# | people | class |
# |---|---|
# | fewer than 10 | `"micro"` |
# | 10 to 49 | `"small"` |
# | 50 to 249 | `"medium"` |
# | 250 or more | `"large"` (not an SME) |
#
# Write the function `headcount_class`. It returns the word from the table.
#
# <details><summary>Hint 1</summary>
#
# Begin with the smallest class and go up, one class after the other.
#
# </details>
# <details><summary>Hint 2</summary>
#
# Python takes the first condition that is true. So the second condition needs only its upper limit: companies with fewer
# than 10 people were sorted out before.
#
# </details>
# <details><summary>Hint 3</summary>
#
# The shape is that of `delivery`, with one `elif` more. Each condition compares `staff` by `<`, with 10, 50 and 250; what is
# left after them is large.
#
# </details>

# %% answer="headcount-class"
def headcount_class(staff):
    """Return "micro", "small", "medium" or "large"."""
    ### BEGIN SOLUTION
    if staff < 10:
        return "micro"
    elif staff < 50:
        return "small"
    elif staff < 250:
        return "medium"
    else:
        return "large"
    ### END SOLUTION


# %% tests="headcount-class-test" points=3
size = headcount_class(38)
assert size is not None, "headcount_class gave nothing back for 38 people. Does every way through it end with return?"
assert isinstance(size, str), f"headcount_class should return one of the four words, as text. It returned {size!r}."
assert size == "small", f"38 people are small, but your function says {size!r}."
assert headcount_class(3) == "micro", f"3 people are micro, but your function says {headcount_class(3)!r}."
# HINT: Try the limits yourself: 9, 10, 49, 50, 249 and 250.
# More tests run when you submit.
### BEGIN HIDDEN TESTS
for people, expected in [(1, "micro"), (9, "micro"), (10, "small"), (49, "small"), (50, "medium"), (249, "medium"), (250, "large"), (5000, "large")]:
    found = headcount_class(people)
    assert found == expected, f"{people} people are {expected}, but your function says {found!r}."
### END HIDDEN TESTS

# %% [markdown] id="plan-about"
# ## Your plan
#
# The course has four exercises. The next cell shows how far you are: what is handed in, which marks there are, and a link to what comes
# next. Run it, and again after you have submitted.
#
# It asks the learning portal. On your own computer, or while your answers are being marked, there is none to ask. The cell then says
# so, and that costs nothing.

# %% id="plan"
from officina_widgets import CourseProgress

CourseProgress("first-steps")

# %% [markdown] id="key-points"
# ## Key points
#
# - An AI Factory offers computing power, data and people who help. An Antenna is the door to it in your country.
# - Run the cells from top to bottom, and read the **last line** of a red message first.
# - A variable is a name for a value. A function is a recipe: parameters go in, `return` gives the result.
# - *Fewer than* is `<`, *at most* is `<=`. Brackets say which conditions belong together.
# - Try a rule at its limits: with 249 and 250 people, with exactly 50 million euro.

# %% [markdown] id="what-next"
# ## What next?
#
# You have run a notebook, kept values in variables and written three functions. That is most of what you need for this course.
#
# 1. Save your work (Ctrl+S, or Command+S on a Mac).
# 2. Submit this exercise. A few seconds later you see your points.
# 3. Open exercise 2, *Find the service that your firm needs*.

# %% [markdown] id="title"
# # Find the service that your firm needs
#
# This is exercise 2 of 4. It takes about 18 minutes.
#
# **What you will be able to do:**
#
# - search a list of services by need, sector and language,
# - find the way from your country to an AI Factory,
# - search the catalogue of your own hub, and take what you found into Python,
# - write a short request that a factory can answer quickly.
#
# **You need** exercise 1: variables, functions, `if`.

# %% [markdown] id="parameters-about"
# Run the next cell first. It holds a value that may be changed:

# %% id="parameters" tags=["parameters"]
seed: int = 7  # begins all chance in this notebook: any whole number

# %% [markdown] id="the-data"
# ## The list of services
#
# Beside this notebook lies the file `services.csv`, a small table. **Its 18 services and their providers are made up for this
# course**, so please do not write to them. The file `data-about.md` says where the data comes from and what its licence is
# (CC-BY-4.0).
#
# Run the next cell. It reads the table into `services`, a *list*. Each entry of the list is a *dictionary*: one service, with a
# name for each value.

# %% id="load-services"
import csv
import random
from pathlib import Path

with Path("services.csv").open(encoding="utf-8", newline="") as file:
    services = list(csv.DictReader(file))

print(len(services), "example services. The first one is:")
services[0]

# %% [markdown] id="read-a-dictionary"
# ## Look into the list
#
# You read a value of a dictionary with its name in square brackets. With `for` you go through a list, one entry after the other.
#
# The example looks at five services that chance picks. With another `seed` it picks others.

# %% id="read-a-dictionary-example"
for service in random.Random(seed).sample(services, 5):
    print(service["name"], "-", service["need"], "-", service["provider"])

# %% [markdown] id="needs"
# The needs in this list are `training`, `compute`, `consulting`, `data`, `legal` and `incubation`.
#
# Often you want a new list with only some of the entries. This is how: begin with an empty list, and put in what you want to keep.

# %% id="filter-example"
numbers = [4, 15, 8, 23]

large = []
for number in numbers:
    if number > 10:
        large.append(number)

large


# %% [markdown] id="task-services-for-need"
# ## Task 1: search by need (3 points)
#
# Write the function `services_for_need`. It returns the list of all services with that need. Keep each service whole, as the
# dictionary that it is.
#
# <details><summary>Hint 1</summary>
#
# The example with `numbers` and `large` does the same with other things. What does it keep, and when?
#
# </details>
# <details><summary>Hint 2</summary>
#
# Begin with an empty list and go through `services`. Keep a service if its field `need` is equal (`==`) to the need that was
# given.
#
# </details>
# <details><summary>Hint 3</summary>
#
# In the loop stands `if service["need"] == …:` and below it, indented once more, the line with `append`. The `return` comes
# after the loop, as far to the left as `for`.
#
# </details>

# %% answer="services-for-need"
def services_for_need(services, need):
    """Return the list of the services whose need is the given one."""
    ### BEGIN SOLUTION
    found = []
    for service in services:
        if service["need"] == need:
            found.append(service)
    return found
    ### END SOLUTION


# %% tests="services-for-need-test" points=3
small_list = [
    {"service_id": "X1", "name": "GPU evening", "need": "training"},
    {"service_id": "X2", "name": "GPU for a day", "need": "compute"},
    {"service_id": "X3", "name": "Statistics", "need": "training"},
]
found = services_for_need(small_list, "training")
assert found is not None, "services_for_need gave nothing back. Does it end with return?"
found = list(found)
assert all(isinstance(service, dict) for service in found), "The list should hold whole services (dictionaries), not only a part of them, such as the name."
assert sorted(service["service_id"] for service in found) == ["X1", "X3"], f"With the need training you should find X1 and X3. You found {[service['service_id'] for service in found]}. Is return inside the for loop?"
# HINT: Append the whole service, and let return stand below the loop, not in it.
# More tests run when you submit.
### BEGIN HIDDEN TESTS
other_list = [{"service_id": f"Y{number}", "name": f"Service {number}", "need": need} for number, need in enumerate(["legal", "data", "data", "compute", "data"])]
assert sorted(service["service_id"] for service in services_for_need(other_list, "data")) == ["Y1", "Y2", "Y4"], "In another list, services_for_need did not find exactly the services with the need data. Do you use the list that was given?"
assert list(services_for_need(other_list, "training")) == [], "Where no service fits, the result should be an empty list."
### END HIDDEN TESTS

# %% [markdown] id="languages"
# ## Several values in one field
#
# The field `languages` holds several codes, separated by a semicolon: `"en;fi;sv"`. The method `split` cuts such a text into a
# list, and `in` asks whether something is in the list. The method `lower` turns capital letters into small ones.

# %% id="languages-example"
parts = "red;green;blue".split(";")
print(parts)
print("green" in parts)
print("EN".lower())


# %% [markdown] id="task-speaks"
# ## Task 2: search by language (3 points)
#
# Write the function `speaks`. It returns `True` if the service is offered in that language, and `False` if not. The person who
# searches may write the code with capital letters: `"FI"` means the same as `"fi"`.
#
# <details><summary>Hint 1</summary>
#
# Two steps: cut the text into a list, then ask whether the language is in it.
#
# </details>
# <details><summary>Hint 2</summary>
#
# The text is `service["languages"]`. The language that was given has to be in small letters before you ask.
#
# </details>
# <details><summary>Hint 3</summary>
#
# `return language.lower() in …`: in place of the dots stands the text, cut with `split` at the semicolon.
#
# </details>

# %% answer="speaks"
def speaks(service, language):
    """Return True if the service is offered in the language with that code."""
    ### BEGIN SOLUTION
    return language.lower() in service["languages"].split(";")
    ### END SOLUTION


# %% tests="speaks-test" points=3
service = {"name": "GPU evening", "languages": "en;fi;sv"}
result = speaks(service, "fi")
assert result is not None, "speaks gave nothing back. Does it end with return?"
assert result is True or result is False, f"speaks should return True or False. It returned {result!r}."
assert result is True, "This service is offered in fi, but speaks says False."
assert speaks(service, "de") is False, "This service is not offered in de, but speaks says True."
assert speaks(service, "FI") is True, "FI in capital letters should mean the same as fi."
# HINT: Make the language small, cut the text at the semicolons, then ask with in.
# More tests run when you submit.
### BEGIN HIDDEN TESTS
assert speaks({"name": "Evening", "languages": "lv"}, "lv") is True, "A service with one single language was not recognised."
assert speaks({"name": "Evening", "languages": "lv"}, "en") is False, "A service that is offered only in lv does not speak en. Do you use the service that was given?"
assert speaks({"name": "Evening", "languages": "en;et;lv"}, "Lv") is True, "The last language of a list, written with a capital letter, was not recognised."
### END HIDDEN TESTS

# %% [markdown] id="task-fits-sector"
# ## Task 3: search by sector (3 points)
#
# The field `sectors` works in the same way: `"agriculture;climate"`. The word `any` means that the service is for every sector.
#
# Write the function `fits_sector`. It returns `True` if the service is for that sector or for any sector, and `False` if not. Compare
# whole entries: a service for `agriculture` is not one for `culture`, although the letters are in it.
#
# <details><summary>Hint 1</summary>
#
# There are two ways to fit: the sector is in the list, or the list says that every sector is welcome.
#
# </details>
# <details><summary>Hint 2</summary>
#
# First cut the text and give the list a name, such as `sectors`. Then ask twice with `in`, and join the two questions with
# `or`.
#
# </details>
# <details><summary>Hint 3</summary>
#
# `return sector in sectors or …`: the second question asks for the word `"any"`.
#
# </details>

# %% answer="fits-sector"
def fits_sector(service, sector):
    """Return True if the service is meant for the sector, or for any sector."""
    ### BEGIN SOLUTION
    sectors = service["sectors"].split(";")
    return sector in sectors or "any" in sectors
    ### END SOLUTION


# %% tests="fits-sector-test" points=3
service = {"name": "Harvest model", "sectors": "agriculture;climate"}
result = fits_sector(service, "climate")
assert result is not None, "fits_sector gave nothing back. Does it end with return?"
assert result is True or result is False, f"fits_sector should return True or False. It returned {result!r}."
assert result is True, "This service is for climate, but fits_sector says False."
assert fits_sector(service, "health") is False, "This service is not for health, but fits_sector says True."
assert fits_sector(service, "culture") is False, "agriculture is not culture: compare whole entries. First split the text, then look into the list."
# HINT: Cut the text into a list before you ask with in; a service for any sector fits, too.
# More tests run when you submit.
### BEGIN HIDDEN TESTS
assert fits_sector({"name": "Clean tables", "sectors": "any"}, "energy") is True, "A service for any sector fits energy too."
assert fits_sector({"name": "Archive", "sectors": "culture"}, "culture") is True, "A service with one single sector was not recognised."
assert fits_sector({"name": "Robots", "sectors": "energy;robotics"}, "energy") is True, "The first sector of a list was not recognised."
assert fits_sector({"name": "Robots", "sectors": "energy;robotics"}, "health") is False, "A service for energy and robotics is not for health."
assert fits_sector({"name": "Offices", "sectors": "public administration"}, "administration") is False, "public administration is one sector with two words: compare whole entries."
### END HIDDEN TESTS

# %% [markdown] id="task-find"
# ## Task 4: all three together (4 points)
#
# Write the function `find`. It returns the list of the services that have the need **and** fit the sector **and** are offered in the
# language. You may use the functions that you wrote above.
#
# <details><summary>Hint 1</summary>
#
# Which of your three functions gives a list? Begin with that one.
#
# </details>
# <details><summary>Hint 2</summary>
#
# Go through the list that `services_for_need` returns. Keep each service for which both other functions say `True`.
#
# </details>
# <details><summary>Hint 3</summary>
#
# `for service in services_for_need(…):`, then `if fits_sector(…) and speaks(…):`, then append the service as in task 1.
# Return the new list at the end.
#
# </details>

# %% answer="find"
def find(services, need, sector, language):
    """Return the list of the services with this need, for this sector and in this language."""
    ### BEGIN SOLUTION
    found = []
    for service in services_for_need(services, need):
        if fits_sector(service, sector) and speaks(service, language):
            found.append(service)
    return found
    ### END SOLUTION


# %% tests="find-test-directory" points=2
import csv
from pathlib import Path

with Path("services.csv").open(encoding="utf-8", newline="") as file:
    directory = list(csv.DictReader(file))
found = find(directory, "data", "health", "fi")
assert found is not None, "find gave nothing back. Does it end with return?"
found = list(found)
assert all(isinstance(service, dict) for service in found), "The list should hold whole services (dictionaries), not only a part of them, such as the name."
assert [service["service_id"] for service in found] == ["S13"], f"For help with data, in health, in fi, you should find S13. You found {[service['service_id'] for service in found]}."
for service in found:
    print("Found:", service["name"], "by", service["provider"])
# HINT: All three conditions must hold. Join them with and.
# More tests run when you submit.
### BEGIN HIDDEN TESTS
assert sorted(service["service_id"] for service in find(directory, "consulting", "manufacturing", "de")) == ["S07", "S08"], "For consulting, in manufacturing, in de, you should find S07 and S08."
assert sorted(service["service_id"] for service in find(directory, "incubation", "culture", "en")) == ["S16"], "For incubation, in culture, in en, you should find S16 only."
assert list(find(directory, "legal", "health", "fi")) == [], "No service gives legal help in fi: the result should be an empty list."
### END HIDDEN TESTS

# %% tests="find-test-other-list" points=2
small_list = [
    {"service_id": "X1", "name": "A", "need": "data", "sectors": "any", "languages": "en"},
    {"service_id": "X2", "name": "B", "need": "data", "sectors": "energy", "languages": "en;pl"},
    {"service_id": "X3", "name": "C", "need": "legal", "sectors": "energy", "languages": "en;pl"},
]
found = find(small_list, "data", "energy", "pl")
assert [service["service_id"] for service in found] == ["X2"], f"From another list you should find X2 only. You found {[service['service_id'] for service in found]}."
# HINT: Search in the list that the function gets, not in services from above.
# More tests run when you submit.
### BEGIN HIDDEN TESTS
found = find(small_list, "data", "energy", "EN")
assert sorted(service["service_id"] for service in found) == ["X1", "X2"], f"With EN in capital letters you should find X1 and X2. You found {[service['service_id'] for service in found]}."
assert [service["service_id"] for service in find(small_list, "legal", "energy", "pl")] == ["X3"], "For the need legal you should find X3 only."
assert list(find([], "data", "energy", "pl")) == [], "In an empty list nothing can be found: the result should be an empty list."
### END HIDDEN TESTS

# %% [markdown] id="routes"
# ## Which door is yours?
#
# The file `routes.csv` says which way leads from a country to an AI Factory. These are public facts, as of 13 October 2025:
#
# - `factory`: the country hosts an AI Factory,
# - `partner`: the country is a partner of a factory in another country,
# - `antenna`: the country has an Antenna that is linked to a factory.
#
# The next cell makes a dictionary from the code of the country to its route. The codes have two letters, such as `LV` for Latvia.

# %% id="load-routes"
with Path("routes.csv").open(encoding="utf-8", newline="") as file:
    places = list(csv.DictReader(file))

routes = {place["country_code"]: place["route"] for place in places}
for place in places[:4]:
    print(place["country"], "-", place["route"], "-", place["where"])


# %% [markdown] id="task-route"
# ## Task 5: choose the route (3 points)
#
# Write the function `route`. It returns the route of a country: `"factory"`, `"partner"` or `"antenna"`. For a country that is not in
# the dictionary it returns `"ask"`: then ask the EuroHPC Joint Undertaking, or the factory nearest to you.
#
# Ask with `in` whether a dictionary has a name: `"LV" in routes`.
#
# <details><summary>Hint 1</summary>
#
# There are two cases: the country is in the dictionary, or it is not.
#
# </details>
# <details><summary>Hint 2</summary>
#
# Ask with `if` and `in`. In the first case return the value that the dictionary has for this code, in the other case the
# word `"ask"`.
#
# </details>
# <details><summary>Hint 3</summary>
#
# `if country_code in …:`, and indented below it `return routes[…]`. The other `return` stands below, as far to the left as
# `if`.
#
# </details>

# %% answer="route"
def route(country_code, routes):
    """Return the route from a country to an AI Factory, or "ask" for a country without one."""
    ### BEGIN SOLUTION
    if country_code in routes:
        return routes[country_code]
    return "ask"
    ### END SOLUTION


# %% tests="route-test" points=3
small_routes = {"FI": "factory", "LV": "antenna"}
result = route("LV", small_routes)
assert result is not None, "route gave nothing back. Does every way through it end with return?"
assert result == "antenna", f"The route of LV is antenna. Yours is {result!r}."
assert route("FI", small_routes) == "factory", f"The route of FI is factory. Yours is {route('FI', small_routes)!r}."
# HINT: Read the dictionary that the function gets, and think of the country that is not in it.
# More tests run when you submit.
### BEGIN HIDDEN TESTS
assert route("LV", {"LV": "partner"}) == "partner", "route should read the dictionary that was given."
assert route("XX", {"LV": "partner"}) == "ask", f"For a country that is not in the dictionary the route should be ask. Yours is {route('XX', {'LV': 'partner'})!r}."
assert route("LV", {}) == "ask", "In an empty dictionary no country has a route: the answer should be ask."
### END HIDDEN TESTS

# %% [markdown] id="finder-about"
# ## The catalogue of your hub
#
# You have built a search. Your hub has one, too: the *finder* searches all services that its catalogue knows, and forgives typing
# mistakes. Run the next cell: as long as nothing is asked, it shows everything. Then
#
# - type what your company needs into the search box, such as *advice* or *language model*,
# - narrow the list with the filters at its side, such as the sector,
# - open a title to read more,
# - **tick the box** of each service that could help you.
#
# Without a mouse: `/` goes to the search box, the arrow keys go through the titles, Enter opens and closes one.
#
# What the finder shows was written by those who offer it. If it shows nothing at all, your hub's catalogue has no services yet. Where there is no hub, as on your own computer or while your answers are
# being marked, the cell says that there is no catalogue. Then go on: no points depend on it.

# %% id="finder"
from officina_widgets import find_services

finder = find_services()
finder

# %% [markdown] id="finder-ticked-about"
# What you tick is at once there for Python, in `finder.selection`. It is a list to go through with `for`, as in task 1. A title can be
# written in several languages; the cell prints the first one.

# %% id="finder-ticked"
for record in finder.selection:
    print("You ticked:", next(iter(record.title.values())))
print(len(finder.selection), "ticked. Tick some above and run this cell again.")

# %% [markdown] id="request"
# ## A good request
#
# A factory can answer quickly when it reads three things: **who** you are, **what** you want to do, and **what** you need from the
# factory. Say nothing confidential in a first request.
#
# An example: *"We are Example Bakery Tools, 12 people in Latvia, and we want our camera to recognise burnt rolls. We are looking for an
# hour of advice on the method and, if it works, for a small GPU session in May; we can meet in English or Latvian."*

# %% [markdown] task="request-task" points=4
# ## Task 6: write your request (4 points, a trainer reads it)
#
# Write **two sentences** that your company could send to a factory or an Antenna. If you do not want to write about your company, make
# one up. Say
#
# - who you are: sector, size or country,
# - what you want to do,
# - what you need: name a kind of service from the list above,
# - when, how much, or in which language.
#
# Write into the cell below this one. A trainer gives the points and a comment.
#
# <details><summary>Hint 1</summary>
#
# Imagine that you answer such requests all day. What would you have to ask back?
#
# </details>
# <details><summary>Hint 2</summary>
#
# Let the first sentence say who you are and what you want to do, the second what you need and one limit: when, how much, or
# in which language.
#
# </details>
# <details><summary>Hint 3</summary>
#
# A frame to fill in: *We are a … with … people in …, and we want to …. We are looking for …, in …, before ….*
#
# </details>
#
# ### BEGIN MARK SCHEME
# **For the trainer.** One point for each, four in all:
#
# 1. The reader learns who asks: sector, size or country of the company.
# 2. The aim is concrete: a product, a process or a question, not only "we want to use AI".
# 3. The need is one that a factory serves: training, compute, consulting, data, legal or incubation, in any words.
# 4. There is at least one useful limit: time, amount, language, place or kind of data.
#
# Language mistakes cost nothing. One to three sentences are fine; take one point off a text of more than 100 words. Give no points for the
# example text copied. If the text holds personal or confidential details, say so in your comment, in a friendly way, and take nothing off.
#
# A full answer: "We are a clinic supplier with 25 people in Portugal and want to sort repair reports by cause. We need help with
# pseudonymising about 3000 reports and two hours of advice on the method, in English, before the summer."
# ### END MARK SCHEME

# %% [markdown] id="request-answer"
# *Double-click here, delete this line and write your two sentences.*

# %% [markdown] id="key-points"
# ## Key points
#
# - A list holds many things, a dictionary gives each value a name. A table is a list of dictionaries.
# - Searching means: go through the list and keep what fits. Conditions that must all hold are joined with `and`.
# - Cut a text with `split` before you ask with `in`, or *agriculture* will be taken for *culture*.
# - Every company has a door: a factory, a partner or an Antenna. If you see none, ask.
# - A good request says who you are, what you want and what you need, and nothing confidential.

# %% [markdown] id="what-next"
# ## What next?
#
# You have searched a directory, chosen a route and written a request. The finder of your hub works in the same way.
#
# 1. Save your work (Ctrl+S, or Command+S on a Mac).
# 2. Submit this exercise. You see the points of tasks 1 to 5 at once; those of task 6 follow when a trainer has read it.
# 3. Open exercise 3, *Look at a dataset before you use it*.

# %% [markdown] id="title"
# # Find the service that your firm needs
#
# This is exercise 2 of 4. It takes about 18 minutes.
#
# After this exercise you can:
#
# - search a list of services by need, sector and language,
# - find the way from your country to an AI Factory,
# - write a short request that a factory can answer quickly.
#
# You need exercise 1: variables, functions, `if`.

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
from pathlib import Path

with Path("services.csv").open(encoding="utf-8", newline="") as file:
    services = list(csv.DictReader(file))

print(len(services), "example services. The first one is:")
services[0]

# %% [markdown] id="read-a-dictionary"
# ## Look into the list
#
# You read a value of a dictionary with its name in square brackets. With `for` you go through a list, one entry after the other.

# %% id="read-a-dictionary-example"
for service in services[:5]:
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
# More tests run when you submit.
### BEGIN HIDDEN TESTS
assert route("LV", {"LV": "partner"}) == "partner", "route should read the dictionary that was given."
assert route("XX", {"LV": "partner"}) == "ask", f"For a country that is not in the dictionary the route should be ask. Yours is {route('XX', {'LV': 'partner'})!r}."
assert route("LV", {}) == "ask", "In an empty dictionary no country has a route: the answer should be ask."
### END HIDDEN TESTS

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

# %% [markdown]
# ## What next?
#
# You have searched a directory, chosen a route and written a request. The real directory of your factories works in the same way.
#
# 1. Save your work (Ctrl+S, or Command+S on a Mac).
# 2. Submit this exercise. You see the points of tasks 1 to 5 at once; those of task 6 follow when a trainer has read it.
# 3. Open exercise 3, *Look at a dataset before you use it*.

"""How an exercise went: the page, its filters and its CSV."""

from __future__ import annotations

from bs4 import BeautifulSoup
from page_house import PageHouse, soup, text_of

LEAF = "courses/tea/teach/exercises/leaf"


def table(page: BeautifulSoup, label: str) -> list[list[str]]:
    rows = page.select(f'[aria-label="{label}"] tbody tr')
    return [[each.get_text(" ", strip=True) for each in row.find_all(["th", "td"])] for row in rows]


async def two_graded(house: PageHouse) -> None:
    await house.enrol("bob")
    await house.hand_in("ada")
    await house.grade(score=12)
    await house.hand_in("bob")
    await house.grade(score=2)


async def test_before_anything_is_handed_in_the_page_says_so(house: PageHouse) -> None:
    answer = await house.open(LEAF, "tina")

    assert "Nobody has handed in this exercise yet" in text_of(answer)
    assert soup(answer).select_one("svg.distribution") is None


async def test_work_without_marks_is_not_summed_up(house: PageHouse) -> None:
    await house.hand_in("ada")

    assert "Nothing of this has marks yet" in text_of(await house.open(LEAF, "tina"))


async def test_the_plot_says_the_same_as_its_table(house: PageHouse) -> None:
    await two_graded(house)
    answer = await house.open(LEAF, "tina")
    plot = soup(answer).select_one("svg.distribution")

    assert plot is not None
    assert plot["aria-label"] == "How many reached which share of the points"
    assert len(plot.find_all("rect")) == 11
    counted = [row for row in table(soup(answer), "Points") if row[1] != "0"]
    assert counted == [["10 to below 20 %", "1"], ["All points", "1"]]


async def test_few_learners_get_no_percentages(house: PageHouse) -> None:
    await two_graded(house)
    answer = await house.open(LEAF, "tina")

    assert "too few for an average" in text_of(answer)
    cells = table(soup(answer), "Cells, those that fail most first")
    assert cells[0] == ["The mean of your numbers test_mean", "1 of 2", "0", "1", "0"]


async def test_errors_lead_to_the_work_they_are_in(house: PageHouse) -> None:
    await two_graded(house)
    page = soup(await house.open(LEAF, "tina"))
    found = page.select('[aria-label="Common errors"] tbody tr')

    assert [row.th.get_text() for row in found if row.th] == ["ZeroDivisionError"]
    link = found[0].select_one("a")
    assert link is not None
    assert link.get_text() == "bob"
    assert "/courses/tea/submissions/" in str(link["href"])


async def test_running_times_are_in_seconds(house: PageHouse) -> None:
    await two_graded(house)
    page = soup(await house.open(LEAF, "tina"))

    slowest = ["The mean of your numbers test_mean", "0.42 sec", "0.42 sec", "2"]
    assert table(page, "Slowest cells") == [slowest]


async def test_what_waits_for_the_trainer_is_named(house: PageHouse) -> None:
    await house.hand_in("ada")
    await house.grade("needs_manual", score=7)
    answer = await house.open(LEAF, "tina")

    assert next(one.get_text() for one in soup(answer).select("ul.names a")) == "ada"
    assert "Nobody's marks are complete yet" in text_of(answer)


async def test_first_attempts_can_be_looked_at(house: PageHouse) -> None:
    await house.hand_in("ada")
    await house.grade(score=2)
    answer = await house.submit("ada", {"leaf.ipynb": b"{}"})
    assert answer.status == 201
    await house.grade(score=12)

    counting = soup(await house.open(LEAF, "tina"))
    first = soup(await house.open(f"{LEAF}?which=first", "tina"))
    assert table(counting, "Common errors") == []
    assert table(first, "Common errors")[0][0] == "ZeroDivisionError"
    chosen = first.select_one("#which option[selected]")
    assert chosen is not None
    assert chosen["value"] == "first"


async def test_a_wish_that_makes_no_sense_shows_what_counts(house: PageHouse) -> None:
    assert (await house.open(f"{LEAF}?which=best&version={'x' * 500}", "tina")).status == 200


async def test_the_figures_come_as_csv(house: PageHouse) -> None:
    await two_graded(house)
    answer = await house.open(f"{LEAF}/overview.csv", "tina")
    lines = answer.content.decode().splitlines()

    assert answer.headers["Content-Disposition"].endswith('filename="tea-leaf-overview.csv"')
    assert lines[1].startswith("cell,notebook,test_mean,,1,0,1,0,2,0.420,0.420,2")
    assert lines[-1].endswith(",1,The mean of your numbers,")


async def test_an_exercise_that_is_not_there_is_not_found(house: PageHouse) -> None:
    assert (await house.open("courses/tea/teach/exercises/none", "tina")).status == 404


async def test_the_class_page_leads_there(house: PageHouse) -> None:
    page = soup(await house.open("courses/tea/teach", "tina"))
    links = [str(link["href"]) for link in page.select("ol.steps .actions a")]

    assert f"/services/officina/{LEAF}" in links

"""Kinds of GPUs side by side, as the Hub tells of them; what it does not know, the page says."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from page_house import PageHouse, soup, text_of
from portal_house import Answer
from stub_sessions import FULL, GPU, SMALL, UNKNOWN, StubSessions, add_sessions

from officina_hub.session_api.answers import Bounds, OffersAnswer, ProfileOffer, Waited

WAITED = Waited(jobs=57, days=14, median_seconds=240, most_seconds=7200)
BIG = GPU.model_copy(
    update={"name": "big", "title": "Big", "gpu_type": "h100", "gpu_memory_gib": 80}
)
LONG = BIG.model_copy(update={"name": "long", "title": "Long", "waited": WAITED})
PARTS = GPU.model_copy(
    update={
        "name": "parts",
        "partition": "shared",
        "numbers": {
            **GPU.numbers,
            "gpus": Bounds(min=0, max=0, default=0),
            "shards": Bounds(min=1, max=4, default=1),
        },
    }
)


@pytest.fixture
def sessions(house: PageHouse) -> StubSessions:
    found = add_sessions(house.hub)
    found.offers = offers(SMALL, GPU.model_copy(update={"waited": WAITED}), BIG)
    return found


def offers(*profiles: ProfileOffer) -> OffersAnswer:
    return FULL.model_copy(update={"profiles": profiles})


def table(answer: Answer) -> dict[str, list[str]]:
    """The cells of each fact, and under "" the heads."""
    page = soup(answer)
    heads = [one.contents[1].strip() for one in page.select("main thead th")[1:]]
    rows = {
        " ".join(row.find("th").get_text(" ").split()): [
            " ".join(cell.get_text(" ").split()) for cell in row.find_all("td")
        ]
        for row in page.select("main tbody tr")
    }
    return {"": heads, **rows}


async def test_kinds_stand_side_by_side_and_what_is_not_known_is_said(
    house: PageHouse, sessions: StubSessions
) -> None:
    answer = await house.open("compare/gpus", "ada")
    told = table(answer)
    assert told[""] == ["a100", "h100"]
    assert told["Memory of one GPU ≠ (differs)"] == ["not known", "80 GiB"]
    assert told["How many there are"] == ["8 GPUs", "8 GPUs"]
    assert told["Free now"] == ["5 of 8 GPUs (at most 4 on one node)"] * 2
    assert told["In one session, on one node"] == ["1 to 4", "1 to 4"]
    assert told["Longest time of the partition"] == ["4 hr", "4 hr"]
    assert told["Waits lately, as measured ≠ (differs)"] == [
        "Half of 57 jobs with GPUs there waited 4 minutes at most, nine of ten 2 hours",
        "not known",
    ]
    assert (
        soup(answer)
        .find("a", string=lambda text: bool(text and text.startswith("GPU: ")))["href"]
        .endswith("launch?profile=gpu")
    )
    assert "over the jobs that ended in the last 14 days" in text_of(answer)


async def test_what_slurm_does_not_tell_is_not_made_up(
    house: PageHouse, sessions: StubSessions
) -> None:
    sessions.offers = offers(UNKNOWN)
    told = table(await house.open("compare/gpus", "ada"))
    for label in ("Memory of one GPU", "How many there are", "Free now", "Expected start"):
        assert told[label] == ["not known"]
    assert told["Longest time of the partition"] == ["not known"]
    assert told["Remarks"] == [UNKNOWN.troubles[0]]


async def test_profiles_of_one_kind_share_a_column_and_parts_have_their_own(
    house: PageHouse, sessions: StubSessions
) -> None:
    sessions.offers = offers(GPU, BIG, LONG, PARTS)
    told = table(await house.open("compare/gpus", "ada"))
    assert told[""] == ["a100", "h100", "Part of a GPU: a100"]
    assert told["Sessions with it ≠ (differs)"][1].startswith("Big: ")
    assert "Long: " in told["Sessions with it ≠ (differs)"][1]
    assert told["How many there are ≠ (differs)"][2] == "8 parts of a GPU"


async def test_of_more_than_four_the_address_says_which(
    house: PageHouse, sessions: StubSessions
) -> None:
    kinds = [BIG.model_copy(update={"partition": f"p{number}"}) for number in range(6)]
    sessions.offers = offers(*kinds)
    first = await house.open("compare/gpus", "ada")
    assert table(first)[""] == [f"h100 (p{number})" for number in range(4)]
    assert "Four fit side by side." in text_of(first)
    asked = urlencode([("gpu", f"/p{number}/h100") for number in (5, 1, 9)])
    second = await house.open(f"compare/gpus?{asked}", "ada")
    assert table(second)[""] == ["h100 (p5)", "h100 (p1)"]
    assert "Add: h100 (p0)" in text_of(second)
    short = table(await house.open(f"compare/gpus?{asked}&only=differences", "ada"))
    assert set(short) == {"", "Partition ≠ (differs)"}


async def test_without_gpus_it_says_what_to_do_and_nothing_leads_there(
    house: PageHouse, sessions: StubSessions
) -> None:
    assert soup(await house.open("launch", "ada")).select("a[href$='compare/gpus']")
    sessions.offers = offers(SMALL)
    assert "Ask its operator" in text_of(await house.open("compare/gpus", "ada"))
    for path in ("launch", "find", "compare"):
        assert not soup(await house.open(path, "ada")).select("a[href$='compare/gpus']")
    known = house.portal.settings
    house.portal.settings = known.model_copy(update={"has_gpus": True})
    for path in ("find", "compare"):
        assert soup(await house.open(path, "ada")).select("a[href$='compare/gpus']")

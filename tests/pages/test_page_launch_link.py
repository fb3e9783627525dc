"""A link is checked again when it is opened: what does not fit is replaced, and said to be."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from page_house import PageHouse, soup
from stub_sessions import FULL, GPU, StubSessions, add_sessions

from officina_hub.session_api.answers import Fault, Quote, Reservation


@pytest.fixture
def sessions(house: PageHouse) -> StubSessions:
    found = add_sessions(house.hub)
    found.offers = FULL.model_copy(
        update={
            "profiles": (
                FULL.profiles[0],
                GPU.model_copy(update={"reservations": (Reservation(name="class", ends_at=None),)}),
            )
        }
    )
    return found


async def opened(house: PageHouse, query: str) -> BeautifulSoup:
    answer = await house.open(f"launch?{query}", "ada")
    assert answer.status == 200
    return soup(answer)


def told(page: BeautifulSoup) -> list[str]:
    return [" ".join(each.get_text().split()) for each in page.select("#replaced li")]


async def test_a_link_that_fits_is_not_talked_about(
    house: PageHouse, sessions: StubSessions
) -> None:
    page = await opened(house, "profile=gpu&gpus=2&minutes=120&account=proto&environment=jax")
    assert not page.select("#replaced")
    assert page.select_one("#field-environment option[selected]")["value"] == "jax"


async def test_a_number_out_of_bounds_is_replaced_by_the_preset(
    house: PageHouse, sessions: StubSessions
) -> None:
    page = await opened(house, "profile=gpu&gpus=99&minutes=120")
    assert told(page) == ["GPUs: “99” was replaced by “1”. From 1 to 4 can be chosen here."]
    assert page.select_one("#field-gpus")["value"] == "1"
    assert page.select_one("#field-minutes")["value"] == "120"
    assert "gpus=1" in page.select_one("#link")["value"]
    assert not page.select(".alert-danger")
    assert page.select_one("#fault-gpus").get_text() == ""


async def test_a_profile_that_is_not_here_takes_its_values_with_it(
    house: PageHouse, sessions: StubSessions
) -> None:
    page = await opened(house, "profile=h100&gpus=2&account=proto")
    assert told(page) == [
        "Kind of session: “h100” was replaced by “Small”. There is no such kind of session here.",
        "GPUs: “2” was left out. This kind of session does not let one choose it.",
        "Account that pays: “proto” was left out. This kind of session does not let one choose it.",
    ]
    assert page.select_one("input[name=profile][checked]")["value"] == "small"


async def test_what_is_left_out_is_called_as_the_form_calls_it(
    house: PageHouse, sessions: StubSessions
) -> None:
    query = "profile=h100&minutes=60&environment=jax"
    answer = await house.open(f"launch?{query}", "ada", headers={"Accept-Language": "de"})
    found = [line.partition(" wurde")[0] for line in told(soup(answer))]
    assert found[1:] == ["Minuten: „60“", "Software: „JAX“"]


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("account=theirs", "Account that pays: “theirs” was replaced by “proto: 10 h left”."),
        ("account=spent", "Account that pays: “spent” was replaced by “proto: 10 h left”."),
        ("environment=tensorflow", "Software: “tensorflow” was replaced by “PyTorch 2”."),
        ("reservation=yesterday", "Reservation: “yesterday” was replaced by “None”."),
        ("qos=fastest", "Service class (QOS): “fastest” was replaced by “normal”."),
    ],
)
async def test_a_name_that_cannot_be_chosen_now_is_never_replaced_in_silence(
    house: PageHouse, sessions: StubSessions, query: str, said: str
) -> None:
    [line] = told(await opened(house, f"profile=gpu&{query}"))
    assert line.startswith(said)
    assert "It is not among what can be chosen now: " in line


async def test_what_no_link_of_ours_says_is_named_and_left_out(
    house: PageHouse, sessions: StubSessions
) -> None:
    page = await opened(house, "profile=gpu&gpus=2&colour=red&prologue=rm%20-rf")
    assert told(page) == [
        "colour was left out. A link to this page has no value of that name.",
        "prologue was left out. A link to this page has no value of that name.",
    ]
    assert "colour" not in str([query for _, query in sessions.asked])


async def test_a_second_misfit_that_hides_behind_the_first_is_found(
    house: PageHouse, sessions: StubSessions
) -> None:
    """The partition's own limit is looked at only when all values are within the profile."""

    def quote(query: dict[str, str]) -> Quote:
        bad = "gpus" if query.get("gpus") == "99" else "minutes" if "minutes" in query else ""
        faults = (Fault(field=bad, code="time-limit", message="No."),) if bad else ()
        return Quote(choice={"profile": "gpu"}, gpu_hours=1, counted_hours=1, faults=faults)

    sessions.quote = quote  # type: ignore[method-assign]
    page = await opened(house, "profile=gpu&gpus=99&minutes=300")
    assert [line.partition(":")[0] for line in told(page)] == ["GPUs", "Minutes"]
    assert not page.select(".alert-danger")


@pytest.mark.parametrize("code", ["budget", "closed", "too-many", "name-refused"])
async def test_what_only_stands_against_it_now_is_told_at_its_field_instead(
    house: PageHouse, sessions: StubSessions, code: str
) -> None:
    sessions.faults = (Fault(field="account", code=code, message="Ask for less."),)
    page = await opened(house, "profile=gpu&gpus=2&account=proto")
    assert not page.select("#replaced")
    assert page.select_one("#fault-account").get_text() == "Ask for less."
    assert page.select_one("#field-gpus")["value"] == "2"


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("profile=<script>alert(1)</script>", "“<script>alert(1)</script>”"),
        ("profile=gpu&gpus=%22%3E%3Cb%3Ex", '“">x'.replace(">x", "><b>x”")),
        ("profile=gpu&gpus=" + "9" * 5000, "9" * 40 + "…"),
        ("profile=" + "a" * 5000, "a" * 40 + "…"),
        ("profile=gpu&gpus=1%0A%23SBATCH", "1�#SBATCH"),
        ("profile=gpu&" + "&".join(f"x{n}=1" for n in range(500)), "x0 was left out"),
        ("<script>alert(1)</script>=1", "<script>alert(1)</script> was left out"),
    ],
)
async def test_too_much_and_script_text_are_shown_as_text_and_short(
    house: PageHouse, sessions: StubSessions, query: str, shown: str
) -> None:
    answer = await house.open(f"launch?{query}", "ada")
    page = soup(answer)
    assert shown in " ".join(told(page))
    assert len(told(page)) <= 12
    assert all(len(line) < 250 for line in told(page))
    assert b"<script>alert" not in answer.content
    assert b"<b>" not in answer.content
    asked = [sent for what, sent in sessions.asked if what == "offers"]
    assert all(len(value) <= 200 for sent in asked for value in sent.values())

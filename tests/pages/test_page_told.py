"""What the Hub and Slurm say, in the reader's language: reasons, refusals, ends, faults."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from page_house import PageHouse, soup, text_of
from stub_sessions import ENDED, FULL, GPU, WAITING, StubSessions, add_sessions

from officina_courses.saying import Saying
from officina_hub.portal.i18n import LANGUAGES, translations
from officina_hub.session_api.answers import SessionAnswer
from officina_hub.session_api.offering import NO_PROJECT
from officina_hub.session_api.quoting import TOO_LONG, fault_of
from officina_hub.session_api.unfitting import BETWEEN, LABELS
from officina_spawners.errors import INSIDE, SessionError
from officina_spawners.slurm.explanation import Circumstances, Explanation
from officina_spawners.slurm.jobs import Ending, Job
from officina_spawners.slurm.limit_words import THINGS, explain_limit
from officina_spawners.slurm.refusal_words import REFUSALS, explain_refusal
from officina_spawners.slurm.waiting_words import REASONS, explain_unknown
from officina_spawners.slurm.words import how_it_ended, why_it_waits
from officina_spawners.systems import refusals as other_systems

SAME_EVERYWHERE = {"GPUs"}
FOREIGN = sorted(set(LANGUAGES) - {"en"})
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
STATES = (
    "TIMEOUT",
    "CANCELLED",
    "NODE_FAIL",
    "BOOT_FAIL",
    "OUT_OF_MEMORY",
    "PREEMPTED",
    "DEADLINE",
)
STATES += ("REVOKED", "FAILED", "COMPLETED", "SPECIAL_EXIT")


def ends() -> list[Explanation]:
    return [
        how_it_ended(Ending(id="1", state=state, exit_code=code, signal=signal, node=node, **more))
        for state in STATES
        for code, signal in ((0, 0), (1, 0), (127, 0), (0, 9), (0, 11))
        for node in ("g1", None)
        for more in ({}, {"started_at": NOON, "ended_at": NOON.replace(hour=13)})
    ]


def limits() -> list[Explanation]:
    names = [
        f"{owner}{kind}{thing}{rest}"
        for owner in ("QOS", "Assoc")
        for kind in ("Grp", "Max", "Min")
        for thing in THINGS
        for rest in ("", "Minutes", "RunMinutes", "PerJob")
    ]
    return [found for name in names if (found := explain_limit(name, Circumstances())) is not None]


def explanations() -> list[Explanation]:
    """Every code with its words, as the tables of the words have them."""
    refusals = [explain_refusal(said, Circumstances()) for said in ("Invalid qos", "?")]
    tables = [
        Explanation(code=row[1], said=(row[2],), advised=(row[3],))
        for row in (*REFUSALS, *other_systems.REFUSALS)
    ]
    others = [other_systems.GONE, other_systems.NO_EXTENSION, explain_unknown("New")]
    return [*REASONS.values(), *ends(), *limits(), *refusals, *tables, *others]


def texts(saying: Saying) -> list[str]:
    inner = [value for value in saying.values.values() if isinstance(value, Saying)]
    return [saying.text, *(text for each in inner for text in texts(each))]


@pytest.mark.parametrize("language", FOREIGN)
def test_every_code_has_its_sentence_in_every_language(language: str) -> None:
    known = translations(language)
    missing = {
        (told.code, text)
        for told in explanations()
        for each in (*told.said, *told.advised)
        for text in texts(each)
        if known.gettext(text) == text and text not in SAME_EVERYWHERE
    }
    assert not missing


@pytest.mark.parametrize("language", FOREIGN)
def test_an_error_of_the_spawner_is_told_with_its_reference(language: str) -> None:
    refusal = SessionError(INSIDE).refusal("ab12")
    assert refusal.message.endswith("(Reference for support: ab12)")
    known = translations(language)
    told = " ".join(each.put(known.gettext) for each in refusal.said)
    assert "ab12" in told
    assert "Reference" not in told


@pytest.fixture
def sessions(house: PageHouse) -> StubSessions:
    return add_sessions(house.hub)


async def page(house: PageHouse, path: str, language: str) -> Any:
    return await house.open(path, "ada", headers={"Accept-Language": language})


def ended(state: str, **changes: Any) -> SessionAnswer:
    told = how_it_ended(Ending(id="1", state=state, **changes))
    assert ENDED.last_ending is not None
    ending = ENDED.last_ending.model_copy(
        update={
            "code": told.code,
            "sentence": told.sentence,
            "advice": told.advice,
            "said": told.said,
            "advice_said": told.advised,
        }
    )
    return ENDED.model_copy(update={"last_ending": ending})


async def test_how_the_last_one_ended_is_told_in_german(
    house: PageHouse, sessions: StubSessions
) -> None:
    sessions.mine = (ended("NODE_FAIL", node="g7", started_at=NOON),)
    own = soup(await page(house, "launch", "de")).select_one("section.session")
    assert "Der Rechenknoten g7 ist ausgefallen" in own.get_text()
    assert not own.select("strong[lang], p[lang]")


async def test_why_it_waits_is_told_in_finnish(house: PageHouse, sessions: StubSessions) -> None:
    job = Job(id="1", state="PENDING", reason="Resources")
    told = why_it_waits(job, Circumstances(place=3, waiting=1200))
    said = {"why_said": told.said, "advice_said": told.advised}
    sessions.mine = (WAITING.model_copy(update=said),)
    text = text_of(await page(house, "launch", "fi"))
    assert re.search(r"Sinun työsi on numero 3, jonossa on 1\s200\.", text)


async def test_faults_and_closed_profiles_are_told_in_german(
    house: PageHouse, sessions: StubSessions
) -> None:
    closed = GPU.model_copy(update={"closed": str(NO_PROJECT), "closed_said": (NO_PROJECT,)})
    sessions.offers = FULL.model_copy(update={"profiles": (closed,)})
    long = TOO_LONG.with_values(partition="gpu", limit=240, found=300)
    sessions.faults = (fault_of("minutes", "time-limit", long),)
    found = soup(await page(house, "launch?profile=gpu&minutes=300", "de"))
    assert "Die Partition gpu erlaubt 240 Minuten" in found.select_one("#fault-minutes").get_text()
    assert "Keines Ihrer Konten" in found.select_one("#live-gpu").get_text()
    assert not found.select("main .fault[lang]")


async def test_an_ending_from_before_this_version_is_still_told_in_english(
    house: PageHouse, sessions: StubSessions
) -> None:
    sessions.mine = (ENDED,)
    assert "used more memory than it had asked for" in text_of(await page(house, "launch", "de"))


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("de", "GPUs: Hier gehen 1 bis 4, verlangt wurde 9."),
        ("fi", "GPU:t: täällä sallittu määrä on 1 \u2013 4, pyydetty 9."),
    ],
)
def test_a_number_that_does_not_fit_is_told_by_its_label(language: str, words: str) -> None:
    told = BETWEEN.with_values(label=LABELS["gpus"], low=1, high=4, wish=9)
    assert told.put(translations(language).gettext) == words

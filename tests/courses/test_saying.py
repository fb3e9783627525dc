"""A sentence with gaps: its English, its translation, and its way through JSON."""

from __future__ import annotations

from officina_courses.saying import Saying, about, in_english, say

GERMAN = {
    "%(owner)s lets %(job)s wait for %(hours)s hours.": "%(job)s wartet %(hours)s h: %(owner)s.",
    "the project %(name)s": "das Projekt %(name)s",
}
WAITS = say(
    "%(owner)s lets %(job)s wait for %(hours)s hours.",
    owner=say("the project %(name)s", name="proto 100%"),
    job="4711",
    hours=1.5,
)


def test_its_english_is_filled_and_begins_with_a_capital() -> None:
    assert str(WAITS) == "The project proto 100% lets 4711 wait for 1.5 hours."


def test_what_fills_a_gap_is_translated_too_and_numbers_are_written_as_the_reader_does() -> None:
    told = WAITS.put(GERMAN.__getitem__, lambda number: str(number).replace(".", ","))
    assert told == "4711 wartet 1,5 h: das Projekt proto 100%."


def test_a_sentence_of_slurm_can_be_about_another_batch_system() -> None:
    silent = say("%(system)s does not answer.")
    assert str(silent) == "Slurm does not answer."
    assert in_english(about((silent, silent), {"system": "PBS"})) == " ".join(
        ["PBS does not answer."] * 2
    )


def test_it_travels_whole_as_json() -> None:
    assert Saying.model_validate_json(WAITS.model_dump_json()) == WAITS

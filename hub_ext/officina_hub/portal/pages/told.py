"""What the Hub says, in the reader's language: each sentence by its text in the catalogues."""

from __future__ import annotations

from officina_courses.saying import Sayings
from officina_hub.portal.pages.formats import Formats, zone_named
from officina_hub.portal.pages.site import Reader
from officina_hub.session_api.answers import Fault, LastEnding, OffersAnswer, SessionAnswer


def in_words(reader: Reader, said: Sayings, english: str = "") -> str:
    """The sentences, one after the other; ``english`` where there are none in parts."""
    if not said:
        return english
    formats = Formats(reader.language, zone_named(reader.zone))

    def number(value: int | float) -> str:
        return formats.points(value) if isinstance(value, float) else formats.number(value)

    return " ".join(each.put(reader.translations.gettext, number) for each in said)


def faults_in_words(reader: Reader, faults: tuple[Fault, ...]) -> tuple[Fault, ...]:
    """What stands against a choice."""
    return tuple(
        fault.model_copy(update={"message": in_words(reader, fault.said, fault.message)})
        for fault in faults
    )


def offers_in_words(reader: Reader, offers: OffersAnswer) -> OffersAnswer:
    """Why something cannot be started, or is not known."""
    profiles = tuple(
        each.model_copy(
            update={
                "closed": in_words(reader, each.closed_said, each.closed),
                "troubles": tuple(in_words(reader, (one,)) for one in each.troubles_said)
                or each.troubles,
            }
        )
        for each in offers.profiles
    )
    return offers.model_copy(update={"profiles": profiles})


def session_in_words(reader: Reader, answer: SessionAnswer) -> SessionAnswer:
    """Why it waits, what is wrong with it, and how the one before it ended."""
    ending = answer.last_ending
    return answer.model_copy(
        update={
            "why": in_words(reader, answer.why_said, answer.why),
            "advice": in_words(reader, answer.advice_said, answer.advice),
            "trouble": in_words(reader, answer.trouble_said, answer.trouble),
            "last_ending": _ending_in_words(reader, ending) if ending else None,
        }
    )


def _ending_in_words(reader: Reader, ending: LastEnding) -> LastEnding:
    return ending.model_copy(
        update={
            "sentence": in_words(reader, ending.said, ending.sentence),
            "advice": in_words(reader, ending.advice_said, ending.advice),
        }
    )

"""Terms and agreements on data in words: what an answer means, where an agreement stands."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, NamedTuple

from babel.support import NullTranslations

from officina_hub.portal.pages.states import Chip
from officina_widgets.data_wire import ClauseOut, DataState, TermAnswer


class Verdict(NamedTuple):
    """What terms mean for a plan."""

    chip: Chip
    sentence: str


def written(policy: Mapping[str, Any]) -> str:
    """As JSON to look at; what would move, hide or reverse other words stands as its number."""
    text = json.dumps(policy, indent=2, ensure_ascii=False)
    return "".join(
        each if each.isprintable() or each == "\n" else json.dumps(each)[1:-1] for each in text
    )


def verdict_of(t: NullTranslations, answer: TermAnswer) -> Verdict:
    """Of a whole offer."""
    return {
        "yes": Verdict(
            Chip(t.gettext("Fits"), "fa-check", "state-graded"),
            t.gettext("These terms allow what you plan."),
        ),
        "no": Verdict(
            Chip(t.gettext("Does not fit"), "fa-xmark", "state-problem"),
            t.gettext(
                "These terms do not allow what you plan, so nobody can agree to them here. Plan it "
                "otherwise above, or ask the provider for other terms."
            ),
        ),
        "unknown": Verdict(
            Chip(t.gettext("A person decides"), "fa-user-pen", "state-waiting"),
            t.gettext(
                "A machine cannot tell whether these terms allow it. Say more about your plan "
                "above; what still is marked after that, a person who may sign has to read and to "
                "decide."
            ),
        ),
    }[answer]


def action_words(t: NullTranslations) -> dict[str, str]:
    """What can be planned to be done with data, in the order in which it is asked."""
    return {
        "read": t.gettext("Look at them"),
        "analyze": t.gettext("Analyse them"),
        "anonymize": t.gettext("Make them anonymous"),
        "modify": t.gettext("Change them"),
        "derive": t.gettext("Make something new of them"),
        "reproduce": t.gettext("Copy them"),
        "share": t.gettext("Share them with others without profit"),
        "distribute": t.gettext("Pass them on to others"),
        "commercialize": t.gettext("Use them commercially"),
        "sell": t.gettext("Sell them"),
    }


def clause_chip(t: NullTranslations, clause: ClauseOut) -> Chip:
    """What one rule means for a plan."""
    if clause.kind == "owed" and clause.answer == "yes":
        return Chip(t.gettext("You promise it"), "fa-handshake")
    return verdict_of(t, clause.answer).chip


def data_chip(t: NullTranslations, state: DataState) -> Chip:
    """Where an agreement stands."""
    return {
        "negotiating": Chip(t.gettext("Being agreed"), "fa-handshake", "state-busy"),
        "refused": Chip(t.gettext("Not agreed"), "fa-xmark", "state-problem"),
        "fetching": Chip(t.gettext("Data on their way"), "fa-download", "state-busy"),
        "failed": Chip(t.gettext("Data did not come"), "fa-triangle-exclamation", "state-problem"),
        "stopped": Chip(t.gettext("Stopped"), "fa-hand"),
        "here": Chip(t.gettext("Data are here"), "fa-check", "state-graded"),
        "removed": Chip(t.gettext("Data removed"), "fa-rotate-left"),
    }[state]


def data_sentence(t: NullTranslations, state: DataState, *, is_agreed: bool) -> str:
    """What that means, and what to do now."""
    if state == "stopped" and not is_agreed:
        return t.gettext("You stopped it before anything was agreed.")
    return {
        "negotiating": t.gettext(
            "The provider was asked. Some answer in a second; with others people look at it first. "
            "You may close this page."
        ),
        "refused": t.gettext("Nothing was agreed. The reason stands below."),
        "fetching": t.gettext("It is agreed, and the data are being fetched."),
        "failed": t.gettext("It is agreed, but the data did not come. The reason stands below."),
        "stopped": t.gettext(
            "You stopped it after it was agreed. The agreement stands; the data can be fetched at "
            "any time."
        ),
        "here": t.gettext("It is agreed, and the data are here. Keep the agreement with them."),
        "removed": t.gettext("The data were removed. The agreement stands, with all it asks."),
    }[state]


def step_of(t: NullTranslations, state: str) -> str:
    """How far a negotiation is, by the protocol's own states."""
    return {
        "REQUESTED": t.gettext("The provider has the request."),
        "OFFERED": t.gettext("The provider made its offer."),
        "ACCEPTED": t.gettext("The offer is accepted, and the provider writes the agreement."),
        "AGREED": t.gettext("The agreement came, and is compared with the offer."),
        "VERIFIED": t.gettext("The agreement is confirmed, and the provider closes it."),
        "FINALIZED": t.gettext("It is agreed."),
    }.get(state, t.gettext("The provider is being asked."))

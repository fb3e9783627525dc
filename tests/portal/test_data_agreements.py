"""Agreements on data as the store keeps them: bounded, owned, moved by nobody behind one's back."""

from __future__ import annotations

from typing import Any, get_args

import pytest
from babel.support import NullTranslations
from data_samples import STELLA, WANTED
from portal_house import NOON
from sqlalchemy.orm import Session

from officina_hub.federation.dataspace.terms.actions import ACTIONS
from officina_hub.portal.errors import Conflict, NotFound, PortalError, TooMany
from officina_hub.portal.pages.data_words import action_words
from officina_hub.portal.store.act import Act
from officina_hub.portal.store.data_agreements import (
    MOST_KEPT,
    MOST_UNDER_WAY,
    MOST_WITH_PARTNER,
    agreement_out,
    agreements_of,
    begin,
    fetch_again,
    moved,
    remove,
    stop,
    unfinished,
)
from officina_widgets.data_wire import PlannedAction

AGREED = {"state": "fetching", "agreement": {"@id": "urn:agreement"}, "agreed_at": NOON}
CAME: dict[str, Any] = {"state": "here", "sha256": "a" * 64, "bytes": 3, "fetched_at": NOON}


def test_all_that_can_be_planned_has_words_and_is_judged_as_odrl_names_it() -> None:
    choices = get_args(PlannedAction)
    assert tuple(action_words(NullTranslations())) == choices
    assert set(choices) <= ACTIONS
    assert set(WANTED.actions) <= set(choices)


def test_one_of_a_dataset_is_under_way_at_a_time(session: Session) -> None:
    first = begin(session, WANTED, STELLA)
    with pytest.raises(Conflict, match="not finished yet"):
        begin(session, WANTED, STELLA)
    begin(session, WANTED, Act(user="ada", at=NOON))
    stop(session, first.id, STELLA)
    assert begin(session, WANTED, STELLA).state == "negotiating"
    assert len(agreements_of(session, "stella")) == 2


def test_few_are_under_way_and_few_files_are_kept(session: Session) -> None:
    for number in range(MOST_UNDER_WAY):
        last = begin(session, WANTED._replace(record_id=f"r{number}"), STELLA)
    with pytest.raises(TooMany):
        begin(session, WANTED, STELLA)
    ids = unfinished(session)
    assert last.id in ids
    for id in ids:  # noqa: A001
        moved(session, id, ("negotiating",), CAME, NOON)
    for number in range(MOST_KEPT - MOST_UNDER_WAY):
        more = begin(session, WANTED._replace(record_id=f"s{number}"), STELLA)
        moved(session, more.id, ("negotiating",), CAME, NOON)
    with pytest.raises(TooMany, match="no more are kept"):
        begin(session, WANTED, STELLA)


def test_what_a_person_decided_is_not_undone_by_what_comes_later(session: Session) -> None:
    one = begin(session, WANTED, STELLA)
    stop(session, one.id, STELLA)
    assert not moved(session, one.id, ("negotiating",), AGREED, NOON)
    assert agreement_out(session, one.id).state == "stopped"
    with pytest.raises(Conflict):
        fetch_again(session, one.id, STELLA)  # nothing was agreed


def test_an_agreement_stays_when_its_data_go(session: Session) -> None:
    one = begin(session, WANTED, STELLA)
    moved(session, one.id, ("negotiating",), AGREED, NOON)
    moved(session, one.id, ("fetching",), CAME, NOON)
    gone = remove(session, one.id, STELLA)
    assert (gone.state, gone.agreement_id, gone.sha256) == ("removed", "urn:agreement", "a" * 64)
    assert fetch_again(session, one.id, STELLA).state == "fetching"


@pytest.mark.parametrize("deed", [remove, fetch_again])
def test_a_deed_that_does_not_fit_is_refused(session: Session, deed: Any) -> None:
    one = begin(session, WANTED, STELLA)
    with pytest.raises(PortalError, match="stands elsewhere"):
        deed(session, one.id, STELLA)
    with pytest.raises(NotFound):
        deed(session, "11111111-2222-3333-4444-555555555555", STELLA)


def test_one_provider_is_asked_only_so_much_at_once(session: Session) -> None:
    for number in range(MOST_WITH_PARTNER):
        person = STELLA.model_copy(update={"user": f"steward{number}"})
        begin(session, WANTED, person)
    with pytest.raises(TooMany, match="with that provider"):
        begin(session, WANTED, STELLA)
    assert begin(session, WANTED._replace(partner="other"), STELLA).state == "negotiating"

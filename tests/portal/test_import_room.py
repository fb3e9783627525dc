"""One person may bring in so many courses at once, and others as many beside."""

from __future__ import annotations

import pytest
from import_samples import TINA, origin, package, proved, taken
from portal_house import NOON
from sqlalchemy.orm import Session

from officina_courses.checks.codes import found
from officina_hub.portal.errors import Conflict
from officina_hub.portal.store.act import Act
from officina_hub.portal.store.import_room import MOST_UNDECIDED, MOST_WAITING, MOST_WAITING_OF_ALL
from officina_hub.portal.store.imports import discard_import, prove_again, take_import


def test_more_than_the_prover_is_given_at_once_are_refused_until_one_is_let_go(session: Session):
    queued = [taken(session, course_id=f"tea-{number}") for number in range(MOST_WAITING)]
    with pytest.raises(Conflict, match="5 courses that you brought in are run or wait"):
        taken(session, course_id="one-more")
    theo = Act(user="theo", at=NOON)
    assert take_import(session, package("1.0.0", "his"), origin(), theo).state == "proving"
    discard_import(session, queued[0].release_id, TINA)
    assert taken(session, course_id="one-more").state == "proving"


def test_what_did_not_run_green_is_not_run_again_while_as_many_wait(session: Session):
    bad = proved(session, found("OFF101", "no"), course_id="bad")
    for number in range(MOST_WAITING):
        taken(session, course_id=f"tea-{number}")
    with pytest.raises(Conflict, match="run or wait to be run"):
        prove_again(session, bad.release_id, TINA)


def test_imports_that_nobody_decides_on_are_bounded_too(session: Session):
    ran = [proved(session, course_id=f"tea-{number}") for number in range(MOST_UNDECIDED)]
    with pytest.raises(Conflict, match="are neither published nor discarded"):
        taken(session, course_id="one-more")
    discard_import(session, ran[3].release_id, TINA)
    assert taken(session, course_id="one-more").state == "proving"


def test_more_than_a_hub_runs_in_hours_are_refused_whoever_brings_them(session: Session):
    for number in range(MOST_WAITING_OF_ALL):
        act = Act(user=f"trainer-{number // MOST_WAITING}", at=NOON)
        take_import(session, package("1.0.0", f"tea-{number}"), origin(), act)
    with pytest.raises(Conflict, match="40 courses from elsewhere are run on this hub"):
        take_import(session, package("1.0.0", "one-more"), origin(), Act(user="theo", at=NOON))

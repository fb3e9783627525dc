"""Courses from elsewhere: nobody sees one before it ran here and a trainer published it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from import_samples import (
    GRADER,
    TINA,
    claimed,
    file_origin,
    learners_get,
    origin,
    package,
    proved,
    report,
    taken,
)
from portal_house import NOON
from sqlalchemy import select
from sqlalchemy.orm import Session

from officina_courses.checks.codes import found
from officina_hub.portal.db import tables as t
from officina_hub.portal.errors import Conflict
from officina_hub.portal.store.act import Act
from officina_hub.portal.store.audit import referenced_blobs
from officina_hub.portal.store.imports import (
    discard_import,
    import_out,
    imports_of,
    prove_again,
    publish_import,
    take_import,
)
from officina_hub.portal.store.queue import MAX_TRIES, claim
from officina_hub.portal.store.releases import receive
from officina_hub.portal.store.results import Handed, hand_in
from officina_widgets.import_wire import EarlierFile, ImportOut, ProofResult
from officina_widgets.wire import FileEntry


def published(session: Session) -> ImportOut:
    one = proved(session)
    learners_get(session, one.release_id)
    return one


def test_no_grader_that_learners_wait_for_takes_a_proof(session: Session):
    one = taken(session)
    assert one.state == "proving"
    assert claim(session, "grader-1", GRADER, lease_seconds=60) is None
    assert claim(session, "checker-1", GRADER, lease_seconds=60, kinds=("check",)) is None
    job = claimed(session)
    assert (job.kind, job.release_id) == ("prove", one.release_id)


def test_what_ran_green_is_published_only_when_a_trainer_says_so(session: Session):
    one = proved(session)
    assert one.state == "proved"
    assert one.proof is not None
    assert session.get(t.Publication, "tea") is None
    assert publish_import(session, one.release_id, TINA).state == "preparing"
    prepares = select(t.Job).where(t.Job.kind == "prepare", t.Job.release_id == one.release_id)
    assert session.scalars(prepares).one().state == "waiting"


@pytest.mark.parametrize("code", ["OFF060", "OFF100", "OFF102", "OFF121", "OFF111", "OFF210"])
def test_what_did_not_run_green_cannot_be_published(session: Session, code: str):
    one = proved(session, found(code, "This happened."))
    assert one.state == "unproved"
    with pytest.raises(Conflict, match="unproved"):
        publish_import(session, one.release_id, TINA)


def test_what_was_not_run_at_all_is_not_proved(session: Session):
    one = taken(session)
    job = claimed(session)
    handed = Handed(proof=ProofResult(report=report(not_run="No Python for it here.")))
    hand_in(session, job.id, job.lease, handed, GRADER)
    assert import_out(session, one.release_id).state == "unproved"


def test_advice_on_texts_is_left_to_the_trainer(session: Session):
    assert proved(session, found("OFF172", "A text is long.")).state == "proved"


def test_it_runs_again_after_something_was_mended_here(session: Session):
    one = proved(session, found("OFF060", "No such file."))
    again = prove_again(session, one.release_id, TINA)
    assert (again.state, again.proof) == ("proving", None)
    assert claimed(session).release_id == one.release_id


def test_a_proof_that_ends_its_worker_each_time_is_given_up_with_a_sentence(session: Session):
    one = taken(session)
    for turn in range(MAX_TRIES + 1):
        late = Act(user="officina-grader", at=NOON + timedelta(hours=turn))
        claim(session, "prover-1", late, lease_seconds=60, kinds=("prove",))
    ended = import_out(session, one.release_id)
    assert ended.state == "unproved"
    assert f"ended {MAX_TRIES} times" in ended.message


def test_a_proof_of_what_was_discarded_meanwhile_is_dropped(session: Session):
    one = taken(session)
    job = claimed(session)
    discard_import(session, one.release_id, TINA)
    with pytest.raises(Conflict, match="lease"):
        hand_in(session, job.id, job.lease, Handed(proof=ProofResult(report=report())), GRADER)
    gone = import_out(session, one.release_id)
    assert (gone.state, gone.proof) == ("discarded", None)
    assert imports_of(session, "tina") == ()


def test_what_is_discarded_is_neither_run_nor_kept(session: Session):
    file = FileEntry(path="course.toml", sha256="c" * 64, size=1)
    one = taken(session, files=(file,))
    assert referenced_blobs(session) == {file.sha256}
    discard_import(session, one.release_id, TINA)
    assert claim(session, "prover-1", GRADER, lease_seconds=60, kinds=("prove",)) is None
    assert referenced_blobs(session) == set()


def test_one_version_is_run_once_at_a_time(session: Session):
    first = proved(session, found("OFF060", "No such file."))
    second = taken(session)
    with pytest.raises(Conflict, match="once more meanwhile") as refused:
        prove_again(session, first.release_id, TINA)
    assert refused.value.code == "version-taken"
    discard_import(session, second.release_id, TINA)
    assert prove_again(session, first.release_id, TINA).state == "proving"


def test_what_another_factory_published_meanwhile_is_not_replaced(session: Session):
    mine = proved(session)
    other = take_import(session, package("2.0.0"), origin(peer="bsc"), TINA)
    job = claimed(session)
    hand_in(session, job.id, job.lease, Handed(proof=ProofResult(report=report())), GRADER)
    learners_get(session, mine.release_id)
    with pytest.raises(Conflict, match="under another name"):
        publish_import(session, other.release_id, TINA)


def test_a_version_that_came_to_nothing_is_free_again(session: Session):
    discard_import(session, taken(session).release_id, TINA)
    assert taken(session).state == "proving"


def test_the_same_twice_is_told(session: Session):
    taken(session)
    with pytest.raises(Conflict, match="here already") as refused:
        taken(session)
    assert refused.value.code == "already-here"


def test_a_new_version_of_the_same_origin_comes_under_the_same_name(session: Session):
    published(session)
    assert proved(session, version="1.1.0").state == "proved"


def test_a_course_made_here_is_not_replaced_by_one_from_elsewhere(session: Session):
    receive(session, package(), TINA)
    session.scalars(select(t.Release)).one().state = "published"
    with pytest.raises(Conflict, match="under another name") as refused:
        take_import(session, package("2.0.0"), origin(), TINA)
    assert refused.value.code == "other-origin"


def test_a_course_of_one_factory_is_not_replaced_by_that_of_another(session: Session):
    published(session)
    with pytest.raises(Conflict, match="under another name"):
        take_import(session, package("2.0.0"), origin(peer="bsc"), TINA)


def test_a_file_takes_the_place_of_another_only_if_somebody_says_they_have_one_maker(
    session: Session,
):
    first = proved(session, whence=file_origin("b" * 64))
    assert first.replaces_file is None
    learners_get(session, first.release_id)
    second = proved(session, version="1.1.0", whence=file_origin())
    assert second.replaces_file == EarlierFile(version="1.0.0", claimed_by=("b" * 64,))
    for said in (None, "", "0.9.0"):
        with pytest.raises(Conflict, match="nobody can tell by them") as refused:
            publish_import(session, second.release_id, TINA, same_maker_as=said)
        assert refused.value.code == "unproved-maker"
        assert "bbbbbbbbbbbbbbbb" in str(refused.value)
        assert "nobody signed" in str(refused.value)
    learners_get(session, second.release_id, same_maker_as="1.0.0")
    noted = session.scalars(select(t.Event.detail).where(t.Event.what == "import published")).all()
    assert noted[-1] == "1.1.0, said to have the maker of 1.0.0"


def test_a_file_that_says_the_same_signer_is_no_proof_of_one(session: Session):
    """The id of a key can be copied, and the key itself is in no package."""
    learners_get(session, proved(session, whence=file_origin("b" * 64)).release_id)
    second = proved(session, version="1.1.0", whence=file_origin("b" * 64))
    with pytest.raises(Conflict, match="one maker"):
        publish_import(session, second.release_id, TINA)


def test_files_that_came_in_before_anything_was_published_are_no_exception(session: Session):
    first = proved(session, whence=file_origin("b" * 64))
    second = proved(session, version="1.1.0", whence=file_origin())
    learners_get(session, first.release_id)
    with pytest.raises(Conflict, match="one maker"):
        publish_import(session, second.release_id, TINA)


def test_a_name_stays_with_its_trainers(session: Session):
    published(session)
    with pytest.raises(Conflict, match="not one of its trainers"):
        take_import(session, package("2.0.0"), origin(), Act(user="tom", at=NOON))


def test_an_older_version_takes_the_place_of_a_newer_one_only_where_somebody_says_so(
    session: Session,
):
    learners_get(session, proved(session, version="1.10.0").release_id)
    older = proved(session, version="1.9.0")
    for said in (None, "", "1.9.0"):
        with pytest.raises(Conflict, match=r"is older than 1\.10\.0") as refused:
            publish_import(session, older.release_id, TINA, instead_of=said)
        assert refused.value.code == "older-version"
    assert publish_import(session, older.release_id, TINA, instead_of="1.10.0").state == "preparing"

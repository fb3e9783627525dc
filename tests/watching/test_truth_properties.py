"""Whatever Slurm says in whatever order: no end without proof, and unknown ends nothing."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from memory_slurm import at

from officina_spawners.slurm.jobs import END_STATES, Ending, Job
from officina_spawners.watching.states import Gone, Unknown, last_seen
from officina_spawners.watching.truth import ABSENCE_SECONDS, Absent, Present, Silence, judge

SUBMITTED_AT = 100.0
LIVE = ("PENDING", "RUNNING", "CONFIGURING", "COMPLETING", "SUSPENDED", "REQUEUED")

moments = st.floats(min_value=0, max_value=2_000)
dates = st.none() | st.integers(0, 2_000).map(at)
words = st.sampled_from(LIVE) | st.text(max_size=12).filter(lambda word: word not in END_STATES)
finals = st.sampled_from(sorted(END_STATES))
live_jobs = st.builds(
    Job, id=st.just("7"), state=words, node=st.sampled_from([None, "g1", "g2"]), starts_at=dates
)
ended_jobs = st.builds(Job, id=st.just("7"), state=finals, starts_at=dates, ends_at=dates)
no_ending = st.none() | st.builds(Ending, id=st.just("7"), state=words, ended_at=dates)
endings = st.builds(Ending, id=st.just("7"), state=finals, ended_at=dates)
accountings = st.sampled_from(["answered", "unanswered", "off"])

silences = st.builds(Silence, at=moments, why=st.text(max_size=20))
harmless_rows = st.builds(Present, at=moments, job=live_jobs, ending=no_ending)
harmless_absences = st.builds(
    Absent,
    asked_at=moments,
    at=moments,
    accounting=st.sampled_from(["answered", "unanswered"]),
    ending=no_ending,
    by_number=st.booleans(),
)
early_ends = st.builds(
    Absent,
    asked_at=st.floats(min_value=0, max_value=SUBMITTED_AT, exclude_max=True),
    at=moments,
    accounting=accountings,
    ending=endings,
    by_number=st.booleans(),
)
anything = st.one_of(
    silences,
    st.builds(Present, at=moments, job=live_jobs | ended_jobs, ending=no_ending | endings),
    st.builds(
        Absent,
        asked_at=moments,
        at=moments,
        accounting=accountings,
        ending=no_ending | endings,
        by_number=st.booleans(),
    ),
)


def walk(pieces):
    state = Unknown(why="new", since=SUBMITTED_AT)
    for piece in pieces:
        before, state = state, judge(state, piece, submitted_at=SUBMITTED_AT)
        yield before, piece, state


@given(st.lists(st.one_of(silences, harmless_rows, harmless_absences, early_ends), max_size=30))
def test_no_sequence_without_proof_ends_a_job(pieces):
    assert not [state for _, _, state in walk(pieces) if isinstance(state, Gone)]


@given(st.lists(anything, max_size=30))
def test_every_end_has_its_proof_in_the_piece_that_brought_it(pieces):
    for before, piece, state in walk(pieces):
        if isinstance(state, Gone) and not isinstance(before, Gone):
            assert is_proof(before, piece)


@given(st.lists(anything, max_size=30))
def test_silence_never_loses_what_was_seen(pieces):
    for before, piece, state in walk(pieces):
        if isinstance(piece, Silence) and not isinstance(before, Gone):
            assert isinstance(state, Unknown)
            assert last_seen(state) == last_seen(before)


@given(st.lists(anything, max_size=30))
def test_an_end_is_for_ever(pieces):
    ends = [state for _, _, state in walk(pieces) if isinstance(state, Gone)]
    assert all(end == ends[0] for end in ends)


def is_proof(before, piece):
    """Written from the promise, not from the code."""
    has_final_word = piece.ending is not None and piece.ending.state in END_STATES
    if isinstance(piece, Present):
        is_tidied_up = piece.job.state in {"COMPLETING", "STAGE_OUT"}
        return piece.job.state in END_STATES or (is_tidied_up and has_final_word)
    if piece.asked_at < SUBMITTED_AT:
        return False
    missed_since = getattr(before, "absent_since", None)
    is_long_missed = missed_since is not None and piece.asked_at - missed_since >= ABSENCE_SECONDS
    without_books = piece.accounting == "off" and piece.by_number and is_long_missed
    return has_final_word or (without_books and last_seen(before) is not None)

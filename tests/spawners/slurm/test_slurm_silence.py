"""Which failures of an order pass by themselves, and of which nobody knows."""

from __future__ import annotations

import pytest

from officina_spawners.slurm.client import Unrecognised
from officina_spawners.slurm.commands import Answer
from officina_spawners.slurm.quotation import LONGEST_LINE, first_line
from officina_spawners.slurm.silence import is_refusal, not_done

PASSING = [
    "sbatch: error: Batch job submission failed: Unable to contact slurm controller",
    "sbatch: error: Slurm temporarily unable to accept job, sleeping and retrying",
    "sbatch: error: Batch job submission failed: Socket timed out on send/recv operation",
    "sbatch: error: Batch job submission failed: Protocol authentication error",
    "sbatch: error: If munged is up, restart with --num-threads=10",
    "slurm_persist_conn_open: Failed to unpack persistent connection init resp message",
    "setpriv: fork: Resource temporarily unavailable",
]


@pytest.mark.parametrize("said", PASSING)
def test_a_known_trouble_passes(said):
    answer = Answer("sbatch", 1, b"", said)
    assert not is_refusal(answer)
    assert not isinstance(not_done(answer), Unrecognised)


@pytest.mark.parametrize(
    ("out", "err", "line"),
    [
        (b"", "\n\x1b[31mThe moon\x07 is full\x1b[0m\nsecond\n", "The moon  is full"),
        (b"your licence has expired\n", "", "your licence has expired"),
        (b"", "", ""),
        (b"", "Segmentation fault", "Segmentation fault"),
        (b"", "x" * 9_000, "x" * LONGEST_LINE),
    ],
)
def test_other_words_are_nobodys_and_their_first_line_is_kept_clean(out, err, line):
    failure = not_done(Answer("sbatch", 1, out, err))
    assert isinstance(failure, Unrecognised)
    assert failure.line == line
    assert str(failure).isprintable()


@pytest.mark.parametrize("reason", ["two-factor authentication is required", "be more persistent"])
def test_a_sites_own_refusal_is_one_whatever_its_words_remind_of(reason):
    said = f"sbatch: error: {reason}\nsbatch: error: Batch job submission failed: Unspecified error"
    assert is_refusal(Answer("sbatch", 1, b"", said))


def test_a_line_without_anything_to_read_is_passed_over():
    assert first_line("\x07 \n\t\nhere\n") == "here"

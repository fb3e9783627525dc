"""Telling Slurm's silence from its answers: when a command's words mean that nothing is known.

A command's exit status alone does not say it. ``squeue`` may end with 0 and still have complained
that it could not reach somebody; ``sbatch`` ends with 1 both when it was refused and when nobody
heard it. Only an answer that is certainly one is taken for one.
"""

from __future__ import annotations

import re

from officina_spawners.slurm.client import Unanswered, Unrecognised
from officina_spawners.slurm.commands import Answer
from officina_spawners.slurm.quotation import first_line

LONGEST_QUOTE = 500

# slurm_strerror's texts for "I could not ask", "ask later" and "I am ill", and what commands add.
SILENT = re.compile(
    r"Unable to contact slurm controller"
    r"|Communication (?:connection|shutdown) failure"
    r"|Unexpected missing socket|Can't find an address"
    r"|Socket timed out|Zero Bytes were transmitted|Header lengths are longer"
    r"|Connection (?:refused|reset|timed out)|No route to host|Network is unreachable"
    r"|Resource temporarily unavailable|[Tt]emporarily unable"
    r"|Munge|munge|Protocol authentication|[Aa]uthentication (?:credential|failure|plugin)"
    r"|standby mode|Incompatible versions|protocol version"
    r"|Unable to create job record|I/O error writing script"
    r"|can not be altered now|DB index is being set|Slurm internal error"
    r"|[Pp]roblem talking to the database|accounting storage|persist(?:ent)? conn"
    r"|stat file|Unable to process configuration|ClusterName needs|No cluster '"
    r"|can't be reached now|\bfatal: |Unable to initialize|configuration source|fetch config"
)
# How sbatch, scancel and scontrol begin when slurmctld, or they themselves, said no.
VERDICT = re.compile(
    r"Batch job submission failed: |^allocation failure: |Kill job error|^slurm_update error: "
    r"|Could not load state information for job \d+: Invalid job id"
    r"|^sbatch: (?:error: |unrecognized option|option )|for job \d+$",
    re.MULTILINE,
)
_FORGOTTEN = "slurm_load_jobs error: Invalid job id specified"
_COMPLAINT = re.compile(r"\b(?:error|fatal)\b", re.IGNORECASE)


def listened(answer: Answer) -> Answer:
    """The answer to a question, if it is one; otherwise ``Unanswered``."""
    if answer.status != 0 or _COMPLAINT.search(answer.err):
        raise unanswered(answer)
    if answer.said and not answer.out:
        raise unanswered(answer)  # "nothing" together with a remark is not a clean nothing
    return answer


def has_forgotten(answer: Answer) -> bool:
    """Whether squeue was asked for one job and slurmctld does not know it any more."""
    return answer.status != 0 and answer.said == _FORGOTTEN


def keeps_no_accounting(silence: Unanswered) -> bool:
    """Whether sacct said that there is no accounting at all, rather than that it is down."""
    return "accounting storage is disabled" in str(silence)


def is_refusal(answer: Answer) -> bool:
    """Whether Slurm understood an order and said no."""
    return not SILENT.search(answer.err) and bool(VERDICT.search(answer.err))


def unanswered(answer: Answer, why: str = "") -> Unanswered:
    """With the command's own words, for the log."""
    return Unanswered(_told(answer, why))


def not_done(answer: Answer, silent: re.Pattern[str] = SILENT) -> Unanswered:
    """Why an order that was not refused was not carried out: a known silence, or who knows what."""
    if silent.search(answer.err):
        return unanswered(answer)
    line = first_line(answer.err) or first_line(answer.text)
    return Unrecognised(_told(answer), line)


def _told(answer: Answer, why: str = "") -> str:
    said = answer.said[-LONGEST_QUOTE:] or answer.text.strip()[:LONGEST_QUOTE] or "nothing"
    on_one_line = "".join(sign if sign.isprintable() else " " for sign in said)
    return f"{answer.program} ended with {answer.status}{why}, and said: {on_one_line}"

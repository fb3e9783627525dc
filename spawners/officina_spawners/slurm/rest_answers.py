"""Telling slurmrestd's answers from its troubles: both come as errors in the same list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from officina_spawners.slurm.client import Refused, SlurmError, Unanswered, Unrecognised
from officina_spawners.slurm.quotation import first_line
from officina_spawners.slurm.silence import SILENT
from officina_spawners.slurm.words import why_it_was_refused

NO_SUCH_JOB = 2017  # ESLURM_INVALID_JOB_ID
ALREADY_DONE = 2021  # ESLURM_ALREADY_DONE
NOTHING_FOUND = 9003  # ESLURM_REST_EMPTY_RESULT
OURS = range(9000, 9100)  # slurmrestd did not understand the request: a mistake here, no refusal


def records(answer: Mapping[str, Any], key: str) -> Sequence[Mapping[str, Any]]:
    """What was asked for; nothing only when slurmrestd says that there is nothing."""
    codes = _codes(answer)
    if codes and not codes <= {NO_SUCH_JOB, NOTHING_FOUND}:
        raise Unanswered(f"slurmrestd: {said(answer)}")
    found = answer.get(key)
    if not isinstance(found, list) or not all(isinstance(record, dict) for record in found):
        raise Unanswered(f"slurmrestd's answer holds no {key}")
    return found


def obeyed(answer: Mapping[str, Any], *, fine: frozenset[int] = frozenset()) -> None:
    """Raise what kept an order from being carried out."""
    if _codes(answer) - fine:
        raise _trouble(answer)


def said(answer: Mapping[str, Any]) -> str:
    """The errors as one text, for the log and for the words."""
    found = [error for error in answer.get("errors") or () if isinstance(error, dict)]
    texts = (f"{error.get('description') or ''} {error.get('error') or ''}" for error in found)
    return "; ".join(text.strip() for text in texts)[:500] or "no text"


def _codes(answer: Mapping[str, Any]) -> set[int]:
    errors = answer.get("errors")
    if not isinstance(errors, list):
        raise Unanswered("slurmrestd's answer holds no list of errors")
    return {_code(error) for error in errors}


def _code(error: Any) -> int:
    """v0.0.38 has two names for it, and sometimes neither."""
    found = error.get("error_number", error.get("error_code")) if isinstance(error, dict) else None
    return found if isinstance(found, int) else -1


def _trouble(answer: Mapping[str, Any]) -> SlurmError:
    text = said(answer)
    if SILENT.search(text):
        return Unanswered(f"slurmrestd: {text}")
    if any(code in OURS for code in _codes(answer)):
        return Unrecognised(f"slurmrestd: {text}", first_line(text))
    return Refused(why_it_was_refused(text), text)

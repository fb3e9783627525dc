"""Questions made of loose parts, and the sentence where they cannot be asked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from officina_widgets.catalogue.asking import Ask
from officina_widgets.catalogue.faults import findings_of, sentence_of

NOT_A_QUESTION = (
    "This cannot be asked of the catalogue ({reason}). So nothing was searched. Change that part "
    "of the question and try again."
)


class NotAQuestion(ValueError):  # noqa: N818 - the name is the answer
    """A question that nobody can answer."""


def question(parts: Mapping[str, Any]) -> Ask:
    """The question with these parts; raises ``NotAQuestion``."""
    try:
        return Ask.model_validate(dict(parts))
    except ValidationError as error:
        raise NotAQuestion(not_a_question(error)) from error


def not_a_question(reason: ValidationError | str) -> str:
    """The sentence for it."""
    if isinstance(reason, ValidationError):
        reason = sentence_of(findings_of(reason)[0])
    return NOT_A_QUESTION.format(reason=reason)

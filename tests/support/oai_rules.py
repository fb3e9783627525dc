"""The rules of OAI-PMH 2.0, by which answers are looked at; ``tests/data/oai-pmh`` says whence."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from lxml import etree

RULES = Path(__file__).parents[1] / "data/oai-pmh/answer.xsd"


def faults_of(answer: bytes) -> list[str]:
    """What is wrong with an answer, with its line; nothing where it keeps to the rules."""
    rules = _rules()
    is_right = rules.validate(etree.fromstring(answer))
    return [] if is_right else [f"{one.line}: {one.message}" for one in rules.error_log]


@lru_cache(maxsize=1)
def _rules() -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(RULES))

"""The figures of a run as the reference shows them."""

from __future__ import annotations

import platform
import sqlite3
import statistics
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from typing import Literal

from benchmarks.find import lucene

Kind = Literal["tantivy", "sqlite", "lucene"]
NAMES: Mapping[Kind, str] = {"tantivy": "tantivy", "sqlite": "SQLite FTS5", "lucene": "Lucene"}
RELEASES: Mapping[Kind, Callable[[], str]] = {
    "tantivy": lambda: version("tantivy"),
    "sqlite": lambda: sqlite3.sqlite_version,
    "lucene": lucene.release,
}
TARGETS = {
    100_000: {"two words": 1, "word and beginning": 3, "typo": 8, "commonest words": 6},
    1_000_000: {"two words": 3, "word and beginning": 12, "typo": 15, "commonest words": 60},
}


@dataclass
class Figures:
    """What one contestant took. Milliseconds of CPU time for each question."""

    build_seconds: float
    size_mib: float
    memory_mib: float
    asked: dict[str, list[float]]


def section(count: int, taken: Mapping[Kind, Figures]) -> str:
    """A table of questions and one of indexes; ratios are to the first contestant."""
    names = [NAMES[kind] for kind in taken]
    asked = " | ".join(f"{name}, median | 99 of 100" for name in names)
    ratios = "".join(f" | {name} to {names[0]}" for name in names[1:])
    questions = next(iter(taken.values())).asked
    peers = ", ".join(f"{NAMES[kind]} {RELEASES[kind]()}" for kind in taken)
    lines = [
        f"### {count:,} records",
        "",
        f"| question | n | {asked}{ratios} |",
        "|---" * (1 + 3 * len(names)) + "|",
        *(_row(question, list(taken.values())) for question in questions),
        "",
        f"| index | {' | '.join(names)} |",
        "|---" * (1 + len(names)) + "|",
        _line("made in, CPU s", [each.build_seconds for each in taken.values()]),
        _line("size, MiB", [each.size_mib for each in taken.values()]),
        _line("memory that asking took, MiB", [each.memory_mib for each in taken.values()]),
        "",
        f"CPU milliseconds; {peers}, Python {platform.python_version()}.",
    ]
    if count in TARGETS:
        lines[-1] += f" Targets, medians of {names[0]}: {_targets(count, *taken.values())}."
    return "\n".join(lines)


def _row(question: str, taken: list[Figures]) -> str:
    summed = [_summed(each.asked[question]) for each in taken]
    figures = " | ".join(f"{median:.2f} | {last:.2f}" for median, last in summed)
    ratios = "".join(f" | {median / summed[0][0]:.1f}" for median, _ in summed[1:])
    return f"| {question} | {len(taken[0].asked[question])} | {figures}{ratios} |"


def _line(name: str, figures: list[float]) -> str:
    return f"| {name} | {' | '.join(f'{figure:.0f}' for figure in figures)} |"


def _summed(milliseconds: list[float]) -> tuple[float, float]:
    return statistics.median(milliseconds), statistics.quantiles(milliseconds, n=100)[-1]


def _targets(count: int, ours: Figures, *_others: Figures) -> str:
    told = []
    for name, most in TARGETS[count].items():
        verdict = "met" if statistics.median(ours.asked[name]) <= most else "**missed**"
        told.append(f"{name} at most {most} ms: {verdict}")
    return "; ".join(told)

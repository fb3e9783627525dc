"""Lucene as a contestant: Debian's jars, and a program of ours that is compiled for the run.

It gets each document's words folded and stemmed, as our engines keep them, and each question's
words with their stems, so that all contestants look for the same.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Final

from benchmarks.find.questions import Questions

from officina_widgets.catalogue.asking import Ask
from officina_widgets.catalogue.facets import FACET_NAMES
from officina_widgets.catalogue.search.backend import Document
from officina_widgets.catalogue.search.query import read_query
from officina_widgets.catalogue.search.weight import weight
from officina_widgets.catalogue.search.wording import Wording

PROGRAM: Final = Path(__file__).parent / "LuceneContestant.java"
JARS: Final = Path("/usr/share/java")
MODULES: Final = ("core", "facet", "queries", "analyzers-common")
BETWEEN: Final = "\x1f"
LEFT_OUT: Final = (
    "Lucene is left out: it needs javac and Debian's package liblucene8-java; install both with "
    "apt-get install openjdk-17-jdk-headless liblucene8-java"
)


def is_here() -> bool:
    """Whether Lucene 8 can be compiled against and run."""
    return bool(shutil.which("javac") and shutil.which("java")) and len(_jars()) == len(MODULES)


def release() -> str:
    """Lucene's own number, from its jar."""
    return _jars()[0].stem.rpartition("-")[2]


def build(documents: Iterable[Document], folder: Path) -> float:
    """Make the index below this folder; gives the CPU seconds of Java's process."""
    written = folder / "documents.tsv"
    with written.open("w", encoding="utf-8") as file:
        file.writelines(_lines(documents))
    seconds = float(_java(folder, "build", written))
    written.unlink()
    return seconds


def ask(questions: Questions, folder: Path) -> tuple[dict[str, list[float]], float]:
    """CPU milliseconds of the asking thread by class, and the whole process's memory in MiB."""
    asked, figures = folder / "questions.tsv", folder / "figures.tsv"
    lines = (_question(name, one) for name, asks in questions.items() for one in asks)
    asked.write_text("".join(lines), "utf-8")
    _java(folder, "ask", asked, figures)
    told = {
        name: [float(one) for one in rest]
        for name, *rest in (line.split("\t") for line in figures.read_text("utf-8").splitlines())
    }
    return told, told.pop("memory")[0]


def _lines(documents: Iterable[Document]) -> Iterator[str]:
    wording = Wording()
    for one in documents:
        words, stored = " ".join(wording.of(one).indexed), one.stored.decode()
        told = (one.id, str(one.modified), str(weight(one)), _facets(one.facets), words, stored)
        yield "\t".join(told) + "\n"


def _question(name: str, one: Ask) -> str:
    query = read_query(one.q, one.languages)
    words = ("*" * each.is_beginning + "|".join((each.word, *each.stems)) for each in query)
    return f"{name}\t{' '.join(words)}\t{_facets(one.facets)}\n"


def _facets(chosen: dict[str, tuple[str, ...]]) -> str:
    pairs = (
        f"{name}={value}" for name, values in chosen.items() for value in dict.fromkeys(values)
    )
    return BETWEEN.join(pairs)


@cache
def _jars() -> tuple[Path, ...]:
    found = (sorted(JARS.glob(f"lucene-{module}-8.*.jar")) for module in MODULES)
    return tuple(jars[-1] for jars in found if jars)


def _java(folder: Path, what: str, *files: Path) -> str:
    jars = ":".join(map(str, _jars()))
    classes = folder / "classes"
    if not classes.exists():
        _run(["javac", "-cp", jars, "-d", str(classes), str(PROGRAM)])
    command = ["java", "-Xmx2g", "-cp", f"{classes}:{jars}", PROGRAM.stem, what]
    return _run([*command, ",".join(FACET_NAMES), str(folder / "index"), *map(str, files)])


def _run(command: list[str]) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{command[0]} ended with {done.returncode}: {done.stderr.strip()}")
    return done.stdout

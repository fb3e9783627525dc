"""Made-up documents in a file: making them takes as long as an engine takes for its index.

So they are made once, and every contestant reads the same ones.
"""

from __future__ import annotations

import pickle
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.find.questions import Questions, Taken
from benchmarks.find.records import made

from officina_widgets.catalogue.search.backend import Document
from officina_widgets.catalogue.search.documents import document_of

DOCUMENTS, QUESTIONS = "documents.pickle", "questions.pickle"


def keep(count: int, folder: Path) -> None:
    """Make so many, and the questions to them."""
    taken = Taken(count)
    with (folder / DOCUMENTS).open("wb") as file:
        for each in taken.passing(made(count)):
            pickle.dump(document_of(each.record), file)
    (folder / QUESTIONS).write_bytes(pickle.dumps(taken.questions()))


def questions(folder: Path) -> Questions:
    """What to ask of them."""
    asked: Questions = pickle.loads((folder / QUESTIONS).read_bytes())
    return asked


class Source:
    """Documents one by one; how long reading them took is not the engine's."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.seconds = 0.0

    def documents(self) -> Iterator[Document]:
        with (self._folder / DOCUMENTS).open("rb") as file:
            while True:
                began = time.thread_time()
                try:
                    document = pickle.load(file)
                except EOFError:
                    return
                finally:
                    self.seconds += time.thread_time() - began
                yield document

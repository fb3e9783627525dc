"""Forks of a zygote that tests talk to cell by cell."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from officina_courses.grading.conversation import Conversation
from officina_courses.grading.replies import Ready, Reply
from officina_courses.grading.request import Limits
from officina_courses.grading.zygote.host import Started, Zygote

# As graders have it, who give way.
SMALL = Limits(cell_timeout_seconds=10, notebook_timeout_seconds=30, scratch_mib=8, gives_way=True)


class Fork:
    """A started fork; ``tell`` runs one cell and gives all that it printed."""

    def __init__(self, started: Started) -> None:
        self.started = started
        self._talk = Conversation(started.commands, started.replies, answer_bytes=64 << 20)
        start = {"op": "start", "files": str(started.files), "work": str(started.work)}
        self._talk.ask({**start, "output_bytes": 1 << 20}, Ready, seconds=30)

    def run(self, source: str, *, seconds: float = 20) -> Reply:
        """What became of one cell."""
        question = {"op": "cell", "source": source, "name": "cell", "show": True}
        return self._talk.ask({**question, "timeout": seconds}, Reply, seconds=seconds + 5)

    def tell(self, source: str) -> str:
        """What one cell printed, or its error."""
        told = []
        for output in self.run(source).outputs:
            if output.output_type == "stream":
                told.append(output.text)
            elif output.output_type == "error":
                told.append(f"{output.ename}: {output.evalue}")
        return "".join(told).strip()


@contextmanager
def forked(zygote: Zygote, files: Path | None = None, limits: Limits = SMALL) -> Iterator[Fork]:
    """A fork for a learner's cells."""
    with zygote.fork("learner", files, limits) as started:
        yield Fork(started)


def parent_of(pid: int) -> int:
    """The parent of a process: of a fork's first process, the zygote."""
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])

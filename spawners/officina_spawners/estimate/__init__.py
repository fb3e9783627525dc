"""When a job would start: learned habits, a simulated queue, and how good the answers have been.

Pure but for ``score.py``, which keeps a small file. This corner asks Slurm nothing itself: it is
given nodes, the queue and past jobs, as ``officina_spawners.slurm`` reads them.
"""

from officina_spawners.estimate.expectation import Expectation, Outlook, foresee
from officina_spawners.estimate.habits import Habits, learn
from officina_spawners.estimate.score import ENOUGH, Promise, Score, Scorebook
from officina_spawners.estimate.snapshot import Snapshot, Wish, snapshot_of

__all__ = [
    "ENOUGH",
    "Expectation",
    "Habits",
    "Outlook",
    "Promise",
    "Score",
    "Scorebook",
    "Snapshot",
    "Wish",
    "foresee",
    "learn",
    "snapshot_of",
]

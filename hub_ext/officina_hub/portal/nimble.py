"""What lets a portal answer many at once without a pause, set once when it is ready to listen.

Python's collector looks through everything that lives, now and then, and nobody is answered
meanwhile: with all that a portal has imported that took 110 to 170 ms. What is there at the start
stays to the end, so it is not looked through again; and since what an answer is made of goes by
itself, the collector comes more seldom, too.

Each time a thread waits for a socket, a disk or the index it gives up Python's lock, and has it
back only after another that computes has had its share: 5 ms as Python comes, and a request does
so some eight times.
"""

from __future__ import annotations

import gc
import sys
from typing import Final

SHARE_SECONDS: Final = 0.0005
NEW_OBJECTS: Final = 10_000
"""More than one answer is made of; as Python comes it is 700."""


def be_nimble() -> None:
    """For the process of a portal, whose start is done."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(NEW_OBJECTS, *gc.get_threshold()[1:])
    sys.setswitchinterval(SHARE_SECONDS)

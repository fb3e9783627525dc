"""``python -m officina_courses.similarity``: compares in a bounded process of its own.

It reads a ``Request`` from its input and writes an ``Answer``. What learners handed in is parsed
here and not where others wait, and whoever starts it may end it at any moment.
"""

from __future__ import annotations

import os
import resource
import sys

from officina_courses.similarity.request import Request, answer

MEMORY_BYTES = 2 << 30
CPU_SECONDS = 120
LOWEST_PRIORITY = 19


def main() -> None:
    """Compare what the input names."""
    os.nice(LOWEST_PRIORITY)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    request = Request.model_validate_json(sys.stdin.buffer.read())
    sys.stdout.write(answer(request).model_dump_json())


if __name__ == "__main__":
    main()

"""The grader: a process that takes work from the portal's queue, one piece at a time.

It holds one right, ``custom:officina:queue``, writes the courses' gradebooks on the hub node,
and may be killed at any moment: what it had not finished is offered to it again.
"""

from officina_hub.grader.main import main

__all__ = ["main"]

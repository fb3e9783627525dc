"""The graders: processes that take work from the portal's queue, each one piece at a time.

They hold one right, ``custom:officina:queue``, write the courses' gradebooks on the hub node, and
may be killed at any moment: what one had not finished is offered again.
"""

from officina_hub.grader.main import main

__all__ = ["main"]

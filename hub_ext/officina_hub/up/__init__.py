"""``officina up``: the embedded default, one supervisor over proxy, Hub, portal and grader.

It prepares the data folder, starts the four in order, waits until each answers, restarts what dies,
and leaves no process behind when it ends. On a factory's own machine systemd does the same work.
"""

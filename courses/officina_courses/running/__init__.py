"""Running a trainer's notebooks in a sandbox. ``run`` is the door."""

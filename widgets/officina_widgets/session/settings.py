"""What can be set about a session's limits: ``c.SessionLimits.<name>``."""

from __future__ import annotations

import os
from typing import Final

from traitlets import Float, default
from traitlets.config import Configurable

from officina_widgets.session.idleness import Rule

IDLE_VARIABLE: Final = "OFFICINA_IDLE_MINUTES"  # the spawner gives it, from the profile


class SessionLimits(Configurable):
    """The traits, in ``jupyter_server_config.py``."""

    idle_minutes = Float(
        min=0,
        help="""End the session when nobody and nothing has worked in it for so many minutes.
        Default: the idle_minutes of the profile it was started with; 0, never, where that says
        nothing. A running cell, a terminal that shows something, somebody at the keyboard, a busy
        GPU and a busy process all count as work; an open browser tab alone does not.""",
    ).tag(config=True)
    idle_warning_minutes = Float(
        5.0,
        min=0,
        help="""How long before that end JupyterLab warns, with a button to keep the session.""",
    ).tag(config=True)
    idle_gpu_percent = Float(
        5.0,
        min=0,
        max=100,
        help="""From which utilisation on the busiest of the session's GPUs counts as work, as
        nvidia-smi tells it. MIG slices have no such figure; there the processes decide.""",
    ).tag(config=True)
    idle_cpu_percent = Float(
        20.0,
        min=0,
        help="""From how much of one CPU core on the processes that the session has started count
        as work.""",
    ).tag(config=True)
    look_seconds = Float(
        60.0,
        min=0.1,
        help="""How often the session looks whether something works in it.""",
    ).tag(config=True)
    checkpoint_minutes = Float(
        5.0,
        min=0,
        help="""How long before the end of the time the scripts in ~/.officina/checkpoint.d are run.
        0: never.""",
    ).tag(config=True)
    checkpoint_seconds = Float(
        60.0,
        min=1,
        help="""How long those scripts may take, all together; then the one that runs is ended and
        the others are left out.""",
    ).tag(config=True)

    @default("idle_minutes")
    def _of_the_profile(self) -> float:
        try:
            return max(0.0, float(os.environ.get(IDLE_VARIABLE, "0")))
        except ValueError:
            return 0.0

    def idle_rule(self) -> Rule:
        """The part that is about idleness."""
        return Rule(
            minutes=self.idle_minutes,
            warning_minutes=min(self.idle_warning_minutes, self.idle_minutes),
            gpu_percent=self.idle_gpu_percent,
            cpu_percent=self.idle_cpu_percent,
        )

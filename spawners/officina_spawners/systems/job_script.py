"""The script of a session for a batch system: its directives, then what every session's job does.

The job opens its log itself, because not every system can put its number into the log's name; the
number is the script's first argument.
"""

from __future__ import annotations

import shlex

from officina_spawners.batch.script import LOG_NAME, Order, session_lines, shebang
from officina_spawners.systems.parcel import PARCEL_NAME
from officina_spawners.systems.system import BatchSystem

KEEP_PARCELS_DAYS = 45  # longer than any job may wait
OLD = shlex.quote(PARCEL_NAME.format("*"))


def script_for(system: BatchSystem, order: Order) -> str:
    """The whole script; its client takes it apart again."""
    before, after = map(shlex.quote, str(order.home / LOG_NAME).split("{job}"))
    return "\n".join(
        (
            shebang(order),
            *(f"{system.directive}{line}" for line in system.directives(order)),
            'cd "$HOME"',
            f'exec >> {before}"$1"{after} 2>&1',
            f'find "$HOME" -maxdepth 1 -type f -name {OLD} -mtime +{KEEP_PARCELS_DAYS} -delete'
            " || true",
            *session_lines(order),
        )
    )

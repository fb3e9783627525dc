"""What the session tells JupyterLab about itself."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
from typing import Any

from officina_widgets.session.life import SessionLife
from officina_widgets.session.nodes import nodes_of
from officina_widgets.session.use import use_of


def status_of(life: SessionLife, environment: Mapping[str, str] = os.environ) -> dict[str, Any]:
    """Times are also told as seconds from now, since the browser's clock is another."""
    end, now = life.end.end, time.time()
    return {
        "is_limited": life.is_limited,
        "ends_at": end.at if end else None,
        "seconds_left": end.seconds_left(now) if end else None,
        "extension_minutes": end.extension_minutes if end else 0,
        "nodes": nodes_of(environment),
        "place": life.end.place._asdict(),
        "idle": {
            "phase": life.idle.phase,
            "minutes": life.idle.rule.minutes,
            "seconds_left": life.idle.seconds_left,
        },
        "checkpoint": {
            "scripts": life.scripts(),
            "failed": [one.name for one in life.checkpoints if one.status != 0],
        },
        "batch": _batch(environment) if life.is_limited else None,
    }


async def status_and_use(life: SessionLife) -> dict[str, Any]:
    """The same, and what the session uses now."""
    use = await use_of()
    gpus = [gpu._asdict() for gpu in use.gpus]
    return {**status_of(life), "use": {**use._asdict(), "gpus": gpus}}


def _batch(environment: Mapping[str, str]) -> dict[str, Any]:
    from officina_widgets.session.batch_job import missing
    from officina_widgets.session.orders import Usual

    return {"missing": missing(environment), "gpus": Usual.of(environment).gpus}

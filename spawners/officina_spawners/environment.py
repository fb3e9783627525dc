"""The environment of a session: made anew, never inherited from the hub.

It reaches the process by ``env=`` alone; an argument could be read by everybody in the list
of processes.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

from officina_spawners.view import RUNTIME, SCRATCH

SYSTEM_PATH = "/usr/local/bin:/usr/bin:/bin"


def session_path() -> str:
    """Where a session finds its programs: this environment's first."""
    return f"{Path(sys.prefix, 'bin')}:{SYSTEM_PATH}"


def session_program() -> str:
    """The single-user server of this environment, which need not be on anybody's PATH."""
    return str(Path(sys.prefix, "bin", "jupyterhub-singleuser"))


def person_environment(name: str, home: Path, *, is_sandboxed: bool) -> dict[str, str]:
    """Who and where the person is."""
    variables = {
        "HOME": str(home),
        "LANG": "C.UTF-8",
        "LOGNAME": name,
        "PATH": session_path(),
        "SHELL": "/bin/bash",
        "USER": name,
    }
    if is_sandboxed:  # otherwise these folders are everybody's
        variables["JUPYTER_RUNTIME_DIR"] = str(RUNTIME / "jupyter")
        variables["TMPDIR"] = str(SCRATCH)
        variables["XDG_RUNTIME_DIR"] = str(RUNTIME)
    return variables


def course_environment(course_id: str) -> dict[str, str]:
    """A course's own server takes neither settings nor modules from its home folder.

    Several trainers share that folder, and what learners handed in lies in it: with the safe path,
    a submitted ``ipykernel_launcher.py`` is not what a kernel starts that is opened beside it.
    """
    return {
        "JUPYTERHUB_DISABLE_USER_CONFIG": "1",
        "JUPYTER_PREFER_ENV_PATH": "1",
        "OFFICINA_COURSE_ID": course_id,
        "PYTHONNOUSERSITE": "1",
        "PYTHONSAFEPATH": "1",
    }


def merged(*layers: Mapping[str, object]) -> dict[str, str]:
    """Later layers win; a layer's None takes the variable away."""
    together = {key: value for layer in layers for key, value in layer.items()}
    return {key: str(value) for key, value in together.items() if value is not None}

"""Taking a course's kernel away, and its Python when no other kernel leads to it."""

from __future__ import annotations

import shutil
from collections.abc import Iterable

from officina_courses.environments.folder import EnvironmentsFolder
from officina_courses.errors import EnvironmentMissing


def remove(names: Iterable[str], environments: EnvironmentsFolder) -> list[str]:
    """Remove kernels by their names and unused Pythons by their keys; what was removed, in words.

    Raises
    ------
    EnvironmentMissing
        Where one of them is not there; then nothing is removed.

    """
    asked = list(dict.fromkeys(names))
    kernels = {built.kernel: built for built in environments.kernels_there()}
    unused = {record.key: record for record in environments.unused()}
    for name in asked:
        if name not in kernels and name not in unused:
            raise EnvironmentMissing(
                f'There is no environment "{name}" in {environments.root}.',
                why="So nothing was removed.",
                todo="See which there are: officina course environment list",
            )
    said: list[str] = []
    for name in asked:
        if name in kernels:
            environments.remove_kernel(name)
            said.append(f"the kernel {name}")
    keys = {kernels[name].record.key for name in asked if name in kernels}
    for record in environments.unused():
        if record.key in keys or record.key in asked:
            _take_away(environments, record.key)
            said.append(f"the Python {record.key}, {record.mib} MiB")
    return said


def _take_away(environments: EnvironmentsFolder, key: str) -> None:
    """Out of sight at once: nobody shall find half of it."""
    gone = environments.building / f"{key}-removed"
    (environments.pythons / key).rename(gone)
    shutil.rmtree(gone)

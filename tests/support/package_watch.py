"""Reads hostile packages, each in a process of its own, and tells what that cost.

Usage: python package_watch.py FOLDER KEY      every FOLDER/*.zip; one line of JSON for each

Each process may write files of no byte at all, so what is refused cannot have written anything.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import time
from pathlib import Path
from typing import Any

from officina_courses.errors import PackageRefused
from officina_courses.packages import read_public_key, unpack_package, verify_package


def main() -> None:
    """One after the other, in the order of their names."""
    folder, key = Path(sys.argv[1]), read_public_key(sys.argv[2])
    _ = key.verifier  # what signatures need is imported once, and is nobody's cost
    import securesystemslib.dsse  # noqa: F401

    for package in sorted(folder.glob("*.zip")):
        reading, writing = os.pipe()
        if child := os.fork():
            os.close(writing)
            with os.fdopen(reading) as answer:
                sys.stdout.write((answer.read() or json.dumps({"name": package.stem})) + "\n")
                sys.stdout.flush()
            os.waitpid(child, 0)
        else:
            os.write(writing, json.dumps(_told(package, {key.id: key})).encode())
            os._exit(0)


def _told(package: Path, trusted: Any) -> dict[str, Any]:
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    began, before = time.process_time(), peak_mib()
    told: dict[str, Any] = {"name": package.stem, "codes": [], "what": ""}
    dest = package.with_suffix(".unpacked")
    for act in (
        lambda: verify_package(package, trusted),
        lambda: unpack_package(package, dest, trusted=trusted),
    ):
        try:
            act()
        except PackageRefused as error:
            told["codes"].append(error.code)
            told["what"] = str(error)
        except BaseException as error:
            told["codes"].append(repr(error)[:500])
        else:
            told["codes"].append("taken")
    told["seconds"] = time.process_time() - began
    told["mib"] = peak_mib() - before
    told["left"] = sorted(path.name for path in package.parent.glob(f"*{package.stem}.unpacked*"))
    return told


def peak_mib() -> float:
    """The most memory that this program ever had; getrusage would count the parent's, too."""
    status = Path("/proc/self/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0]) / 1024


if __name__ == "__main__":
    main()

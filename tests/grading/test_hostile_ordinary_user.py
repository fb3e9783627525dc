"""The hostile submissions again, graded by a service account that is not root."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hostile_variants import WHOLE

UID = 54_322  # any number without a line in /etc/passwd
HERE = Path(__file__).parent
# What differs where the sandbox is made by an ordinary user.
SOME = [
    "test_hostile_crowd.py",
    "test_hostile_reach.py::test_process_1_cannot_be_looked_into_or_changed",
]
ALL = sorted(path.name for path in HERE.glob("test_*hostile*.py"))
SHUT = [p for p in (*HERE.parents, *Path(sys.prefix).parents) if not p.stat().st_mode & 0o001]

pytestmark = [
    pytest.mark.sandbox,
    pytest.mark.timeout(7200 if WHOLE else 300),
    pytest.mark.skipif(os.geteuid() != 0, reason="an ordinary user runs these tests already"),
    pytest.mark.skipif(bool(SHUT), reason=f"user {UID} cannot reach the tests in {SHUT}"),
]


def test_what_holds_for_root_holds_for_an_ordinary_user() -> None:
    base = Path("/tmp", f"officina-hostile-{os.getpid()}")
    base.mkdir(mode=0o700)
    os.chown(base, UID, UID)
    command = ["setpriv", f"--reuid={UID}", f"--regid={UID}", "--clear-groups", "--"]
    command += [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
    command += [
        f"--basetemp={base / 'tests'}",
        *(f"{HERE}/{name}" for name in (ALL if WHOLE else SOME)),
    ]
    handed_on = {n: v for n, v in os.environ.items() if n in ("PATH", "OFFICINA_WHOLE_CROWD")}
    try:
        ran = subprocess.run(
            command,
            cwd=HERE.parent.parent,
            env={**handed_on, "HOME": str(base), "PYTHONDONTWRITEBYTECODE": "1"},
            capture_output=True,
            text=True,
            check=False,
        )
    finally:
        shutil.rmtree(base)
    assert ran.returncode == 0, ran.stdout[-6000:]

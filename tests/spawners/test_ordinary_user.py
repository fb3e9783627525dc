"""The same sessions where the hub is no root, but an ordinary user with user namespaces."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from course_environment import built_environment

UID = 54_321  # any number without a line in /etc/passwd
HERE = Path(__file__).parent
AGAIN = ("test_isolation_from_inside.py", "test_spawner_life.py", "test_fallback.py")

pytestmark = pytest.mark.sandbox


@pytest.mark.skipif(os.geteuid() != 0, reason="these tests are run by an ordinary user already")
def test_what_holds_for_root_holds_for_an_ordinary_user(tmp_path_factory):
    barred = [p for p in (*HERE.parents, *Path(sys.prefix).parents) if not p.stat().st_mode & 0o001]
    if barred:
        pytest.skip(f"user {UID} cannot reach the tests: {barred[0]} is shut for others")
    built_environment()  # which they find, and could not build beside their own account's
    base = Path("/tmp", f"officina-ordinary-{os.getpid()}")
    base.mkdir(mode=0o700)
    os.chown(base, UID, UID)
    drop = ["setpriv", f"--reuid={UID}", f"--regid={UID}", "--clear-groups", "--"]
    pytest_run = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
    pytest_run += [f"--basetemp={base / 'tests'}", f"--rootdir={HERE.parent.parent}"]
    try:
        ran = subprocess.run(
            [*drop, *pytest_run, *(str(HERE / name) for name in AGAIN)],
            cwd=HERE.parent.parent,
            env={"PATH": os.environ["PATH"], "HOME": str(base), "PYTHONDONTWRITEBYTECODE": "1"},
            capture_output=True,
            text=True,
            timeout=200,
            check=False,
        )
    finally:
        shutil.rmtree(base)
    assert ran.returncode == 0, ran.stdout[-4000:]

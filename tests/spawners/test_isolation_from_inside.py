"""What a session sees, asked from inside a real one."""

import os
import sys
from pathlib import Path

import pytest
from course_environment import built_environment

HUB_SECRET = "secret-of-the-hub"

SESSIONS = Path(__file__).parent / "sessions"
KERNEL = """\
import os, subprocess
from jupyter_client.kernelspec import KernelSpecManager
program = KernelSpecManager().get_kernel_spec("with-packages").argv[0]
code = "import humanize; print(humanize.intword(2_000_000))"
says = subprocess.run([program, "-c", code], capture_output=True, text=True).stdout
answer = [program, says, os.access(os.path.dirname(program), os.W_OK)]
"""

pytestmark = pytest.mark.sandbox


async def test_the_hubs_data_and_other_homes_are_not_there(house, started):
    await started("bob")
    _, session = await started("anna")
    assert await session.run("import os; answer = os.listdir('/home')") == ["anna"]
    for path in (house.data_dir, house.data_dir / "homes" / "bob", house.data_dir / "secrets"):
        assert await session.run(f"import os; answer = os.path.exists({str(path)!r})") is False


async def test_only_the_sessions_own_processes_are_seen(started):
    await started("bob")
    _, session = await started("anna")
    names = await session.run(
        "from pathlib import Path\n"
        "answer = [p.joinpath('comm').read_text().strip() for p in Path('/proc').glob('[0-9]*')]"
    )
    assert sorted(names) == ["bwrap", Path(sys.executable).name]


async def test_another_sessions_socket_in_a_file_is_not_there(started):
    _, bob = await started("bob")
    listen = (
        "import socket; s = socket.socket(socket.AF_UNIX); s.bind({0!r}); s.listen(); answer = 1"
    )
    for path in ("/tmp/bob.sock", "/run/bob.sock", "/dev/shm/bob.sock"):
        assert await bob.run(listen.format(path)) == 1
    _, anna = await started("anna")
    # Where the software itself lies below /tmp, its folder is seen there, and nothing else.
    look = "import os; answer = ['bob.sock' in os.listdir(d) for d in ('/tmp', '/run', '/dev/shm')]"
    assert await anna.run(look) == [False, False, False]


async def test_the_session_is_nobody_special(started):
    _, session = await started("anna")
    status = await session.run("answer = open('/proc/self/status').read()")
    fields = dict(line.split(":\t", 1) for line in status.splitlines() if ":\t" in line)
    assert "0" not in fields["Uid"].split()
    assert {fields[name] for name in ("CapInh", "CapPrm", "CapEff", "CapAmb")} == {"0" * 16}
    assert fields["NoNewPrivs"] == "1"


async def test_the_person_has_a_name_and_a_home(started):
    _, session = await started("anna")
    who = await session.run(
        "import getpass, os, pathlib, pwd, socket\n"
        "answer = [getpass.getuser(), str(pathlib.Path.home()), os.getcwd(),"
        " pwd.getpwuid(os.getuid()).pw_name, socket.gethostbyname(socket.gethostname())]"
    )
    assert who == ["anna", "/home/anna", "/home/anna", "anna", "127.0.1.1"]


async def test_only_the_own_token_is_in_the_environment(started, monkeypatch):
    monkeypatch.setenv("SOME_PASSWORD", HUB_SECRET)
    _, session = await started("anna")
    environment = await session.run("import os; answer = dict(os.environ)")
    assert environment["JUPYTERHUB_API_TOKEN"] == "token-of-anna"
    assert HUB_SECRET not in environment.values()
    assert not {"SOME_PASSWORD", "CONFIGPROXY_AUTH_TOKEN"} & set(environment)


async def test_no_token_is_in_any_command_line(started):
    spawner, _ = await started("anna")
    record = spawner.get_state()["session"]
    for end in ("outside", "inside"):
        line = command_line(record[end]["pid"])
        assert b"bwrap" in line
        assert b"token-of-anna" not in line


def command_line(pid):
    return Path(f"/proc/{pid}/cmdline").read_bytes()


async def test_the_software_and_etc_cannot_be_written(started):
    _, session = await started("anna")
    for folder in (sys.prefix, "/usr", "/etc", "/"):
        assert await session.run(f"open({folder + '/x'!r}, 'w')") in (
            {"error": "OSError"},
            {"error": "PermissionError"},
        )


async def test_the_shipped_courses_are_shown_empty(started, tmp_path, monkeypatch):
    shipped = tmp_path / "prefix" / "share" / "officina" / "courses"
    (shipped / "first-steps").mkdir(parents=True)
    (shipped / "first-steps" / "solution.txt").write_text("42")
    monkeypatch.setattr("officina_spawners.view.shipped_courses_mask", lambda: (shipped,))
    _, session = await started("anna", software_dirs=[str(tmp_path / "prefix"), str(SESSIONS)])
    assert await session.run(f"import os; answer = os.listdir({str(shipped)!r})") == []


async def test_a_data_folder_inside_the_shown_software_is_covered(house, started):
    house.data_dir.parent.chmod(0o755)
    knobs = {"software_dirs": [str(house.data_dir.parent), str(SESSIONS)]}
    _, session = await started("anna", **knobs)
    assert await session.run(f"import os; answer = os.listdir({str(house.data_dir)!r})") == []


async def test_a_session_finds_the_kernel_of_a_course_and_cannot_change_it(started):
    environments, outcome = built_environment()
    knobs = {
        "software_dirs": [str(environments.root), str(SESSIONS)],
        "learner_environment": {"JUPYTER_PATH": str(environments.root)},
    }
    _, session = await started("anna", **knobs)
    program, says, writes = await session.run(KERNEL)
    assert program == str(outcome.built.program)
    assert says == "2.0 million\n"
    assert not writes


async def test_the_home_is_private_and_keeps_its_account(house, started, is_root):
    spawner, session = await started("anna")
    uid = await session.run("import os; open('note', 'w').close(); answer = os.getuid()")
    await spawner.stop()
    home = house.data_dir / "homes" / "anna"
    assert home.stat().st_mode & 0o777 == 0o700
    assert {home.stat().st_uid, (home / "note").stat().st_uid} == {uid}
    assert uid in range(200_000, 265_536) if is_root else uid == os.getuid()
    _, again = await started("anna")
    assert await again.run("import os; answer = [os.getuid(), os.listdir('.')]") == [uid, ["note"]]


async def test_two_people_have_two_accounts(started, is_root):
    uids = [await (await started(name))[1].run("import os; answer = os.getuid()") for name in "ab"]
    assert len(set(uids)) == (2 if is_root else 1)


async def test_the_limits_hold(started):
    _, session = await started("anna", max_processes=100, max_open_files=64, max_file_mib=1)
    code = "import resource as r; answer = [r.getrlimit(n)[1] for n in (r.{}, r.{}, r.{}, r.{})]"
    names = ("RLIMIT_NPROC", "RLIMIT_NOFILE", "RLIMIT_FSIZE", "RLIMIT_CORE")
    assert await session.run(code.format(*names)) == [100, 64, 1 << 20, 0]
    # The sandbox's own process 1, which code of the same account can write itself into.
    lines = (await session.run("answer = open('/proc/1/limits').read()")).splitlines()
    found = {line[:25].strip(): line[25:].split()[1] for line in lines}
    names = ("Max processes", "Max open files", "Max file size", "Max core file size")
    assert [found[name] for name in names] == ["100", "64", str(1 << 20), "0"]


async def test_a_courses_own_server_gets_the_course_folder(house, started):
    (house.data_dir / "courses" / "python" / "source").mkdir(parents=True)
    _, session = await started("course-python", "officina-course-servers")
    assert await session.run(
        "import os; answer = [os.listdir('.'), os.environ['OFFICINA_COURSE_ID'],"
        " os.environ['JUPYTERHUB_DISABLE_USER_CONFIG'], os.getuid() == os.stat('source').st_uid]"
    ) == [["source"], "python", "1", True]

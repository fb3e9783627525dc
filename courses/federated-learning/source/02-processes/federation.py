"""A server and firms that are processes of their own, with a record of the wire.

In the notebook ``together`` starts them on this computer. On a cluster each is a job:

    python federation.py prepare                    makes home/<firm>/rows.npz for each firm
    python federation.py server MEETING --rounds 15
    python federation.py firm MEETING north         beside it, for each firm
    python federation.py check MEETING              reads the records of the wire

MEETING is a folder that all jobs see: the server writes its address there, firms their records.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import signal
import socket
import sys
import time
import traceback
from pathlib import Path

import numpy as np
from wire import Wire, connected, messages

NAMES = ("north", "east", "south")
SECONDS_FOR_JOBS = 600  # a job may wait for the others so long
# Flower's four processes had 47 threads on two cores; with more cores each has more.
THREADS_FOR_FLOWER = 256


def has_room_for_flower():
    """Whether this place allows as many processes and threads as Flower needs; graders' sandboxes allow 64."""
    most, _ = resource.getrlimit(resource.RLIMIT_NPROC)
    return most == resource.RLIM_INFINITY or most >= THREADS_FOR_FLOWER


def together(way, rows, fit_reply, rounds, steps, test_images, test_labels, seconds=90):
    """Run a server and one process for each firm; return the result, and what each firm sent.

    ``way`` is the module by which they speak. ``rows`` names the file of each firm. The processes begin as copies of this one, which saves the
    seconds of a new start; each then opens its own file and speaks through its own wire only.
    """
    with socket.create_server(("127.0.0.1", 0)) as free:
        address = f"127.0.0.1:{free.getsockname()[1]}"
    wires = {name: Wire(address) for name in rows}
    into = Path("server.npz")
    into.unlink(missing_ok=True)
    started = {"server": forked(lambda: way.serve(address, rounds, len(rows), test_images, test_labels, into), "server")}
    for name, path in rows.items():
        started[name] = forked(lambda name=name, path=path: way.take_part(wires[name].address, path, fit_reply, steps), name)
    for wire in wires.values():
        wire.open()
    failed = waited(started, seconds)
    for wire in wires.values():
        wire.close()
    if failed:
        told = Path(f"{failed}.log").read_text("utf-8", "replace").strip().splitlines()
        raise RuntimeError(f"The process of {failed} did not end well: {told[-1] if told else 'it took too long'}")
    with np.load(into) as result:
        return dict(result), {name: bytes(wire.sent) for name, wire in wires.items()}


def forked(do, name):
    """The number of a new process that does this, with its words in <name>.log."""
    number = os.fork()
    if number:
        return number
    try:
        log = os.open(f"{name}.log", os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
        os.dup2(log, 1)
        os.dup2(log, 2)
        sys.stdout = sys.stderr = os.fdopen(log, "w")  # a notebook's own would go on speaking with Jupyter
        do()
        os._exit(0)
    except BaseException:
        os.write(2, traceback.format_exc().encode())
    finally:
        os._exit(1)


def waited(started, seconds):
    """Wait for all; the name of the first that failed, after which the others are ended."""
    end, left, failed = time.monotonic() + seconds, dict(started), None
    while left:
        for name, number in list(left.items()):
            done, status = os.waitpid(number, os.WNOHANG)
            if done:
                del left[name]
                failed = failed or (name if status else None)
        if left and (failed or time.monotonic() > end):
            failed = failed or next(iter(left))
            for number in left.values():
                os.kill(number, signal.SIGKILL)
                os.waitpid(number, 0)
            left = {}
        time.sleep(0.02)
    return failed


def prepare(home, seed, rows_per_firm):
    """Give each firm a folder that only its owner enters, with its own rows; return test images and labels."""
    from sklearn.datasets import load_digits

    digits = load_digits()  # 1,797 real digits: E. Alpaydin and C. Kaynak, 1998, UCI Machine Learning Repository, CC BY 4.0
    images, labels = digits.data / 16, digits.target
    order = np.random.default_rng(seed).permutation(len(images))
    test, pool = order[:600], order[600:]
    for name, own in zip(NAMES, ((0, 1, 2, 3), (4, 5, 6), (7, 8, 9))):
        mine = pool[np.isin(labels[pool], own)][:rows_per_firm]
        folder = Path(home, name)
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        np.savez(folder / "rows.npz", images=images[mine], labels=labels[mine])
    return images[test], labels[test]


def main(words):
    """The same as jobs of a cluster: each process is a program of its own, and the network a real one."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("role", choices=["prepare", "server", "firm", "check"])
    ask.add_argument("meeting", type=Path, nargs="?", default=Path("meeting"))
    ask.add_argument("name", nargs="?", choices=NAMES)
    ask.add_argument("--home", type=Path, default=Path("home"))
    ask.add_argument("--fit", type=Path, default=Path("fit.pickle"), help="your function fit_reply, kept by the notebook")
    ask.add_argument("--rounds", type=int, default=15)
    ask.add_argument("--steps", type=int, default=20)
    ask.add_argument("--rows", type=int, default=60)
    ask.add_argument("--seed", type=int, default=3)
    given = ask.parse_args(words)
    if given.role == "prepare":
        test_images, test_labels = prepare(given.home, given.seed, given.rows)
        np.savez(given.home / "test.npz", images=test_images, labels=test_labels)
    elif given.role == "server":
        lead(given)
    elif given.role == "firm":
        join(given)
    else:
        check(given)


def lead(given):
    """The server's job."""
    import by_flower

    with np.load(given.home / "test.npz") as test:
        images, labels = test["images"], test["labels"]
    host = socket.gethostname()
    with socket.create_server((host, 0)) as free:
        port = free.getsockname()[1]
    given.meeting.mkdir(exist_ok=True)
    whole = given.meeting / "address.new"
    whole.write_text(f"{host}:{port}", "utf-8")
    whole.rename(given.meeting / "address")
    begin = time.monotonic()
    by_flower.serve(f"{host}:{port}", given.rounds, len(NAMES), images, labels, given.meeting / "server.npz")
    with np.load(given.meeting / "server.npz") as result:
        last = float(result["right"][-1])
    print("RESULT", json.dumps({"role": "server", "host": host, "rounds": given.rounds, "right": last, "seconds": round(time.monotonic() - begin, 1)}))


def join(given):
    """A firm's job."""
    import by_flower
    import cloudpickle

    fit_reply = cloudpickle.loads(given.fit.read_bytes())  # runs what is in it: look at it before you use another firm's
    end = time.monotonic() + SECONDS_FOR_JOBS
    while not (given.meeting / "address").exists():
        if time.monotonic() > end:
            sys.exit(f"No server has come to {given.meeting}. Has its job begun? Look with squeue --me.")
        time.sleep(0.5)
    wire = Wire((given.meeting / "address").read_text("utf-8"))
    wire.open()
    connected(wire.to, SECONDS_FOR_JOBS).close()  # so that Flower finds somebody who listens
    by_flower.take_part(wire.address, given.home / given.name / "rows.npz", fit_reply, given.steps)
    (given.meeting / f"{given.name}.wire").write_bytes(wire.sent)
    sizes = [len(message) for message in messages(wire.sent)]
    print("RESULT", json.dumps({"role": given.name, "host": socket.gethostname(), "messages": len(sizes), "largest": max(sizes)}))


def check(given):
    """What the records of the wire show."""
    for name in NAMES:
        sent = (given.meeting / f"{name}.wire").read_bytes()
        with np.load(given.home / name / "rows.npz") as own:
            images = own["images"]
        found = sum(row.astype(kind).tobytes() in sent for row in images for kind in (np.float64, np.float32))
        print(f"{name}: {len(images)} rows at home, {found} found among {len(sent)} bytes sent, largest message {max(map(len, messages(sent)))} bytes")


if __name__ == "__main__":
    main(sys.argv[1:])

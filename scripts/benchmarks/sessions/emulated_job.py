"""In place of ``sbatch``: a job that Slurm really runs, and in which nothing runs.

Usage: emulated_job.py PORT PROGRAM [ARGUMENT ...]

``salloc --no-shell`` makes an allocation of the same size, name and comment, in the state RUNNING,
without a process on any node; so a thousand fit on one machine. The port of the one stand-in server
that answers for all of them is reported in the job's stead. Any other program is run as it is.
"""

import json
import os
import re
import shlex
import subprocess
import sys
import urllib.request

KEPT = re.compile(r"--(?:job-name|comment|nodes|cpus-per-task|mem|time|partition|account|gres)=.*")


def main() -> None:
    port, program, *arguments = sys.argv[1:]
    if not program.endswith("sbatch"):
        os.execv(program, [program, *arguments])
    wanted = [option for option in options(sys.stdin.read()) if KEPT.fullmatch(option)]
    granted = subprocess.run(
        ["salloc", "--no-shell", *wanted], capture_output=True, text=True, check=False
    )
    found = re.search(r"Granted job allocation (\d+)", granted.stderr)
    if found is None:
        sys.exit(granted.stderr)
    report(int(port))
    print(found[1])


def options(script: str) -> list[str]:
    lines = [line for line in script.splitlines() if line.startswith("#SBATCH ")]
    return [word for line in lines for word in shlex.split(line.removeprefix("#SBATCH "))]


def report(port: int) -> None:
    usual = os.environ["JUPYTERHUB_API_URL"] + "/batchspawner"
    request = urllib.request.Request(
        os.environ.get("OFFICINA_DOOR", usual),
        data=json.dumps({"port": port}).encode(),
        headers={"Authorization": "token " + os.environ["JUPYTERHUB_API_TOKEN"]},
        method="POST",
    )
    urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=120).close()


if __name__ == "__main__":
    main()

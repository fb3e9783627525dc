"""A notebook as a batch job: what reaches sbatch, and what the job does."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from pydantic import ValidationError

from officina_widgets.session import batch_job
from officina_widgets.session.batch_job import NotContinued, Unsure, missing, submit
from officina_widgets.session.orders import Wish

SESSION = {
    "SLURM_JOB_ID": "7",
    "SLURM_JOB_PARTITION": "gpu",
    "SLURM_JOB_ACCOUNT": "course101",
    "SLURM_JOB_QOS": "interactive",
    "SLURM_GPUS_ON_NODE": "2",
    "SLURM_CPUS_PER_TASK": "8",
    "SLURM_MEM_PER_NODE": "16384",
    "SLURM_CPU_BIND": "quiet",
    "SLURM_CONF": "/etc/slurm/slurm.conf",
    "JUPYTERHUB_API_TOKEN": "secret-token",
    "OFFICINA_DOOR": "http://hub/door",
    "HF_TOKEN": "secret-too",
}
RECORDS = """\
#!/bin/sh
printf '%s\\n' "$@" > "$HOME/argv"
env > "$HOME/env"
cat > "$HOME/script"
echo 4242
"""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "bin").mkdir()
    return tmp_path


@pytest.fixture
def environment(home: Path) -> dict[str, str]:
    return {**SESSION, "PATH": f"{home}/bin:{os.environ['PATH']}", "HOME": str(home)}


@pytest.fixture
def sbatch(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program in place of sbatch that keeps what it was given, and takes the job."""
    monkeypatch.setenv("PATH", f"{home}/bin:{os.environ['PATH']}")
    return say(home, RECORDS)


def say(home: Path, text: str) -> Path:
    program = home / "bin/sbatch"
    program.write_text(text)
    program.chmod(0o755)
    return program


def notebook(folder: Path, name: str = "train.ipynb", source: str = "print(epochs)") -> Path:
    folder.mkdir(exist_ok=True)
    settings = nbformat.v4.new_code_cell("epochs = 1", metadata={"tags": ["parameters"]})
    cells = [settings, nbformat.v4.new_code_cell(source)]
    spec = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=spec), folder / name)
    return folder / name


def test_job_gets_what_the_session_has(home: Path, environment, sbatch: Path):
    made = submit(notebook(home / "work"), Wish(minutes=90), environment, home=home)
    assert made.job == "4242"
    assert made.output == home / "work/train.batch-4242.ipynb"
    argv = (home / "argv").read_text().splitlines()
    wanted = {"--time=90", "--gres=gpu:2", "--cpus-per-task=8", "--mem=16384", "--partition=gpu"}
    assert wanted | {"--account=course101", "--qos=interactive"} <= set(argv)
    assert f"--output={home}/work/train.batch-%j.log" in argv
    assert "--no-requeue" in argv


def test_job_gets_what_is_wished_instead(home: Path, environment, sbatch: Path):
    wish = Wish(minutes=5, gpus=0, cores=2, partition="cpu", account="proto")
    submit(notebook(home / "work"), wish, environment, home=home)
    argv = (home / "argv").read_text()
    assert "--partition=cpu\n--account=proto\n" in argv
    assert "--cpus-per-task=2" in argv
    assert "gres" not in argv
    assert "qos" not in argv, "a QOS of another account would be refused"


def test_tokens_and_slurm_variables_of_the_session_stay_there(
    home: Path, environment, sbatch: Path
):
    submit(notebook(home / "work"), Wish(minutes=5), environment, home=home)
    sent = "".join((home / name).read_text() for name in ("argv", "env", "script"))
    assert not [word for word in ("secret", "JUPYTERHUB", "OFFICINA_DOOR") if word in sent]
    assert "SLURM_CPU_BIND" not in sent
    assert "SLURM_CONF" in (home / "argv").read_text()


@pytest.mark.parametrize("name", ['it\'s $(touch x) "q" 100%j {0} ä.ipynb', "-x;y.ipynb"])
def test_script_runs_whatever_the_notebook_is_called(home: Path, environment, sbatch, name: str):
    source = "import os; print(epochs, os.getcwd()); open('made', 'w').write(note)"
    note = "it's $HOME"
    wish = Wish(minutes=5, parameters={"epochs": 3, "note": note})
    made = submit(notebook(home / "work", name, source), wish, environment, home=home)
    command = ["bash", str(home / "script")]
    ran = subprocess.run(
        command, env={**os.environ, "SLURM_JOB_ID": "4242"}, capture_output=True, check=False
    )
    assert ran.returncode == 0, ran.stderr.decode()
    outputs = nbformat.read(made.output, as_version=4).cells[-1].outputs
    assert outputs[0].text == f"3 {home / 'work'}\n"
    assert (home / "work/made").read_text() == note
    assert {path.name for path in (home / "work").iterdir()} == {name, made.output.name, "made"}
    assert not list((home / ".officina/batch").iterdir()), "the copy is taken away"


def test_job_runs_the_notebook_as_it_was_when_it_was_asked_for(home: Path, environment, sbatch):
    path = notebook(home / "work")
    submit(path, Wish(minutes=5), environment, home=home)
    before = path.read_bytes()
    path.write_text("changed meanwhile")
    (copy,) = (home / ".officina/batch").rglob("notebook.ipynb")
    assert copy.read_bytes() == before


def test_refusal_of_slurm_is_told_and_leaves_nothing(home: Path, environment, sbatch):
    say(home, "#!/bin/sh\necho 'sbatch: error: Invalid account' >&2\nexit 1\n")
    with pytest.raises(NotContinued, match="did not take the job: sbatch: error: Invalid account"):
        submit(notebook(home / "work"), Wish(minutes=5), environment, home=home)
    assert not list((home / ".officina/batch").iterdir())


def test_slurm_that_does_not_answer_may_have_the_job_and_its_copy(
    home: Path, environment, sbatch, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(batch_job, "PATIENCE_SECONDS", 0.2)
    say(home, "#!/bin/sh\nexec sleep 60\n")
    with pytest.raises(Unsure, match="squeue --me"):
        submit(notebook(home / "work"), Wish(minutes=5), environment, home=home)
    assert len(list((home / ".officina/batch").iterdir())) == 1


@pytest.mark.parametrize(
    "name", ["gone.ipynb", "text.txt", "line\nbreak.ipynb", "back\\slash.ipynb"]
)
def test_what_cannot_be_run_is_refused_before_slurm_is_asked(
    home: Path, environment, sbatch, name: str
):
    path = home / "work" / name
    if "gone" not in name:
        notebook(home / "work", name)
    with pytest.raises(NotContinued):
        submit(path, Wish(minutes=5), environment, home=home)
    assert not (home / "argv").exists()


@pytest.mark.parametrize(
    "wish",
    [
        {"minutes": 0},
        {"minutes": 5, "gpus": -1},
        {"minutes": 5, "partition": "gpu --wrap=id"},
        {"minutes": 5, "account": "-x"},
        {"minutes": 5, "parameters": {"a b": 1}},
        {"minutes": 5, "parameters": {"a": [1]}},
        {"minutes": 5, "parameters": {"a": "x" * 30_000}},
        {"minutes": 5, "nodelist": "n1"},
    ],
)
def test_wish_outside_of_its_bounds_is_none(wish: dict[str, object]):
    with pytest.raises(ValidationError):
        Wish.model_validate_json(json.dumps(wish))


def test_what_is_missing_is_said(environment, home: Path, sbatch, monkeypatch: pytest.MonkeyPatch):
    assert missing(environment) == ""
    assert "not a job" in missing({"PATH": environment["PATH"]})
    assert missing({"PATH": environment["PATH"]}, in_session=False) == ""
    assert "no sbatch" not in missing(environment | {"PATH": "/nowhere"})
    assert "sbatch is not on the PATH" in missing(environment | {"PATH": "/nowhere"})
    assert "container" in missing(environment | {"APPTAINER_CONTAINER": "/x.sif"})
    monkeypatch.setattr(batch_job.importlib.util, "find_spec", lambda name: None)
    assert f"{sys.executable} -m pip install papermill" in missing(environment)

"""How each of the programs is started, and how one knows that it works."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from officina_hub.data_folder import DATA_VARIABLE, DataFolder, Ports
from officina_hub.factory import Factory
from officina_hub.factory.limits import course_limits, submission_limits
from officina_hub.factory.sessions import Grading
from officina_hub.hub_roles import SERVICE
from officina_hub.secret_files import SECRETS, read_secret
from officina_hub.up.child import Recipe
from officina_hub.up.http import is_answering

PREFIX = f"/services/{SERVICE}/"
LEAST_BODY_BYTES = 100 * 1024 * 1024  # what tornado takes in; JupyterLab's uploads pass too
PROXY_TIMEOUT_MILLISECONDS = 15 * 60 * 1000  # tornado gives up an answer after 20 seconds
FOREIGN_PREFIXES = ("JUPYTERHUB_", "JUPYTER_", "JPY_", "CONFIGPROXY_", "OFFICINA_")


def recipes(data: DataFolder, ports: Ports, factory: Factory) -> tuple[Recipe, ...]:
    """The programs in the order in which they start."""
    # Only the demo has a trainer from the beginning who can own the shipped courses.
    shipped = ("--shipped-by", "trainer") if factory.login.provider == "demo" else ()
    return (
        _proxy(data, ports, factory),
        # Before the Hub, which otherwise waits for it with longer and longer pauses.
        _portal(data, ports, shipped),
        _hub(data, ports),
        *_graders(data, ports, factory.grading),
    )


def clean_environment(environment: Mapping[str, str]) -> dict[str, str]:
    """What children inherit: nothing of another hub's session, and this environment's programs.

    Whoever starts Officina inside a Jupyter session would else hand its token to the children.
    """
    kept = {
        name: value for name, value in environment.items() if not name.startswith(FOREIGN_PREFIXES)
    }
    kept["PATH"] = f"{Path(sys.executable).parent}:{kept.get('PATH', os.defpath)}"
    kept["PYTHONUNBUFFERED"] = "1"
    return kept


def _proxy(data: DataFolder, ports: Ports, factory: Factory) -> Recipe:
    token = read_secret(data.secrets, "proxy-token")
    api = f"http://127.0.0.1:{ports.proxy_api}/api/routes"
    hub = f"http://127.0.0.1:{ports.hub}"
    limits = (submission_limits(factory.portal), course_limits(factory.portal))
    most = max(LEAST_BODY_BYTES, *(limit.max_stream_bytes for limit in limits))
    argv = [sys.executable, "-m", "officina_hub.up.proxy", str(most), "--ip=127.0.0.1"]
    argv += [f"--port={ports.public}", f"--proxy-timeout={PROXY_TIMEOUT_MILLISECONDS}"]
    argv += ["--api-ip=127.0.0.1", f"--api-port={ports.proxy_api}", "--log-level=warning"]
    argv += [f"--default-target={hub}", f"--error-target={hub}/hub/error"]
    environment = {**clean_environment(os.environ), SECRETS["proxy-token"]: token}
    return Recipe(
        name="proxy",
        argv=tuple(argv),
        environment=environment,
        folder=data.run,
        log=data.log / "proxy.log",
        is_ready=lambda: is_answering(api, {"Authorization": f"token {token}"}),
        port=ports.proxy_api,
    )


def _hub(data: DataFolder, ports: Ports) -> Recipe:
    supervisor = {"Authorization": f"token {read_secret(data.secrets, 'supervisor-token')}"}
    return Recipe(
        name="hub",
        argv=(sys.executable, "-m", "officina_hub.up.hub", "-f", str(data.hub_config)),
        environment={**clean_environment(os.environ), DATA_VARIABLE: str(data.root)},
        folder=data.hub,
        log=data.log / "hub.log",
        # Its health page would also be content if it were another Hub on that port.
        is_ready=lambda: is_answering(f"{ports.hub_api_url}/user", supervisor),
        port=ports.hub,
    )


def _portal(data: DataFolder, ports: Ports, options: tuple[str, ...]) -> Recipe:
    health = f"{ports.portal_url}/api/health"
    environment = {
        **clean_environment(os.environ),
        "JUPYTERHUB_API_TOKEN": read_secret(data.secrets, "portal-token"),
        "JUPYTERHUB_API_URL": ports.hub_api_url,
        "JUPYTERHUB_BASE_URL": "/",
        "JUPYTERHUB_CLIENT_ID": f"service-{SERVICE}",
        "JUPYTERHUB_HOST": "",
        "JUPYTERHUB_OAUTH_ACCESS_SCOPES": f'["access:services!service={SERVICE}"]',
        "JUPYTERHUB_OAUTH_CALLBACK_URL": f"{PREFIX}oauth_callback",
        "JUPYTERHUB_SERVICE_NAME": SERVICE,
        "JUPYTERHUB_SERVICE_PREFIX": PREFIX,
        "JUPYTERHUB_SERVICE_URL": f"http://127.0.0.1:{ports.portal}",
    }
    return Recipe(
        name="portal",
        argv=(*_officina("portal"), "--data-dir", str(data.root), *options),
        environment=environment,
        folder=data.portal,
        log=data.log / "portal.log",
        is_ready=lambda: is_answering(health),
        port=ports.portal,
    )


def _graders(data: DataFolder, ports: Ports, grading: Grading) -> Iterator[Recipe]:
    """Those of this machine, or the one program that keeps them in Slurm; checkers and provers."""
    if grading.kind == "slurm":
        yield _worker(data, ports, "graders", "graders", "keep")
    else:
        for number in range(1, grading.workers + 1):
            yield _worker(data, ports, f"grader-{number}", "grader", "--number", str(number))
    # They do nothing but checks, so that these never wait for a slow notebook, or for Slurm.
    for number in range(1, grading.checkers + 1):
        name, options = f"checker-{number}", ("--number", str(number), "--checks-only")
        yield _worker(data, ports, name, "grader", *options)
    if grading.kind == "slurm" and grading.slurm.proofs:
        return  # they are jobs, too
    # Whole courses from elsewhere, minutes each: one after the other, and no learner waits for it.
    yield _worker(data, ports, "prover-1", "grader", "--proofs-only")


def _worker(data: DataFolder, ports: Ports, name: str, *command: str) -> Recipe:
    """A program that may work on the queue."""

    async def is_ready() -> bool:
        return True  # it has no door of its own: it comes to the portal

    environment = {
        **clean_environment(os.environ),
        "JUPYTERHUB_API_TOKEN": read_secret(data.secrets, "grader-token"),
        "OFFICINA_PORTAL_URL": ports.portal_url,
    }
    return Recipe(
        name=name,
        argv=(*_officina(*command), "--data-dir", str(data.root)),
        environment=environment,
        folder=data.run,
        log=data.log / f"{name}.log",
        is_ready=is_ready,
    )


def _officina(*command: str) -> tuple[str, ...]:
    return (sys.executable, "-m", "officina_hub.cli", *command)

"""The one call for admins: set what Officina needs on JupyterHub's configuration.

::

    # jupyterhub_config.py
    import officina_hub
    officina_hub.configure(c, "/var/lib/officina/factory.toml")
    c.JupyterHub.authenticator_class = "generic-oauth"      # what stands below wins

It only sets; nothing is started, and nothing that the admin sets afterwards is touched. Two things
have no setting: JupyterHub's page of a start and batchspawner's way for a port give way to ours.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

from officina_courses.environments.folder import EnvironmentsFolder
from officina_hub import hub_roles
from officina_hub.data_folder import DATA_VARIABLE, DataFolder, Ports
from officina_hub.environments import environments_folder
from officina_hub.errors import OfficinaError
from officina_hub.factory import Factory, load_factory
from officina_hub.hub_words import template_variables
from officina_hub.log_secrets import hide_secrets
from officina_hub.secret_files import read_secret
from officina_hub.up.clusters import check_programs

PORTAL_PREFIX = "/services/officina/"

# The Hub sets frame-ancestors itself; these are what it leaves out. Versions are nobody's business,
# but X-JupyterHub-Version stays: sessions and proxies compare it with their own.
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Server": "officina",
}


def configure(c: Any, path: str | Path) -> None:
    """Set on ``c`` what the Hub needs to be this factory's Officina.

    The data folder is ``OFFICINA_DATA_DIR``, else the folder of the file.

    Raises
    ------
    OfficinaError
        When ``factory.toml`` cannot be used, or a secret or a command of Slurm is missing.

    """
    factory = load_factory(path)
    check_programs(factory)
    data = DataFolder(Path(os.environ.get(DATA_VARIABLE) or Path(path).absolute().parent))
    ports = data.ports()
    _set_addresses(c, ports)
    _set_storage(c, data)
    _set_rights(c)
    _set_services(c, factory, data, ports)
    _set_look(c, factory)
    _set_login(c, factory, data)
    _set_sessions(c, factory, data, ports)
    hide_secrets()
    _watch_for_demo_login()
    if factory.clusters:
        _look_after_jobs()
    if factory.mail.is_offered:
        _send_mails(factory, data)


def _set_addresses(c: Any, ports: Ports) -> None:
    c.JupyterHub.bind_url = f"http://127.0.0.1:{ports.public}/"
    c.JupyterHub.hub_ip = "127.0.0.1"
    c.JupyterHub.hub_port = ports.hub
    c.ConfigurableHTTPProxy.api_url = f"http://127.0.0.1:{ports.proxy_api}"
    # The supervisor starts and restarts the proxy, so that it outlives the Hub and its restarts.
    c.ConfigurableHTTPProxy.should_start = False
    c.JupyterHub.cleanup_proxy = False
    c.JupyterHub.cleanup_servers = False


def _set_storage(c: Any, data: DataFolder) -> None:
    # A newer JupyterHub brings its SQLite file along itself, and keeps a copy of the old one.
    c.JupyterHub.upgrade_db = True
    c.JupyterHub.db_url = f"sqlite:///{data.hub_database}"
    c.JupyterHub.cookie_secret = bytes.fromhex(read_secret(data.secrets, "cookie-secret"))
    c.ConfigurableHTTPProxy.auth_token = read_secret(data.secrets, "proxy-token")
    # Without this the Hub leaves a file with the proxy's pid in the folder it was started from.
    c.ConfigurableHTTPProxy.pid_file = str(data.run / "proxy.pid")


def _set_rights(c: Any) -> None:
    c.JupyterHub.custom_scopes = hub_roles.custom_scopes()
    c.JupyterHub.load_roles = hub_roles.roles()
    c.JupyterHub.load_groups = hub_roles.groups()
    c.Spawner.server_token_scopes = hub_roles.server_token_scopes


def _set_services(c: Any, factory: Factory, data: DataFolder, ports: Ports) -> None:
    from officina_hub.hub_handlers import handlers
    from officina_hub.mail.handlers import handlers as mail_handlers
    from officina_hub.session_api import nowhere, own, prestart_handlers, share_handlers
    from officina_hub.session_api.handlers import handlers as session_handlers
    from officina_spawners import door

    c.JupyterHub.services = [
        {
            "name": hub_roles.SERVICE,
            "url": f"http://127.0.0.1:{ports.portal}",
            "api_token": read_secret(data.secrets, "portal-token"),
            "oauth_no_confirm": True,
            "oauth_client_allowed_scopes": hub_roles.on_behalf_scopes(),
            "display": False,
        },
        {
            "name": hub_roles.GRADER_SERVICE,
            "api_token": read_secret(data.secrets, "grader-token"),
            "display": False,
        },
        {
            "name": hub_roles.SUPERVISOR_SERVICE,
            "api_token": read_secret(data.secrets, "supervisor-token"),
            "display": False,
        },
    ]
    ours = [handlers(), door.handlers(), session_handlers(), own.handlers(), mail_handlers()]
    ours.append(share_handlers.handlers())
    if factory.sessions.prestart:
        ours.append(prestart_handlers.handlers())
    ours.append(nowhere.handlers())  # takes whatever the others leave
    c.JupyterHub.extra_handlers = [route for routes in ours for route in routes]


def _set_look(c: Any, factory: Factory) -> None:
    c.JupyterHub.default_url = PORTAL_PREFIX
    c.JupyterHub.template_paths = [str(Path(__file__).parent / "hub_templates")]
    c.JupyterHub.template_vars = {
        "officina_name": factory.factory.name,
        "officina_accent": factory.factory.accent,
        "officina_contact": factory.factory.contact,
        "officina_demo": factory.login.provider == "demo",
        **template_variables(),
    }
    c.JupyterHub.tornado_settings = {"headers": dict(HEADERS)}


def _set_login(c: Any, factory: Factory, data: DataFolder) -> None:
    c.JupyterHub.shutdown_on_logout = False
    c.Authenticator.post_auth_hook = refuse_course_accounts
    if factory.login.provider == "demo":
        c.JupyterHub.load_groups = hub_roles.groups(
            {
                hub_roles.TRAINERS: ["trainer"],
                # Two, because nobody publishes what they wrote themselves.
                hub_roles.CURATORS: ["trainer", "admin"],
                hub_roles.OPERATORS: ["admin"],
                hub_roles.ADVISORS: ["admin"],
                hub_roles.DATA_STEWARDS: ["admin"],
            }
        )
        c.JupyterHub.authenticator_class = "officina_hub.demo_auth.DemoAuthenticator"
        c.DemoAuthenticator.accounts_file = str(data.accounts)


def _set_sessions(c: Any, factory: Factory, data: DataFolder, ports: Ports) -> None:
    from officina_spawners import spawn_page

    spawn_page.take_the_place()
    sessions = factory.sessions
    c.JupyterHub.spawner_class = "officina_spawners.OfficinaSpawner"
    # The Hub would count sessions that wait in a queue of Slurm, and turn everybody else away.
    c.JupyterHub.concurrent_spawn_limit = 0
    c.JupyterHub.allow_named_servers = sessions.named_servers > 0
    c.JupyterHub.named_server_limit_per_user = sessions.named_servers
    c.JupyterHub.allow_existing_invalid_named_servers = "allow-delete"  # the Hub's own: start them
    c.Spawner.start_timeout = sessions.start_timeout_seconds
    c.Spawner.default_url = "/lab"
    # jupyterhub-singleuser, with less to import before it answers; -P: not from the home folder.
    c.Spawner.cmd = [sys.executable, "-P", "-m", "officina_widgets.singleuser"]
    c.Spawner.environment = {**sessions.environment, "OFFICINA_PORTAL_URL": ports.portal_url}
    environments = environments_folder(factory, data.root)
    _make_environments(environments)
    # The folder and not what is in it: kernels come and go while sessions run.
    c.OfficinaSpawner.software_dirs = [str(environments)]
    _offer_snapshot(c, factory, data)
    c.OfficinaSpawner.data_dir = str(data.root)
    offers = factory.offers().model_dump(mode="json")
    c.OfficinaSpawner.profiles = offers["profiles"]
    c.OfficinaSpawner.clusters = offers["clusters"]
    c.OfficinaSpawner.environments = offers["environments"]
    c.OfficinaSpawner.unix_accounts = sessions.unix_accounts
    c.OfficinaSpawner.concurrent_starts = sessions.concurrent_starts
    c.OfficinaSpawner.isolation = sessions.isolation
    c.OfficinaSpawner.max_processes = sessions.max_processes
    c.OfficinaSpawner.max_file_mib = sessions.max_file_mib
    c.OfficinaSpawner.scratch_mib = sessions.scratch_mib
    c.OfficinaSpawner.launch_page = f"{PORTAL_PREFIX}launch"
    c.OfficinaSpawner.course_prefix = hub_roles.COURSE_USER_PREFIX
    c.OfficinaSpawner.course_group = hub_roles.COURSE_SERVERS
    # Which nbgrader tools a server shows: learners never load formgrader (1.5 s of imports).
    c.OfficinaSpawner.learner_environment = {
        "JUPYTER_CONFIG_PATH": _jupyter_config("learner"),
        "JUPYTER_PATH": str(environments),
    }
    # The templates keep formgrader from loading anything from other sites.
    c.OfficinaSpawner.course_environment = {
        "JUPYTER_CONFIG_PATH": _jupyter_config("course"),
        "JUPYTER_PATH": os.pathsep.join((str(_widgets() / "jupyter_data"), str(environments))),
    }


def _offer_snapshot(c: Any, factory: Factory, data: DataFolder) -> None:
    """Show it to sessions, with the key by which they know that it is this hub's."""
    from officina_hub.catalogue_key import public_key
    from officina_widgets.finding.catalogues import KEY_VARIABLE, SNAPSHOT_VARIABLE

    if not factory.portal.catalogue_snapshot:
        return
    path = Path(factory.portal.catalogue_snapshot)
    if not path.parent.is_dir():
        raise OfficinaError(
            f"The folder {path.parent} of catalogue_snapshot in factory.toml is not there.",
            "Sessions are shown that folder, so none could be started.",
            f"Make it: mkdir -p '{path.parent}'. Then: officina catalogue snapshot '{path}'",
        )
    if _holds_own(path.parent, data):
        raise OfficinaError(
            f"catalogue_snapshot in factory.toml lies in {path.parent}, with what is this hub's.",
            "Sessions are shown that whole folder, so its secrets would lie open to learners.",
            "Name a file in a folder of its own, such as /srv/officina/catalogue/all.jsonl.gz.",
        )
    c.Spawner.environment |= {
        SNAPSHOT_VARIABLE: str(path),
        KEY_VARIABLE: public_key(data.secrets),
    }
    # The folder and not the file: a new snapshot takes the place of the old one.
    c.OfficinaSpawner.software_dirs = [*c.OfficinaSpawner.software_dirs, str(path.parent)]


def _make_environments(folder: Path) -> None:
    """Sessions are shown that folder, so it must be there before the first course has a Python."""
    try:
        EnvironmentsFolder(folder).make()
    except OSError as error:
        raise OfficinaError(
            f"The folder {folder} for Pythons of courses cannot be made ({error.strerror}).",
            "Sessions are shown that folder, so none could be started.",
            "Mend its permissions, or name another as course_environments in factory.toml.",
        ) from error


def _holds_own(folder: Path, data: DataFolder) -> bool:
    """Whether a folder has the hub's own files in it, or is below one that has."""
    shown, root = folder.resolve(), data.root.resolve()
    below = [one.resolve() for one in data.folders if one != data.root]
    return root.is_relative_to(shown) or any(
        one.is_relative_to(shown) or shown.is_relative_to(one) for one in below
    )


def _jupyter_config(kind: str) -> str:
    return str(_widgets() / "jupyter_config" / kind)


def _widgets() -> Path:
    import officina_widgets

    return Path(officina_widgets.__file__).parent


def refuse_course_accounts(
    authenticator: Any, _handler: Any, model: dict[str, Any]
) -> dict[str, Any] | None:
    """Let nobody log in under the name of a course's own server, whatever the login says."""
    if model["name"].startswith(hub_roles.COURSE_USER_PREFIX):
        authenticator.log.warning("Refused a login under the name of a course's own server")
        return None
    return model


def _watch_for_demo_login() -> None:
    from jupyterhub.app import JupyterHub

    from officina_hub.loopback import watch

    if JupyterHub.initialized():
        watch(JupyterHub.instance())


def _look_after_jobs() -> None:
    """Find again what a hub before this one has queued, and end what is nobody's."""
    from officina_spawners.batch import in_hub

    in_hub.install()


def _send_mails(factory: Factory, data: DataFolder) -> None:
    """Tell people who left the page when their sessions have started."""
    from officina_hub.mail import in_hub

    in_hub.install(factory.mail, factory.factory.name, data.root)

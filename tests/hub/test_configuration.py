"""configure(c, …) sets what Officina needs, and what the admin writes below it wins."""

from __future__ import annotations

from pathlib import Path

import pytest
from traitlets.config import Config

import officina_hub
from officina_hub.catalogue_key import public_key
from officina_hub.data_folder import DataFolder, Ports
from officina_hub.errors import FactoryError, OfficinaError
from officina_hub.up.layout import make_folder, remember_ports


@pytest.fixture
def data(tmp_path) -> DataFolder:
    folder = DataFolder(tmp_path / "data")
    make_folder(folder)
    remember_ports(folder, Ports(public=18000, proxy_api=18001, hub=18081, portal=18095))
    return folder


def configured(data: DataFolder) -> Config:
    c = Config()
    officina_hub.configure(c, data.factory_toml)
    return c


def test_everything_is_bound_to_this_machine(data):
    c = configured(data)
    assert c.JupyterHub.bind_url == "http://127.0.0.1:18000/"
    assert c.JupyterHub.hub_ip == "127.0.0.1"
    assert c.JupyterHub.services[0]["url"] == "http://127.0.0.1:18095"


def test_what_the_admin_writes_below_wins(data):
    c = configured(data)
    c.JupyterHub.authenticator_class = "generic-oauth"
    c.JupyterHub.default_url = "/hub/home"
    assert c.JupyterHub.authenticator_class == "generic-oauth"
    assert c.JupyterHub.default_url == "/hub/home"


def test_a_hub_of_ones_own_keeps_its_login(data):
    data.factory_toml.write_text('[login]\nprovider = "hub"\n')
    c = configured(data)
    assert "authenticator_class" not in c.JupyterHub
    assert c.JupyterHub.template_vars["officina_demo"] is False
    assert all(not group["users"] for group in c.JupyterHub.load_groups.values())


def test_a_restarted_hub_finds_its_sessions_and_its_proxy(data):
    c = configured(data)
    assert c.JupyterHub.cleanup_servers is False
    assert c.JupyterHub.cleanup_proxy is False
    assert c.ConfigurableHTTPProxy.should_start is False


def test_sessions_are_told_the_portal_and_their_side_of_nbgrader(data):
    data.factory_toml.write_text('[sessions.environment]\nHTTP_PROXY = "http://proxy:3128"\n')
    c = configured(data)
    assert c.Spawner.environment["OFFICINA_PORTAL_URL"].endswith(":18095/services/officina")
    assert c.Spawner.environment["HTTP_PROXY"] == "http://proxy:3128"
    learner = Path(c.OfficinaSpawner.learner_environment["JUPYTER_CONFIG_PATH"])
    course = Path(c.OfficinaSpawner.course_environment["JUPYTER_CONFIG_PATH"])
    assert learner.is_dir()
    assert course.is_dir()
    assert learner != course


def test_sessions_are_shown_the_snapshot_that_the_factory_names_and_its_key(data):
    copies = data.root / "copies"
    data.factory_toml.write_text(f'[portal]\ncatalogue_snapshot = "{copies}/all.jsonl.gz"\n')
    with pytest.raises(OfficinaError, match=f"mkdir -p '{copies}'"):
        configured(data)
    copies.mkdir()
    c = configured(data)
    assert c.Spawner.environment["OFFICINA_CATALOGUE_SNAPSHOT"] == f"{copies}/all.jsonl.gz"
    assert c.Spawner.environment["OFFICINA_CATALOGUE_PUBLIC_KEY"] == public_key(data.secrets)
    assert c.OfficinaSpawner.software_dirs == [str(data.root / "environments"), str(copies)]


def test_sessions_find_the_kernels_of_courses(data):
    folder = data.root / "pythons of courses"
    data.factory_toml.write_text(f'[portal]\ncourse_environments = "{folder}"\n')
    c = configured(data)
    assert c.OfficinaSpawner.software_dirs == [str(folder)]
    assert folder.stat().st_mode & 0o777 == 0o755
    for environment in (
        c.OfficinaSpawner.learner_environment,
        c.OfficinaSpawner.course_environment,
    ):
        assert str(folder) in environment["JUPYTER_PATH"].split(":")


def test_no_folder_of_the_hubs_own_is_shown_for_a_snapshot_in_it(data):
    (data.homes / "ada").mkdir(parents=True, exist_ok=True)
    for folder in (data.root, data.root.parent, data.secrets, data.homes / "ada"):
        data.factory_toml.write_text(f'[portal]\ncatalogue_snapshot = "{folder}/all.jsonl.gz"\n')
        with pytest.raises(OfficinaError, match="lie open to learners"):
            configured(data)


def test_no_secret_reaches_a_session(data):
    copies = data.root / "copies"
    copies.mkdir()
    data.factory_toml.write_text(f'[portal]\ncatalogue_snapshot = "{copies}/all.jsonl.gz"\n')
    c = configured(data)
    secrets = {path.read_text() for path in data.secrets.iterdir()}
    assert secrets.isdisjoint(map(str, c.Spawner.environment.values()))


def test_a_missing_secret_is_told_with_the_way_to_make_one(data):
    (data.secrets / "portal-token").unlink()
    with pytest.raises(OfficinaError, match="openssl rand -hex 32"):
        configured(data)


def test_a_short_secret_is_refused_without_showing_it(data):
    (data.secrets / "portal-token").write_text("swordfish")
    with pytest.raises(OfficinaError, match="9 characters") as caught:
        configured(data)
    assert "swordfish" not in str(caught.value)


def test_a_wrong_factory_file_stops_the_hub_with_its_line(data):
    data.factory_toml.write_text("[factory]\nname = 1\n")
    with pytest.raises(FactoryError, match=r"factory\.toml:2"):
        configured(data)


def test_the_package_shows_one_name_only():
    assert officina_hub.__all__ == ["configure"]
    assert callable(officina_hub.configure)


@pytest.mark.parametrize("name", ["course-gpu", "course-"])
def test_nobody_logs_in_as_a_courses_own_server(data, name):
    class Login:
        import logging

        log = logging.getLogger("test")

    hook = configured(data).Authenticator.post_auth_hook
    assert hook(Login(), None, {"name": name}) is None
    assert hook(Login(), None, {"name": "anna"}) == {"name": "anna"}


def test_the_portal_takes_what_the_factory_says(data):
    from officina_hub.portal_facts import portal_facts

    data.factory_toml.write_text("[portal]\nmax_submission_mib = 2\nmax_course_mib = 3\n")
    facts = portal_facts(data)
    assert facts["submission_limits"].max_total_bytes == 2 << 20
    assert facts["course_limits"].max_total_bytes == 3 << 20
    assert facts["database_url"] == f"sqlite:///{data.portal_database}"


def test_a_session_that_waits_in_a_queue_keeps_nobody_from_starting(data):
    config = configured(data)
    assert config.JupyterHub.concurrent_spawn_limit == 0
    assert config.OfficinaSpawner.concurrent_starts == 8


def test_named_servers_are_off_unless_the_file_says_how_many(data):
    c = configured(data)
    assert c.JupyterHub.allow_named_servers is False
    data.factory_toml.write_text("[sessions]\nnamed_servers = 3\n")
    c = configured(data)
    assert c.JupyterHub.allow_named_servers is True
    assert c.JupyterHub.named_server_limit_per_user == 3


def test_sessions_of_a_class_are_prepared_unless_the_file_says_no(data):
    def routes() -> list[str]:
        return [path for path, _ in configured(data).JupyterHub.extra_handlers]

    assert any("officina/prestarts" in path for path in routes())
    data.factory_toml.write_text("[sessions]\nprestart = false\n")
    assert not any("officina/prestarts" in path for path in routes())


def test_the_hubs_own_page_of_a_start_leads_to_the_portal(data):
    assert configured(data).OfficinaSpawner.launch_page == "/services/officina/launch"


def test_what_starts_by_a_link_or_takes_any_port_is_served_no_more(data):
    """JupyterHub's page of a start and batchspawner's handler, which have no setting."""
    from batchspawner.api import BatchSpawnerAPIHandler
    from jupyterhub import apihandlers, handlers
    from jupyterhub.handlers.pages import SpawnHandler

    configured(data)
    assert SpawnHandler not in [route[1] for route in handlers.default_handlers]
    assert BatchSpawnerAPIHandler not in [route[1] for route in apihandlers.default_handlers]

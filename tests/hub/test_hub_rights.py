"""Who may do what, asked of a real Hub that our configuration started."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest
import requests

from officina_hub import scopes

IN_SESSIONS = {scopes.READ, scopes.LEARN}
LEARNER = IN_SESSIONS | {scopes.ASK}
TRAINER = {scopes.TEACH, scopes.PUBLISH, scopes.PRESTART}
FOR_PORTAL = {scopes.COURSE_SERVERS, scopes.PRESTART_SESSIONS}
SPECIAL = {scopes.COURSE, scopes.QUEUE, scopes.OPERATE, *FOR_PORTAL}


def custom(found: set[str]) -> set[str]:
    return {scope for scope in found if scope.startswith(scopes.PREFIX)}


def test_a_learners_browser_reads_learns_asks_and_starts_its_own_server(hub):
    found = hub.scopes(hub.oauth_token("learner"))
    assert custom(found) == LEARNER
    assert {"servers!user=learner", "access:servers!user=learner"} <= found
    assert not any("!user=" not in scope for scope in found if scope.startswith("servers"))


# The demo's trainer and admin are its two curators; no session's token is one (see below).
def test_a_trainers_browser_also_teaches_publishes_and_curates(hub):
    found = custom(hub.scopes(hub.oauth_token("trainer")))
    assert found == LEARNER | TRAINER | {scopes.CURATE}


def test_an_admins_browser_also_operates_and_advises_but_is_no_admin_at_the_portal(hub):
    found = hub.scopes(hub.oauth_token("admin"))
    assert custom(found) == LEARNER | {
        *(scopes.OPERATE, scopes.CURATE, scopes.REQUESTS, scopes.AGREE)
    }
    assert not any(scope.startswith("admin:") for scope in found)


@pytest.mark.parametrize(
    ("name", "expected"), [("learner", IN_SESSIONS), ("trainer", IN_SESSIONS | TRAINER)]
)
def test_a_sessions_token_learns_and_teaches_and_asks_for_nothing(hub, name, expected):
    token = hub.session_token(name, hub.oauth_token(name))
    found = hub.scopes(token)
    assert custom(found) == expected
    assert f"access:servers!server={name}/" in found
    assert not any(scope.startswith(("servers", "tokens", "admin")) for scope in found)


def test_the_services_hold_their_own_rights(hub):
    assert custom(hub.scopes(hub.secret("grader-token"))) == {scopes.QUEUE}
    assert custom(hub.scopes(hub.secret("portal-token"))) == FOR_PORTAL
    assert hub.ask("GET", "/users", hub.secret("grader-token")).status_code == 403
    assert hub.ask("POST", "/users/eve", hub.secret("portal-token")).status_code == 403
    learners = hub.ask("POST", "/users/learner/server", hub.secret("portal-token"))
    assert learners.status_code in {403, 404}


def course_account(hub, course_id: str, token: str, body: object) -> requests.Response:
    return hub.ask("PUT", f"/officina/courses/{course_id}", token, json=body)


def test_the_portal_makes_a_courses_account_as_often_as_it_likes(hub):
    token = hub.secret("portal-token")
    for _ in range(2):
        answer = course_account(hub, "gpu-basics", token, {"trainers": ["trainer"]})
        assert answer.status_code == 200, answer.text
        assert answer.json() == {"user": "course-gpu-basics", "group": "course-gpu-basics-trainers"}


def test_a_courses_own_server_acts_for_its_course_and_never_learns(hub):
    portal = hub.secret("portal-token")
    course_account(hub, "gpu-basics", portal, {"trainers": ["trainer"]})
    token = hub.session_token("course-gpu-basics", portal)
    assert custom(hub.scopes(token)) == {scopes.READ, scopes.COURSE}


def test_the_portal_shares_a_courses_server_with_its_trainers(hub):
    portal = hub.secret("portal-token")
    course_account(hub, "sharing", portal, {"trainers": ["trainer"]})
    answer = hub.ask(
        "POST", "/shares/course-sharing/", portal, json={"group": "course-sharing-trainers"}
    )
    assert answer.status_code == 200, answer.text
    trainers = hub.ask("GET", "/users/trainer/shared", hub.oauth_token("trainer"))
    assert trainers.status_code in {200, 403, 404}
    own = hub.ask("POST", "/shares/learner/", portal, json={"group": "course-sharing-trainers"})
    assert own.status_code in {403, 404}


def test_trainers_are_exactly_those_named_last(hub):
    portal = hub.secret("portal-token")
    hub.oauth_token("learner")
    course_account(hub, "changing", portal, {"trainers": ["trainer", "learner"]})
    course_account(hub, "changing", portal, {"trainers": ["learner"]})
    with closing(sqlite3.connect(hub.data.hub_database)) as database:
        rows = database.execute(
            "select users.name from users join user_group_map m on m.user_id = users.id "
            "join groups on groups.id = m.group_id where groups.name = 'course-changing-trainers'"
        ).fetchall()
    assert rows == [("learner",)]


@pytest.mark.parametrize("course_id", ["Gpu", "1st", "a" * 41, "a_b", "-a", "a%20b", "%C3%A9"])
def test_a_name_that_cannot_be_a_course_is_refused(hub, course_id):
    answer = course_account(hub, course_id, hub.secret("portal-token"), {"trainers": []})
    assert answer.status_code == 400
    assert "cannot be the id of a course" in answer.json()["message"]


@pytest.mark.parametrize(
    "body", [None, [], {}, {"trainers": "trainer"}, {"trainers": [1]}, {"trainers": [], "x": 1}]
)
def test_a_body_that_names_no_trainers_is_refused(hub, body):
    answer = course_account(hub, "fine", hub.secret("portal-token"), body)
    assert answer.status_code == 400
    assert "trainers" in answer.json()["message"]


def test_unknown_trainers_are_named_and_nothing_is_changed(hub):
    answer = course_account(hub, "ghosts", hub.secret("portal-token"), {"trainers": ["nobody"]})
    assert answer.status_code == 400
    assert "'nobody'" in answer.json()["message"]


def test_nobody_else_opens_the_narrow_door(hub):
    for token in (hub.secret("grader-token"), hub.oauth_token("admin"), "nonsense"):
        assert course_account(hub, "mine", token, {"trainers": []}).status_code == 403


def test_the_hub_tells_browsers_not_to_guess_types(hub):
    headers = requests.get(f"{hub.url}/hub/login", timeout=30).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert "Tornado" not in headers.get("Server", "")


def test_a_wrong_password_is_refused_with_a_page_and_guessing_with_429(hub):
    browser = requests.Session()
    browser.get(f"{hub.url}/hub/login", timeout=30)
    form = {"username": "trainer", "password": "no", "_xsrf": browser.cookies["_xsrf"]}
    answers = [browser.post(f"{hub.url}/hub/login", data=form, timeout=30) for _ in range(7)]
    assert answers[0].status_code == 403
    assert answers[-1].status_code == 429
    assert "Traceback" not in answers[-1].text
    assert "Retry-After" in answers[-1].headers


def test_only_a_persons_own_login_asks_about_sessions(hub):
    """This Hub starts servers by another spawner, so whoever may ask hears that, and not 403."""
    learner = hub.oauth_token("learner")
    hub.ask("POST", "/users/learner/server", learner)
    hub.ask("GET", "/users/learner/server/progress", learner)
    environment = requests.get(f"{hub.url}/user/learner/", timeout=30).json()
    session = environment["JUPYTERHUB_API_TOKEN"]
    for path in ("offers", "mine"):
        assert hub.ask("GET", f"/officina/sessions/{path}", learner).status_code == 404
        for token in (hub.secret("portal-token"), session):
            assert hub.ask("GET", f"/officina/sessions/{path}", token).status_code == 403

"""docs/reference/rest.md: every address of the portal's API, from its OpenAPI document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from docs_pages.cells import cell, row
from officina_hub.portal.api.routes import ROUTES
from officina_hub.portal.openapi import COMMON_ERRORS, document

HEAD = """\
# The portal's REST API

Everything lies below `/services/officina/api`. A request carries `Authorization: token …` with a
token of the Hub, or a browser's login at the portal. Bodies are JSON with snake_case names, but for
packages, which are tars. `GET openapi.json` gives the same description for programs.

An error is `application/problem+json` (RFC 9457) with a sentence in `detail`, a stable `code`, and
a `correlation_id` that leads to the log. HEAD is answered as GET, without the body.

The proxy before the portal has a word of its own, without `code`. A sentence as `text/plain`: 408
where an upload falls silent, 413 where it is too large, 431 for headers above 64 KiB, 503 where too
many uploads are under way, 507 where the disk is full. A short HTML page: 400 for an address whose
percent-encoding is not UTF-8, 405 for TRACE and other methods that it does not pass on. The Hub's
HTML page for errors: 503 where the portal does not answer. So look at `Content-Type` first.

*Needs* names the [scope](scopes.md) that the token must hold, and what its owner must be to the
very course, submission or release. Whoever may not see a submission is told that there is none.

| must be | means |
|---|---|
| member | enrolled in the course, as a learner or a trainer |
| trainer | a trainer of the course |
| owner | the person who handed it in |
| course server | the course's own server |
| founder | anybody, as long as there is no course of that name |

Any answer may be an error of the first table; errors of the second are named where they may come.

"""
MEANINGS = {
    400: "the request cannot be read",
    401: "nobody is logged in, or the token is not valid",
    403: "the token or its owner may not do this",
    404: "there is no such thing, or none that the asker may see",
    406: "there is the thing, but in none of the forms that `Accept` names",
    408: "nothing came for too long, so the upload was given up",
    409: "what is there already stands against it",
    413: "the body is larger than allowed",
    422: "the request can be read, but what it says cannot be",
    503: "the Hub does not answer or is busy",
    507: "the disk is full; nothing was kept",
}
FOOT = "\nThis page is made from the code; change the `@operation` of the handler.\n"


def rest_page() -> str:
    """The whole page."""
    described = document(ROUTES, prefix="/services/officina/", version="")
    rare = sorted(set(MEANINGS) - set(COMMON_ERRORS))
    tables = _statuses("any answer", COMMON_ERRORS) + "\n" + _statuses("some answers", rare)
    return HEAD + tables + FOOT + "".join(_paths(described["paths"]))


def _statuses(where: str, statuses: Iterable[int]) -> str:
    rows = "".join(row(str(status), MEANINGS[status]) for status in statuses)
    return f"| {where} | meaning |\n|---|---|\n{rows}"


def _paths(paths: dict[str, dict[str, Any]]) -> Iterator[str]:
    for path, methods in paths.items():
        yield f"\n## {path.removeprefix('/')}\n"
        for method, operation in methods.items():
            yield from _operation(method, operation)


def _operation(method: str, operation: dict[str, Any]) -> Iterator[str]:
    yield f"\n**{method.upper()}**: {cell(operation['summary'])}. "
    yield operation.get("description", "Needs no login.").replace(" as anyone", "") + "\n"
    yield f"Answers {', '.join(_good(operation['responses']))}."
    others = [int(status) for status in operation["responses"] if int(status) >= 400]
    special = [str(status) for status in others if status not in COMMON_ERRORS]
    yield f" Errors besides: {', '.join(special)}.\n" if special else "\n"
    if "requestBody" in operation:
        yield f"Takes {', '.join(map(_named, operation['requestBody']['content'].items()))}.\n"
    query = [one for one in operation["parameters"] if one["in"] == "query"]
    if query:
        yield "\n| in the query | default | meaning |\n|---|---|---|\n"
        yield from (_parameter(one) for one in query)


def _good(responses: dict[str, Any]) -> Iterator[str]:
    for status, response in responses.items():
        if int(status) < 400:
            forms = [_named(form) for form in response.get("content", {}).items()]
            yield f"{status} with {' or '.join(forms)}" if forms else status


def _named(form: tuple[str, dict[str, Any]]) -> str:
    """A media type, and the name of its model where it has one."""
    media, content = form
    schema = content.get("schema", {})
    is_list = schema.get("type") == "array"
    reference = (schema.get("items", {}) if is_list else schema).get("$ref", "")
    if not reference:
        return f"`{media}`"
    name = reference.rsplit("/", 1)[-1]
    return f"a list of `{name}`" if is_list else f"`{name}`"


def _parameter(parameter: dict[str, Any]) -> str:
    schema = parameter["schema"]
    default = schema.get("default")
    shown = "" if default in (None, "") else f"`{default}`"
    bounds = [str(schema[name]) for name in ("minimum", "maximum") if name in schema]
    meaning = schema.get("description") or " to ".join(bounds)
    return row(f"`{parameter['name']}`", shown, cell(meaning))

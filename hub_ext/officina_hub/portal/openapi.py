"""The API's description, made from what stands beside each handler.

``@operation(...)`` on a handler's method says what it does in a word of the table of rights, what
it takes and what it gives; from these and the routes, ``document`` makes OpenAPI 3.1.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Iterable
from functools import wraps
from typing import Any, Literal, NamedTuple, TypeVar

from pydantic import BaseModel, TypeAdapter

from officina_hub.portal.rights import RIGHTS
from officina_widgets.wire import Problem

Body = Literal["none", "json", "result", "submission", "package", "crate"]
Media = Literal["json", "tar", "html", "csv", "rdf", "file", "json-ld", "none"]
MEDIA_TYPES: dict[Media, tuple[str, ...]] = {
    "json": ("application/json",),
    "tar": ("application/x-tar",),
    "html": ("text/html",),
    "csv": ("text/csv",),
    "rdf": ("text/turtle", "application/rdf+xml", "application/ld+json"),
    "file": ("application/octet-stream",),
    "json-ld": ("application/ld+json",),
    "none": (),
}
FILES: dict[Body, str] = {
    "submission": "application/x-tar",
    "package": "application/x-tar",
    "crate": "application/zip",
}
COMMON_ERRORS = (400, 401, 403, 404, 422, 503)
SCHEMAS = "#/components/schemas/{model}"
PARAMETER = re.compile(r"\{(\w+)\}")

Method = TypeVar("Method", bound=Callable[..., Awaitable[None]])


class Operation(NamedTuple):
    """What one method of one handler does."""

    right: str | None
    summary: str
    request: type[BaseModel] | None = None
    query: type[BaseModel] | None = None
    response: Any = None
    body: Body = "none"
    media: Media = "json"
    status: int = 200
    errors: tuple[int, ...] = ()


class Route(NamedTuple):
    """One address of the API and the handler class behind it."""

    path: str
    handler: type[Any]

    @property
    def pattern(self) -> str:
        """The address as a regular expression with named groups."""
        parts = PARAMETER.split(self.path)
        names = (f"(?P<{part}>[^/]+)" if i % 2 else re.escape(part) for i, part in enumerate(parts))
        return "".join(names)


def operation(
    right: str | None,
    summary: str,
    *,
    request: type[BaseModel] | None = None,
    query: type[BaseModel] | None = None,
    response: Any = None,
    body: Body | None = None,
    media: Media = "json",
    status: int = 200,
    errors: tuple[int, ...] = (),
) -> Callable[[Method], Method]:
    """Describe a method; who may call it is looked up in the table of rights before it runs."""
    kind: Body = body or ("json" if request else "none")
    described = Operation(right, summary, request, query, response, kind, media, status, errors)

    def mark(method: Method) -> Method:
        @wraps(method)
        async def answered(handler: Any, *args: Any, **kwargs: Any) -> None:
            handler.body_ended()
            # A request refused before its body came has its answer already.
            if not handler.is_refused():
                await method(handler, *args, **kwargs)

        answered.operation = described  # type: ignore[attr-defined]  # read by operation_of
        return answered  # type: ignore[return-value]  # same signature, by wraps

    return mark


def operation_of(handler: type[Any], method: str) -> Operation | None:
    """The description of that method of a handler class; ``None`` for one it does not have."""
    found = getattr(getattr(handler, method.lower(), None), "operation", None)
    return found if isinstance(found, Operation) else None


def document(routes: Iterable[Route], *, prefix: str, version: str) -> dict[str, Any]:
    """The whole description."""
    schemas: dict[str, Any] = {}
    paths = {"/" + route.path: _path_item(route, schemas) for route in routes}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Officina portal",
            "version": version,
            "description": "Courses, exercises, submissions, marks, the grading queue and the "
            "catalogue. Errors are RFC 9457 problems with a stable `code` and a `correlation_id`.",
        },
        "servers": [{"url": prefix.rstrip("/") + "/api"}],
        "security": [{"hubToken": []}],
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": {
                "hubToken": {
                    "type": "apiKey",
                    "in": "header",
                    "name": "Authorization",
                    "description": "`token <a JupyterHub API token>`",
                }
            },
        },
    }


def _path_item(route: Route, schemas: dict[str, Any]) -> dict[str, Any]:
    item: dict[str, Any] = {}
    for method in ("get", "put", "post", "patch", "delete"):
        described = operation_of(route.handler, method)
        if described is not None:
            item[method] = _operation(route, method, described, schemas)
    return item


def _operation(
    route: Route, method: str, described: Operation, schemas: dict[str, Any]
) -> dict[str, Any]:
    name = PARAMETER.sub(r"\1", route.path).replace("/", "_").replace(".", "_")
    found: dict[str, Any] = {
        "operationId": f"{method}_{name}",
        "summary": described.summary,
        "parameters": [*_path_parameters(route), *_query_parameters(described.query)],
        "responses": _responses(described, schemas),
    }
    if described.right is None:
        found["security"] = []
    else:
        found["description"] = _scopes_text(described.right)
    if described.request is not None:
        content = {"application/json": {"schema": _schema(described.request, schemas)}}
        found["requestBody"] = {"required": True, "content": content}
    elif described.body in FILES:
        file = {"schema": {"type": "string", "format": "binary"}}
        content = {FILES[described.body]: file}
        found["requestBody"] = {"required": True, "content": content}
    return found


def _scopes_text(right: str) -> str:
    grants = ", or ".join(f"`{each.scope}` as {each.relation}" for each in RIGHTS[right].grants)
    return f"Needs {grants}."


def _path_parameters(route: Route) -> list[dict[str, Any]]:
    names = PARAMETER.findall(route.path)
    return [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
        for name in names
    ]


def _query_parameters(query: type[BaseModel] | None) -> list[dict[str, Any]]:
    if query is None:
        return []
    schema = query.model_json_schema()
    return [
        {"name": name, "in": "query", "required": name in schema.get("required", ()), "schema": one}
        for name, one in schema["properties"].items()
    ]


def _responses(described: Operation, schemas: dict[str, Any]) -> dict[str, Any]:
    good: dict[str, Any] = {"description": described.summary}
    if described.media != "none":
        schema: dict[str, Any] = {"type": "string"}
        if described.media == "json":
            schema = _schema(described.response, schemas) if described.response else {}
        good["content"] = {name: {"schema": schema} for name in MEDIA_TYPES[described.media]}
    responses = {str(described.status): good}
    problem = {"application/problem+json": {"schema": _schema(Problem, schemas)}}
    slow = () if described.body == "none" else (408,)
    for status in sorted({*COMMON_ERRORS, *described.errors, *slow}):
        responses[str(status)] = {"description": "See `code` and `detail`", "content": problem}
    return responses


def _schema(model: Any, schemas: dict[str, Any]) -> dict[str, Any]:
    schema = TypeAdapter(model).json_schema(ref_template=SCHEMAS, mode="serialization")
    schemas.update(schema.pop("$defs", {}))
    if isinstance(model, type) and issubclass(model, BaseModel):
        schemas[model.__name__] = schema
        return {"$ref": SCHEMAS.format(model=model.__name__)}
    return schema

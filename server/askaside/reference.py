"""The API to read: the page that is made of the OpenAPI description."""

import json
from urllib.parse import quote, urlencode

from flask import Blueprint, Response, current_app, render_template
from markupsafe import Markup, escape

from .core import http
from .help.centre_page import ADDRESSES

METHODS = ("get", "post", "put", "patch", "delete")
IN_PATHS = {"site": "key of the site", "module": "key of the module", "slug": "the answer's name in its module", "ticket": "id of the request", "name": "name of the file"}


def doors(api):
    bp = Blueprint("reference", __name__, url_prefix="/api/v1", template_folder="templates")
    bp.add_app_template_filter(coded, "coded")

    @bp.get("/docs")
    def docs():
        """Each door with its parameters, its answers and a question that can be asked as it stands."""
        spec = api.spec.to_dict()
        shapes = spec["components"]["schemas"]
        body = render_template("reference.html", info=spec["info"], file=ADDRESSES, base=http.base(), kind=kind, doors=list(_doors(spec, _samples())),
                               shapes={name: fields(shape) for name, shape in sorted(shapes.items()) if "properties" in shape}).encode()
        return http.cached(Response(body, mimetype="text/html"), body)

    return bp


def _doors(spec, samples):
    """What the page tells of each door. `samples`: what stands for `{site}` and so on in its example."""
    for path, item in spec["paths"].items():
        for method in METHODS:
            if method not in item:
                continue
            door = item[method]
            given = [*item.get("parameters", []), *door.get("parameters", [])]
            given = [{"description": IN_PATHS.get(row["name"], "") if row["in"] == "path" else "", **row, "schema": _sendable(row["schema"])} for row in given]
            body = _content(door.get("requestBody", {}))
            form = _content(door.get("requestBody", {}), "multipart/form-data")
            asked = {row["name"]: row["schema"]["example"] for row in given if row["in"] == "query" and "example" in row["schema"]}
            there = path.format_map({name: quote(samples.get(name, name)) for name in (row["name"] for row in given if row["in"] == "path")})
            yield {"method": method.upper(), "path": path, "anchor": f"{method}{path}".replace("{", "").replace("}", "").replace("/", "."), "summary": door.get("summary", ""),
                   "parameters": given, "body": body and fields(_resolved(spec, body)), "question": there + ("?" + urlencode(asked, safe="/,") if asked else ""),
                   "signed": "security" in door,
                   "desk": {"desk": []} in door.get("security", ()), "parts": form and list(form["properties"]), "sent": body and json.dumps(example(spec, body), ensure_ascii=False),
                   "answers": [_answer(spec, status, told) for status, told in sorted(door["responses"].items())]}


def _sendable(schema):
    """The schema of a parameter without `null`: no address can hold one."""
    types = schema.get("type")
    return {**schema, "type": types[0]} if isinstance(types, list) else schema


def _answer(spec, status, told):
    told = _resolved(spec, told)
    shape = _content(told)
    return {"status": status, "told": told.get("description", ""), "shape": shape and _name(shape),
            "example": json.dumps(example(spec, shape), indent=2, ensure_ascii=False) if shape and status.startswith("2") else None}


def _samples():
    """What there is on this server: its first site, an answer and a picture of it."""
    libraries = current_app.shelf.libraries
    if not libraries:
        return {}
    library = libraries[sorted(libraries)[0]] if "demo" not in libraries else libraries["demo"]
    module, _, slug = next(iter(library.articles), "module/answer").partition("/")
    picture = next((name for name in library.files if name.startswith(f"{module}/")), "/picture.png").partition("/")[2]
    return {"site": library.site.key, "module": module, "slug": slug, "name": picture}


def coded(text):
    """`text` with what stands between backticks as code; everything in it escaped."""
    return Markup("").join(Markup("<code>{}</code>").format(part) if at % 2 else escape(part) for at, part in enumerate(text.split("`")))


def fields(shape):
    """Rows (name, schema, is it required) of an object's schema."""
    return [(name, schema, name in shape.get("required", ())) for name, schema in shape.get("properties", {}).items()]


def kind(schema):
    """What a value is, in words, and the name of the shape it has, or None: ("list of", "ArticleRow")."""
    if name := _name(schema):
        return "", name
    if "anyOf" in schema:
        first = next(one for one in schema["anyOf"] if one.get("type") != "null")
        words, name = kind(first)
        return f"{words} null or".strip(), name
    if schema.get("type") == "array":
        words, name = kind(schema.get("items", {}))
        return f"list of {words}".strip(), name
    types = schema.get("type", "any")
    words = [" or ".join(types) if isinstance(types, list) else types]
    if "enum" in schema:
        words = [" | ".join(map(str, schema["enum"]))]
    for key, text in {"format": "{}", "minimum": "at least {}", "maximum": "at most {}", "maxLength": "at most {} characters"}.items():
        if key in schema:
            words.append(text.format(schema[key]))
    return ", ".join(words), None


def example(spec, schema, name=""):
    """A value that fits `schema`; each shape within itself once only."""
    schema = _resolved(spec, schema)
    if "example" in schema:
        return schema["example"]
    if "anyOf" in schema:
        return example(spec, next(one for one in schema["anyOf"] if one.get("type") != "null"), name)
    if "enum" in schema:
        return schema["enum"][0]
    if "properties" in schema:
        return {key: example(spec, one, key) for key, one in schema["properties"].items()}
    types = schema.get("type", "string")
    match types[0] if isinstance(types, list) else types:
        case "array":
            return [example(spec, schema.get("items", {}), name)]
        case "object":
            return {}
        case "integer":
            return schema.get("default", 1)
        case "number":
            return 1.0
        case "boolean":
            return True
    return "2026-11-22T10:00:00.000Z" if schema.get("format") == "date-time" else "…"


def _content(told, kind="application/json"):
    return told.get("content", {}).get(kind, {}).get("schema")


def _name(schema):
    return schema["$ref"].rpartition("/")[2] if "$ref" in schema else None


def _resolved(spec, schema):
    while "$ref" in schema:
        *_, group, name = schema["$ref"].split("/")
        schema = spec["components"][group][name]
    return schema

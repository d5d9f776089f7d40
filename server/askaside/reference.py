"""The API to read: the page that is made of the OpenAPI description."""

from flask import Blueprint, render_template_string

PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{ spec.info.title }}</title><link rel="stylesheet" href="/help/centre.css"></head><body><main>
<h1>{{ spec.info.title }} {{ spec.info.version }}</h1><p>The same for programs: <a href="openapi.json">openapi.json</a>.</p>
{% for path, item in spec.paths.items() %}{% for method, door in item.items() if method in ("get", "post") %}
<section><h2>{{ method|upper }} <code>{{ path }}</code></h2><p>{{ door.summary }}</p>
{% set rows = item.get("parameters", []) + door.get("parameters", []) %}
{% if rows %}<table><caption>Parameters</caption><thead><tr><th scope="col">name</th><th scope="col">in</th><th scope="col">meaning</th></tr></thead>
<tbody>{% for row in rows %}<tr><td><code>{{ row.name }}</code></td><td>{{ row.in }}</td><td>{{ row.description or "" }}</td></tr>{% endfor %}</tbody></table>{% endif %}
<p>Answers: {% for status in door.responses %}<code>{{ status }}</code> {% endfor %}</p></section>
{% endfor %}{% endfor %}
</main></body></html>"""


def doors(api):
    bp = Blueprint("reference", __name__, url_prefix="/api/v1")

    @bp.get("/docs")
    def docs():
        return render_template_string(PAGE, spec=api.spec.to_dict())

    return bp

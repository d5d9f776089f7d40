"""The reports of a site as a page, and as a file for spreadsheets."""

from flask import Blueprint, request

from ..core import clock
from ..hours.in_words import amount
from ..people.roles import READ
from ..tickets import measures
from . import access, reports, said, shell

bp = Blueprint("desk_reports", __name__, url_prefix="/desk", template_folder="templates")
bp.register_error_handler(Exception, shell.sorry)
bp.before_request(access.enter)
MOST = 20   # requests that wait for their first answer


@bp.get("/<site>/reports")
def list_reports(site):
    """Of the last 30 or 90 days: by team, by module, by time."""
    found, t, tag, now = access.library(site, READ).site, shell.words(), shell.locale(), clock.now()
    zone, days = access.view(found).zone, _days()
    count, late, waiting = measures.unanswered(found.key, now, MOST)
    return shell.page("reports.html", title=t("desk.reports"), site=found, found=reports.made(found, zone, now, days), titles=_titles(found, tag), days=days, spans=reports.SPANS,
                      count=count, late=late, waiting=waiting, said=said, spell=lambda took: amount(took, tag), day=shell.words(found).date)


@bp.get("/<site>/reports.csv")
def one_table(site):
    """The same for a spreadsheet."""
    found = access.library(site, READ).site
    zone, days = access.view(found).zone, _days()
    lines = reports.rows(reports.made(found, zone, clock.now(), days), _titles(found, found.default_locale), zone)
    return shell.file(f"{found.key}-{days}-days.csv", reports.table(lines), "text/csv")


def _days():
    return 90 if request.args.get("days") == "90" else 30


def _titles(site, tag):
    """{group: {key: text}}"""
    return {"module": {one.key: site.words(one.title, tag) for one in site.modules}, "team": {one.key: site.words(one.title, tag) or one.key for one in site.tables.get("teams", ())}}

"""The board of moves between phases of education: who is where, and who is late."""

from datetime import date
from typing import Any

from flask import Blueprint, render_template, request, url_for

from webapp.accounts import roles
from webapp.cases import opening
from webapp.cases.desk import today
from webapp.cases.errors import MayNotLook
from webapp.portal import Services
from webapp.presenters import transfers as words
from webapp.transfers import board, cohorts
from webapp.transfers.board import STAGES, Place, Wanted
from webapp.views import form_steps
from webapp.views.identity import my_account, portal
from webapp.views.permission import staff

blueprint = Blueprint("transfers", __name__)
LIST = "phase_transfers"


@blueprint.get("/transfers")
@staff
def page() -> str:
    """Counts of every stage, and the rows of one year; nothing of it names a child."""
    with portal().look() as services:
        if not opening.memberships(services, my_account(services)):
            raise MayNotLook
        kinds = dict(form_steps.host(services).labels[LIST])
        wanted = _wanted(services, kinds)
        counts = board.counts(services, wanted)
        found = board.rows(services, wanted, after=_after())
        years = sorted({*board.years(services), cohorts.year_looked_at(today(services))}, reverse=True)
        rows = words.rows(found, kinds, today=today(services))
    asked: dict[str, Any] = {"year": wanted.moves_in, "kind": wanted.kind or None, "stage": wanted.stage or None}
    last = found[-1].place if len(found) == board.PAGE else None
    return render_template(
        "transfers/board.html",
        rows=rows,
        counts=counts,
        wanted=wanted,
        years=years,
        kinds=kinds,
        stages=words.STAGES,
        first=url_for("transfers.page", **asked) if _after() else "",
        further=url_for("transfers.page", **asked, on=last[0].isoformat(), id=last[1]) if last else "",
    )


def _wanted(services: Services, kinds: dict[str, str]) -> Wanted:
    year = request.args.get("year", type=int)
    kind, stage = request.args.get("kind", ""), request.args.get("stage", "")
    return Wanted(
        moves_in=year if year and 2000 < year < 2100 else cohorts.year_looked_at(today(services)),
        kind=kind if kind in kinds else "",
        stage=stage if stage in STAGES else "",
        areas=roles.queue_areas(services.accounts.desk, my_account(services)),
    )


def _after() -> Place | None:
    """After which row the list goes on; none for what no page of ours can have held."""
    try:
        return date.fromisoformat(request.args.get("on", "")), request.args.get("id", "")[:32]
    except ValueError:
        return None

"""Somebody who works here declares a relation to a request or case: from then on others look after it."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from werkzeug import Response

from webapp.cases import case_file, relations, requests
from webapp.cases.errors import RequestNotFound
from webapp.cases.reading import groups_of
from webapp.portal import Services
from webapp.views.identity import actor, my_account, portal
from webapp.views.permission import staff

blueprint = Blueprint("relations", __name__)


@blueprint.get("/related/<key>")
@staff
def ask(key: str) -> str:
    """What it means; nobody's name stands here."""
    with portal().look() as services:
        _require(services, key)
    return render_template("cases/related.html", key=key)


@blueprint.post("/related/<key>")
@staff
def declare(key: str) -> Response:
    """Somebody else does it."""
    with portal().work() as services:
        _require(services, key)
        relations.declare(services, my_account(services), key, by=actor(services))
    flash(f"Thank you for telling us. Somebody else looks after {key}.")
    return redirect(url_for("tasks.inbox"))


def _require(services: Services, key: str) -> None:
    """Whoever works on cases, of whichever area: what they say opens nothing."""
    if not groups_of(actor(services), key) or not (_is_request(services, key) or case_file.exists(services, key)):
        abort(404)


def _is_request(services: Services, key: str) -> bool:
    try:
        return requests.find(services, key) is not None
    except RequestNotFound:
        return False

"""For load balancers: whether this process answers and reaches its database, and nothing else."""

from flask import Blueprint
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from werkzeug import Response

from webapp.views.identity import portal
from webapp.views.permission import public

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
@public
def health() -> Response:
    """200 or 503, each with one word."""
    try:
        with portal().reading() as session:
            session.execute(text("SELECT 1"))
    except SQLAlchemyError:
        return Response("unreachable", 503, mimetype="text/plain")
    return Response("ok", mimetype="text/plain")

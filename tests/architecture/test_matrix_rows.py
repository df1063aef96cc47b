"""No route with an id without a row in the matrix: who may see it is thought of when the route is made."""

from pathlib import Path

from werkzeug.routing import Map, Rule

from tests.abuse import matrix
from webapp.app import create_app
from webapp.config import Config
from webapp.portal import Portal


def test_every_route_with_an_id_has_a_row(tmp_path: Path) -> None:
    portal = Portal(Config(var=tmp_path, database_url="sqlite://", secret_key="k" * 64))
    routes = create_app(portal).url_map
    assert not (missing := "\n\n".join(matrix.missing(routes))), missing
    assert matrix.left_over(routes) == []


def test_a_route_without_a_row_is_told_with_what_to_add() -> None:
    (sentence,) = matrix.missing(Map([Rule("/plans/<plan_id>/<version>", methods=["GET"])]))
    assert "no row for GET /plans/<plan_id>/<version>" in sentence and 'plan_id = "…"' in sentence

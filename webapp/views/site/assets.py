"""Style sheets, scripts and pictures, under addresses that change with their content."""

from hashlib import sha256
from pathlib import Path
from typing import Any, cast

from flask import Blueprint, Flask, Response, current_app, request, send_from_directory
from flask.blueprints import BlueprintSetupState

from webapp.views.permission import public

STATIC = Path(__file__).parents[2] / "static"
FOR_EVER = "public, max-age=31536000, immutable"
blueprint = Blueprint("assets", __name__)


@blueprint.record_once
def serve_static_files(state: BlueprintSetupState) -> None:
    """Put `url_for("static", filename=…)` at `/static/<hash of all static files>/…`.

    One hash for the whole folder, so that a script's relative imports carry it as well.
    """
    app = cast(Flask, state.app)
    app.extensions["assets"] = versions = {"static": _static_version(), "assets.brand": _brand_version(app)}
    app.add_url_rule("/static/<version>/<path:filename>", "static", public(static_file))

    @app.url_defaults
    def add_version(endpoint: str, values: dict[str, Any]) -> None:
        if endpoint in versions:
            values.setdefault("version", versions[endpoint])


def static_file(version: str, filename: str) -> Response:
    """A file of `webapp/static`; an outdated address still answers, but nobody keeps that answer."""
    return _kept_for_ever(send_from_directory(STATIC, filename), version)


@blueprint.get("/brand/<version>.css")
@public
def brand(version: str) -> Response:
    """The council's colour as custom properties: a file of its own, since inline styles are forbidden."""
    return _kept_for_ever(Response(_brand_css(current_app), mimetype="text/css"), version)


def _kept_for_ever(response: Response, version: str) -> Response:
    known = current_app.extensions["assets"][request.endpoint] == version
    response.headers["Cache-Control"] = FOR_EVER if known else "no-cache"
    return response


def _brand_css(app: Flask) -> str:
    tokens = app.extensions["portal"].config.brand.tokens
    return ":root{" + "".join(f"{name}:{value};" for name, value in tokens.items()) + "}\n"


def _brand_version(app: Flask) -> str:
    return _short(sha256(_brand_css(app).encode()))


def _static_version() -> str:
    digest = sha256()
    for path in sorted(each for each in STATIC.rglob("*") if each.is_file()):
        digest.update(str(path.relative_to(STATIC)).encode() + b"\0" + path.read_bytes())
    return _short(digest)


def _short(digest: Any) -> str:
    return str(digest.hexdigest())[:12]

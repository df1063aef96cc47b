"""Builds the site: the shell, its protections, and every blueprint that lies in `webapp/views`."""

import pkgutil
from contextlib import AbstractContextManager
from importlib import import_module
from typing import Protocol

from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.routing import IntegerConverter, Map, UnicodeConverter, ValidationError

import webapp.views
from webapp import errors, request_log, security
from webapp.config import Config
from webapp.db import Database
from webapp.presenters import navigation, words
from webapp.views import identity
from webapp.views.permission import require_declarations
from webapp.views.typed import LARGEST


class RowNumber(IntegerConverter):
    """A number that a row can have: every larger one in an address is a page that is not there."""

    regex = r"\d{1,19}"  # more digits than Python reads would be a fault, not a missing page

    def __init__(self, map: Map) -> None:
        super().__init__(map, max=LARGEST)


class Key(UnicodeConverter):
    """A text that a row can have: PostgreSQL takes no NUL, so an address with one is a page that is not there."""

    def to_python(self, value: str) -> str:
        if "\0" in value:
            raise ValidationError
        return value


class Portal(Protocol):
    """What the site needs from the house: `app.extensions["portal"]` in views."""

    config: Config
    database: Database

    def transaction(self) -> AbstractContextManager[Session]:
        """A session whose work stands or falls as one."""

    def reading(self) -> AbstractContextManager[Session]:
        """A session for looking only."""


def create_app(portal: Portal) -> Flask:
    """The site of this portal; raises UndeclaredRoutes when a view does not say who may use it."""
    app = Flask("webapp", static_folder=None)
    app.extensions["portal"] = portal
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(words.FILTERS)
    app.jinja_env.globals.update(settings=portal.config, tabs=navigation.tabs)
    app.url_map.converters.update(int=RowNumber, string=Key, default=Key)
    request_log.install(app, portal.config)
    security.protect(app, portal.config)
    errors.install(app)
    identity.install(app)
    for module in pkgutil.walk_packages(webapp.views.__path__, "webapp.views."):
        blueprint = getattr(import_module(module.name), "blueprint", None)
        if blueprint is not None:
            app.register_blueprint(blueprint)
    require_declarations(app)
    return app

"""Builds the site: the shell, its protections, and every blueprint that lies in `webapp/views`."""

import pkgutil
from contextlib import AbstractContextManager
from importlib import import_module
from typing import Protocol

from flask import Flask
from sqlalchemy.orm import Session

import webapp.views
from webapp import errors, security
from webapp.config import Config
from webapp.db import Database
from webapp.presenters import navigation, words
from webapp.views import identity
from webapp.views.permission import require_declarations


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
    security.protect(app, portal.config)
    errors.install(app)
    identity.install(app)
    for module in pkgutil.iter_modules(webapp.views.__path__):
        blueprint = getattr(import_module(f"webapp.views.{module.name}"), "blueprint", None)
        if blueprint is not None:
            app.register_blueprint(blueprint)
    require_declarations(app)
    return app

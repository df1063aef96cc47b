"""A site for the shell's tests: real settings, a real SQLite database, and whoever is said to be signed in."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import html5lib
from flask import Flask
from flask_login import LoginManager, UserMixin

from webapp.app import create_app
from webapp.config import Config
from webapp.db import Database
from webapp.presenters.navigation import supply_tabs


@dataclass(frozen=True)
class HousePortal:
    """What `create_app` needs, and no more."""

    config: Config
    database: Database

    def transaction(self) -> Any:
        return self.database.transaction()

    def reading(self) -> Any:
        return self.database.reading()


class Somebody(UserMixin):
    """Who is signed in."""

    set_up = True

    def __init__(self, name: str = "Jo Bell", kind: str = "family") -> None:
        self.id, self.name, self.kind = name, name, kind


def make_site(
    folder: Path,
    *,
    person: Somebody | None = None,
    routes: Mapping[str, Callable[..., Any]] | None = None,
    **settings: Any,
) -> Flask:
    """The site with extra routes; `person` is signed in on every request."""
    config = replace(
        Config(secret_key="k" * 32, var=folder, database_url=f"sqlite:///{folder / 'p.sqlite'}"), **settings
    )
    app = create_app(HousePortal(config, Database(config.database_url)))  # type: ignore[arg-type]
    sign_in(app, person)
    for number, (path, view) in enumerate((routes or {}).items()):
        app.add_url_rule(path, f"extra_{number}", view, methods=["GET", "POST"])
    return app


def sign_in(app: Flask, person: Somebody | None) -> None:
    """Let Flask-Login find this person, who has no tabs."""
    supply_tabs(app, lambda: ())
    manager = LoginManager(app)
    manager.request_loader(lambda _request: person)


def parsed(html: str) -> Any:
    """The page as a tree; a fault in its HTML raises."""
    return html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(html)


def words(element: Any) -> str:
    """What is written in an element, with single blanks."""
    return " ".join("".join(element.itertext()).split())

"""Pages for everybody, signed in or not: home, help, contact, and what the law asks a site to say."""

from datetime import date

from flask import Blueprint, current_app, render_template
from flask_login import current_user

from webapp.accounts import housekeeping
from webapp.accounts.people import FAMILY
from webapp.accounts.sessions import IDLE
from webapp.presenters.cookies import rows
from webapp.presenters.words import duration
from webapp.views.permission import public

STATEMENT_PREPARED = date(2026, 11, 24)  # of the accessibility statement: change it when its words change
blueprint = Blueprint("information", __name__)


@blueprint.get("/")
@public
def home() -> str:
    """What this is, and the two ways in: Register and Sign in."""
    return render_template("information/home.html")


@blueprint.get("/help")
@public
def help_page() -> str:
    """How to find your way around: the walk-through in words, with the pictures that `./portal walkthrough` makes."""
    kind = current_user.kind if current_user.is_authenticated else FAMILY
    return render_template("information/help.html", idle=duration(IDLE[kind]))


@blueprint.get("/contact")
@public
def contact() -> str:
    """Numbers by area and the help desk (seed row 12)."""
    return render_template("information/contact.html")


@blueprint.get("/accessibility")
@public
def accessibility() -> str:
    """The statement that the Accessibility Regulations 2018 ask for, after the model form."""
    return render_template("information/accessibility.html", prepared=STATEMENT_PREPARED)


@blueprint.get("/privacy")
@public
def privacy() -> str:
    """What is kept, why, for how long, and who sees it (UK GDPR, articles 13 and 14)."""
    return render_template("information/privacy.html", kept=housekeeping.KEPT)


@blueprint.get("/cookies")
@public
def cookies() -> str:
    """The cookies by name; all of them necessary, so nobody is asked for consent (PECR, regulation 6)."""
    return render_template("information/cookies.html", cookies=rows(current_app.extensions["portal"].config))


@blueprint.get("/complain")
@public
def complain() -> str:
    """How to complain, also about personal data, and how to say thank you."""
    return render_template("information/complain.html")

"""How long records are kept: what is due, the review before a record is destroyed, holds, and certificates."""

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug import Response

from webapp import keeping
from webapp.accounts.housekeeping import KEPT
from webapp.errors import sentence
from webapp.form_pages import shipped_lists
from webapp.keeping import KeepingError, Kept
from webapp.portal import Services
from webapp.presenters import keeping as words
from webapp.presenters.fields import FieldError
from webapp.views.account.step_up import proved
from webapp.views.identity import actor, me, my_account, portal
from webapp.views.permission import staff
from webapp.views.records import record
from webapp.views.typed import text, too_long

blueprint = Blueprint("keeping", __name__)
Page = str | Response | tuple[str, int]
DONE = {
    "propose": "Asked. Somebody else of us looks at the record now and decides.",
    "agree": "Agreed. The record is destroyed when the time to think is over. Until then you may take it back.",
    "keep": "The record is kept.",
    "hold": "The hold lies on the record: nothing of it is destroyed.",
    "lift": "The hold is lifted.",
}


@blueprint.get("/keeping")
@staff
def due() -> str:
    """Records whose time is over, and those about which somebody has asked; no names."""
    keeping.require_records(me().groups)
    with portal().look() as services:
        found = keeping.list_due(services)
        rows = [words.row(each, mine=_asked_by_me(services, each)) for each in found]
        return render_template("keeping/due.html", rows=rows, classes=keeping.all_classes(), forgotten=KEPT)


@blueprint.get("/keeping/certificates")
@staff
def certificates() -> str:
    """What was erased."""
    keeping.require_records(me().groups)
    with portal().look() as services:
        return render_template("keeping/certificates.html", found=keeping.certificates_of(services))


@blueprint.get("/keeping/certificates/<number>")
@staff
def certificate(number: str) -> str:
    """One, with all that it says."""
    keeping.require_records(me().groups)
    with portal().look() as services:
        found = keeping.certificate(services, number)
        return render_template(
            "keeping/certificate.html",
            one=found,
            counts=words.counts(found.counts),
            whole=keeping.is_whole(services, found),
            restored=keeping.restored_from(services, found),
        )


@blueprint.get("/cases/<reference>/keeping")
@staff
@record
@proved
def page(reference: str) -> Page:
    """How long this record is kept, what lies on it, and what would be destroyed."""
    with portal().work() as services:
        return _page(services, reference, [])


@blueprint.post("/cases/<reference>/keeping")
@staff
@proved
def decide(reference: str) -> Page:
    """A hold, a wish to destroy it, or the second person's word."""
    errors = too_long()
    if not errors:
        try:
            with portal().work() as services:
                _do(services, reference, text("action"))
        except (keeping.ReasonMissing, keeping.GroundMissing, keeping.Refused) as fault:
            errors = [_beside(fault)]
    if errors:
        with portal().work() as services:
            return _page(services, reference, errors), 422
    flash(DONE[text("action")])
    return redirect(url_for("keeping.page", reference=reference))


def _do(services: Services, reference: str, action: str) -> None:
    person, who = my_account(services), actor(services)
    kept = keeping.how_long(services, keeping.opened(services, person, reference, by=who).case)
    if action == "propose":
        keeping.propose(services, kept, ground=text("ground"), because=text("because"), person=person, by=who)
    elif action == "agree":
        keeping.agree(services, kept, person=person, by=who)
    elif action == "keep":
        keeping.keep(services, kept, by=who)
    elif action == "hold":
        keeping.hold(services, kept, because=text("hold_because"), person=person, by=who)
    elif action == "lift":
        keeping.lift(services, kept, because=text("hold_because"), person=person, by=who)
    else:
        raise keeping.NothingChosen


def _page(services: Services, reference: str, errors: list[FieldError]) -> str:
    opened = keeping.opened(services, my_account(services), reference, by=actor(services))
    kept = keeping.how_long(services, opened.case)
    return render_template(
        "keeping/record.html",
        case=kept.case,
        kept=kept,
        says=words.says(kept),
        mine=_asked_by_me(services, kept),
        from_=keeping.destroyed_from(kept.destruction) if kept.destruction else None,
        refusals=[sentence(each) for each in keeping.refusals(services, kept)],
        counts=words.counts(keeping.would_go(services, kept.case)),
        grounds=[each for each in shipped_lists()["destruction_grounds"] if words.may_say(each.value, kept)],
        labels={each.value: each.label for each in shipped_lists()["destruction_grounds"]},
        typed={name: text(name) for name in ("ground", "because", "hold_because")},
        errors=errors,
    )


def _asked_by_me(services: Services, kept: Kept) -> bool:
    return kept.destruction is not None and kept.destruction.proposed_by == my_account(services).id


def _beside(fault: KeepingError) -> FieldError:
    field = "ground" if isinstance(fault, keeping.GroundMissing) else "because"
    return FieldError("hold_because" if text("action") in ("hold", "lift") else field, sentence(fault))

"""A mediation certificate gives a month of its own to appeal: against the decision that it is about."""

from datetime import date

from engine import Actor
from webapp import clocks
from webapp.cases.desk import Desk
from webapp.clocks.appealing import AFTER_CERTIFICATE, APPEAL
from webapp.letters import law


def note(desk: Desk, reference: str, *, about: str, dated: date, by: Actor) -> date:
    """The month counts from the date on the certificate; gives its last day. Raises CaseNotFound.

    `about` is what the dispute is about, a value of its forms. Of several letters with such a decision it is about
    the newest; where none of ours is known, as after a move to us, the certificate stands alone.
    """
    titles = {notice.title for notice in law.required().values() if about in notice.disputed_as}
    opened = [each for each in clocks.of(desk, reference) if each.rule.name == APPEAL and each.is_open]
    meant = [each for each in opened if each.subject in titles]
    newest = max(meant, key=lambda each: (each.counted_from, each.id), default=None)
    subject = newest.subject if newest else ""
    return clocks.start(desk, reference, limit=AFTER_CERTIFICATE, counted_from=dated, subject=subject, by=by).due_on

"""A lost second factor: asked for from the code page, checked by an officer, reset or stopped.

Who asks and who decides is drawn in `workflows/lost_factor`; here is what that does to an account.
"""

from datetime import timedelta

from sqlalchemy import select

from webapp.accounts import authenticator, codes, devices, email_change, factors, links, passkeys, throttling
from webapp.accounts.desk import Desk
from webapp.accounts.errors import ChallengeUnknown, NoSuchHelp, TooManyAttempts
from webapp.accounts.factors import EMAIL
from webapp.accounts.kinds import Factors
from webapp.accounts.links import STOP_RESET
from webapp.accounts.memberships import Memberships
from webapp.accounts.models import LinkToken, LostFactor, Person
from webapp.accounts.people import STAFF
from webapp.accounts.recovery_codes import RecoveryCodes
from webapp.accounts.sessions import Sessions
from webapp.accounts.signing_in import SIGN_IN
from webapp.accounts.throttling import Bucket
from webapp.accounts.tokens import reference

LOCKED_OUT = "locked_out"  # the group of the person, for their own request
NOBODY, SOMEBODY, COLLEAGUE = "nobody", "somebody", "colleague"
HELD_FOR = timedelta(days=7)  # a number, before it is rung; the officer's page says so
STOPPED_WITHIN = timedelta(days=30)  # longer than any check takes; what is over cannot be stopped anyway


class LostFactors:
    """Requests for help with signing in."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    def ask(self, sign_in_token: str, *, address: str) -> LostFactor | TooManyAttempts:
        """Keep the request of whoever is at the second step; the same for right, wrong and unknown.

        Raises ChallengeUnknown for a browser that is at no second step.
        """
        if refusal := throttling.count(self.desk, throttling.source("lost_factor", address)):
            return refusal
        challenge = codes.waiting(self.desk, sign_in_token, purpose=SIGN_IN)
        if challenge is None:
            raise ChallengeUnknown
        person = self.desk.session.get(Person, challenge.person_id) if challenge.person_id else None
        row = LostFactor(
            reference=reference("HLP", 7),
            person_id=person.id if person else None,
            telephones=self._to_ring(person) if person else [],
            asked_at=self.desk.now,
        )
        self.desk.session.add(row)
        self.desk.session.flush()
        return row

    def find(self, business_key: str) -> LostFactor:
        """Raises NoSuchHelp."""
        row = self.desk.session.scalar(select(LostFactor).where(LostFactor.reference == business_key))
        if row is None:
            raise NoSuchHelp
        return row

    def of(self, person: Person) -> list[LostFactor]:
        """All requests for this account, the newest first."""
        mine = select(LostFactor).where(LostFactor.person_id == person.id)
        return list(self.desk.session.scalars(mine.order_by(LostFactor.asked_at.desc())))

    def take_up(self, row: LostFactor) -> str:
        """Who asks, in the drawing's word; they are told of their own request from now on."""
        person = row.person
        if person is None or not person.active or self._too_often(person):
            return NOBODY
        Memberships(self.desk).grant(person, LOCKED_OUT, row.reference, origin="lost_factor")
        return COLLEAGUE if person.kind == STAFF else SOMEBODY

    def stop_link(self, business_key: str) -> LinkToken:
        """A link by which the account's owner stops it; earlier ones work as well."""
        return links.issue(self.desk, STOP_RESET, self.find(business_key).person_id, lives=STOPPED_WITHIN)

    def opened(self, token: str) -> tuple[LinkToken, Person]:
        """Whose sign-in the page behind the link keeps as it is; raises LinkUnknown, LinkUsed, LinkExpired."""
        link, person_id = links.look(self.desk, STOP_RESET, token)
        return link, self.desk.session.get_one(Person, person_id)

    def stop(self, link: LinkToken) -> None:
        """Use the link up, and with it every other one for the same account; raises LinkUsed."""
        links.use(self.desk, link)
        links.stop(self.desk, STOP_RESET, link.subject_id or "")

    def reset(self, business_key: str) -> Person:
        """Only the emailed code is left, and this person is signed out everywhere; raises NoSuchHelp."""
        person = self.find(business_key).person
        if person is None:
            raise NoSuchHelp
        passkeys.remove_all(self.desk, person)
        authenticator.forget(self.desk, person)
        RecoveryCodes(self.desk).forget(person)
        for kind in Factors(self.desk).held(person) - {EMAIL}:
            Factors(self.desk).remove(person, kind)
        factors.restore(self.desk, person)
        factors.unlock(self.desk, person.id)
        email_change.take_back(self.desk, person)  # whoever it was who asked
        codes.stop_all(self.desk, person)
        devices.forget_all(self.desk, person)
        links.stop(self.desk, STOP_RESET, person.id)
        Sessions(self.desk).end_all(person, because="sign-in reset")
        return person

    def _to_ring(self, person: Person) -> list[str]:
        """Without the newest: whoever has taken over a session enters one of their own and asks a moment later."""
        before = max(person.created_at, self.desk.now - HELD_FOR)
        return [phone.number for phone in person.telephones if phone.since <= before]

    def _too_often(self, person: Person) -> bool:
        return throttling.count(self.desk, [Bucket("lost_factor.account", person.id)]) is not None

"""The door of the accounts room: people, passwords, second factors, sessions, memberships, tickets."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from webapp.accounts import (
    closing,
    email_change,
    emailed_codes,
    factors,
    housekeeping,
    importing,
    links,
    own_details,
    password_change,
    recovery,
    registration,
    signing_in,
    step_up,
    throttling,
)
from webapp.accounts.codes import CodeSent
from webapp.accounts.desk import Clock, Desk
from webapp.accounts.details import PersonDetails, normal_email
from webapp.accounts.email_change import ChangeAsked
from webapp.accounts.errors import AccountsError, Rule, TooManyAttempts
from webapp.accounts.importing import ImportReport
from webapp.accounts.kinds import Factors
from webapp.accounts.links import ToSend
from webapp.accounts.lost_factor import LostFactors
from webapp.accounts.memberships import Memberships
from webapp.accounts.models import EmailChange, LinkToken, PendingRegistration, Person, WebSession
from webapp.accounts.passwords import RULES, broken_rules
from webapp.accounts.people import People, own_words
from webapp.accounts.recovery import PasswordChanged, ResetAsked
from webapp.accounts.recovery_codes import RecoveryCodes
from webapp.accounts.registration import Confirmed, Registration
from webapp.accounts.sessions import Sessions
from webapp.accounts.signing_in import SignedIn
from webapp.accounts.step_up import Proved
from webapp.accounts.tickets import Tickets

__all__ = [
    "RULES",
    "Accounts",
    "AccountsError",
    "ChangeAsked",
    "Clock",
    "CodeSent",
    "Confirmed",
    "ImportReport",
    "PasswordChanged",
    "PersonDetails",
    "Proved",
    "Registration",
    "ResetAsked",
    "Rule",
    "SignedIn",
    "ToSend",
    "TooManyAttempts",
    "broken_rules",
    "normal_email",
    "own_words",
]


class Accounts:
    """Built for each request or job; flushes, never commits. `errors` says what is returned, what raised."""

    def __init__(self, session: Session, key: bytes, clock: Clock) -> None:
        self.desk = Desk(session, key, clock)
        self.people = People(self.desk)
        self.sessions = Sessions(self.desk)
        self.factors = Factors(self.desk)
        self.recovery_codes = RecoveryCodes(self.desk)
        self.lost_factors = LostFactors(self.desk)
        self.memberships = Memberships(self.desk)
        self.tickets = Tickets(self.desk)

    def register(
        self, details: PersonDetails, password: str, *, address: str, sent: str = ""
    ) -> Registration | TooManyAttempts:
        """Keep details and password until they are confirmed, known address or not; PasswordTooWeak."""
        return registration.register(self.desk, details, password, address=address, sent=sent)

    def registered(self, sent: str) -> Registration | None:
        """What `register` has made of this very form already; none when its ticket stands no more."""
        return registration.registered(self.desk, sent)

    def is_known(self, email: str) -> bool:
        """Is there an account with this address? For the drawing only, never for a page."""
        return registration.is_known(self.desk, email)

    def confirmation_link(self, business_key: str) -> LinkToken:
        """The link for the mail to a registrant: the one that works, or a new one."""
        return registration.confirmation_link(self.desk, business_key)

    def resend_confirmation(self, business_key: str, *, address: str) -> LinkToken | TooManyAttempts:
        """A new link to confirm the address; the old ones stop working."""
        return registration.resend_confirmation(self.desk, business_key, address=address)

    def open_confirmation(self, token: str) -> PendingRegistration:
        """What the page behind the link is about; a GET changes nothing."""
        return registration.open_confirmation(self.desk, token)

    def confirm(self, token: str) -> Confirmed:
        """The button behind the link: uses it up and makes the account; AlreadyConfirmed."""
        return registration.confirm(self.desk, token)

    def create_account(self, business_key: str) -> Person:
        """The account of a confirmed registration, the same one each time; NotConfirmed."""
        return registration.create_account(self.desk, business_key)

    def discard_registration(self, business_key: str) -> None:
        """Forget details that nobody confirmed in time."""
        registration.discard_registration(self.desk, business_key)

    def sign_in(self, email: str, password: str, *, address: str, device_token: str = "") -> CodeSent | TooManyAttempts:
        """Step 1: the same answer for right, wrong and unknown; a mail is due for `challenge_id`."""
        return signing_in.sign_in(self.desk, email, password, address=address, device_token=device_token)

    def enter_code(
        self, token: str, code: str, *, kind: str = factors.EMAIL, browser: str = "", device_token: str = ""
    ) -> SignedIn | AccountsError:
        """Step 2: SignedIn, or the failure; FactorLocked means that a notice to the owner is due."""
        return signing_in.enter_code(self.desk, token, code, kind=kind, browser=browser, device_token=device_token)

    def resend_code(self, token: str) -> CodeSent | AccountsError:
        """A new code for the same sign-in; the old one stops working."""
        return signing_in.resend_code(self.desk, token)

    def ask_to_prove(self, session: WebSession) -> CodeSent | TooManyAttempts:
        """Ask whoever is signed in for a second factor anew; a mail is due for `challenge_id`."""
        return step_up.ask(self.desk, session)

    def prove(self, session: WebSession, token: str, code: str, *, kind: str = factors.EMAIL) -> Proved | AccountsError:
        """The answer: Proved, or the failure; FactorLocked means that a notice to the owner is due."""
        return step_up.prove(self.desk, session, token, code, kind=kind)

    def finish_two_factor(self, person: Person) -> None:
        """Set-up is complete: codes are on, and a family member becomes a citizen of the portal."""
        self.people.finish_two_factor(person)

    def two_factor_is_on(self, person: Person) -> bool:
        """Has this person finished setting up how they sign in?"""
        return factors.is_on(self.desk, person)

    def ask_for_reset(self, email: str, *, address: str) -> ResetAsked | TooManyAttempts:
        """The same answer for known and unknown; a mail is due for `link_id`."""
        return recovery.ask_for_reset(self.desk, email, address=address)

    def open_reset(self, token: str) -> Person:
        """Whose password the page behind the link changes; a GET changes nothing."""
        return recovery.open_reset(self.desk, token)

    def reset(self, token: str, password: str) -> PasswordChanged:
        """Set the password and sign out everywhere; a notice is due. PasswordTooWeak keeps the link."""
        return recovery.reset(self.desk, token, password)

    def change_password(
        self, person: Person, here: WebSession, *, old: str, new: str, address: str
    ) -> PasswordChanged | AccountsError:
        """By whoever knows the old one: every session but `here` ends, a notice is due; or the failure."""
        return password_change.change_password(self.desk, person, here, old=old, new=new, address=address)

    def change_details(self, person: Person, details: PersonDetails, *, address: str) -> None | TooManyAttempts:
        """Name, address, telephones and services, but not the email address."""
        return own_details.change_details(self.desk, person, details, address=address)

    def ask_for_email_change(
        self, person: Person, here: WebSession, email: str, *, address: str
    ) -> ChangeAsked | TooManyAttempts:
        """The same answer for every address; mails are due. Raises EmailNotValid, SameEmail."""
        return email_change.ask(self.desk, person, here, email, address=address)

    def email_change_of(self, person: Person) -> EmailChange | None:
        """The change of address that is under way."""
        return email_change.under_way(self.desk, person)

    def take_email_change_back(self, person: Person) -> None:
        """The address stays as it is."""
        email_change.take_back(self.desk, person)

    def open_email_confirmation(self, token: str) -> EmailChange:
        """What the page behind the link in the new mailbox is about; a GET changes nothing."""
        return email_change.open_confirmation(self.desk, token)

    def confirm_new_email(self, token: str) -> EmailChange:
        """The button behind it; EmailTaken."""
        return email_change.confirm(self.desk, token)

    def open_email_stop(self, token: str) -> EmailChange:
        """The same for the link in the old mailbox."""
        return email_change.open_stop(self.desk, token)

    def stop_email_change(self, token: str) -> Person:
        """The address stays, and its owner is signed out everywhere."""
        return email_change.stop(self.desk, token)

    def email_changes_due(self) -> list[str]:
        """Ids of changes whose cooling-off is over."""
        return email_change.due(self.desk)

    def settle_email_change(self, change_id: str) -> EmailChange | None:
        """Let it take effect, if it was confirmed; notices to both addresses are due then."""
        return email_change.settle(self.desk, change_id)

    def old_address(self, change_id: str) -> str | None:
        """The address before a change, for the mail writer."""
        return email_change.old_address(self.desk, change_id)

    def taken_address(self, change_id: str) -> str | None:
        """The new address of a change, if another account has it; for the mail writer."""
        return email_change.taken_address(self.desk, change_id)

    def link_token(self, link_id: str) -> ToSend | None:
        """Address and token for the mail writer, at sending time; none: send nothing."""
        return links.token_to_send(self.desk, link_id)

    def email_code(self, challenge_id: str) -> ToSend | None:
        """Address and code for the mail writer, at sending time; none: send nothing."""
        return emailed_codes.code_to_send(self.desk, challenge_id)

    def import_rows(self, rows: Sequence[importing.Row | importing.Finding], *, dry_run: bool = False) -> ImportReport:
        """Some rows of `importing.read`: existing accounts that come in, or are joined with those that are here."""
        return importing.take(self.desk, rows, dry_run=dry_run)

    def close_account(self, person: Person) -> None:
        """By its owner: signed out everywhere and unable to sign in; NotForStaff."""
        closing.close(self.desk, person)

    def count_search(self, person: Person) -> TooManyAttempts | None:
        """Somebody of the staff looks for records: counted, and refused to who looks for very many."""
        return throttling.count(self.desk, [throttling.Bucket("search.account", person.reference)])

    def sweep(self) -> None:
        """Delete what nobody needs any more."""
        housekeeping.sweep(self.desk)

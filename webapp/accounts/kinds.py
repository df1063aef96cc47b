"""Every kind of second factor, one line each, and what follows when a person gets or loses one."""

from webapp.accounts import factors
from webapp.accounts.authenticator import AuthenticatorApp
from webapp.accounts.desk import Desk
from webapp.accounts.emailed_codes import EmailedCode
from webapp.accounts.errors import NothingInItsPlace
from webapp.accounts.factors import Kind
from webapp.accounts.models import Person
from webapp.accounts.passkey_answers import PasskeyAnswer
from webapp.accounts.people import STAFF
from webapp.accounts.recovery_codes import RecoveryCodeKind

KINDS: dict[str, Kind] = {
    kind.name: kind for kind in (EmailedCode(), AuthenticatorApp(), PasskeyAnswer(), RecoveryCodeKind())
}


class Factors:
    """The second factors of people: what they have, and what may stand in the place of what."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    def held(self, person: Person) -> frozenset[str]:
        """The kinds that this person has turned on and has not replaced."""
        return factors.held(self.desk, person)

    def add(self, person: Person, kind: str) -> None:
        """This person has one from now on. In the hands of staff a strong one ends the emailed code."""
        factors.add(self.desk, person, kind)
        if person.kind == STAFF and KINDS[kind].strong:
            factors.replace(self.desk, person)

    def remove(self, person: Person, kind: str) -> None:
        """Gone; with the last strong one emailed codes come back, so that nobody locks themselves out."""
        factors.remove(self.desk, person, kind)
        if not self.has_strong(person):
            factors.restore(self.desk, person)

    def replace_email(self, person: Person) -> None:
        """From now on no emailed code signs in; raises NothingInItsPlace."""
        if not self.has_strong(person):
            raise NothingInItsPlace
        factors.replace(self.desk, person)

    def restore_email(self, person: Person) -> None:
        """Emailed codes sign in again; for staff with a strong factor they stay out."""
        if person.kind != STAFF:
            factors.restore(self.desk, person)

    def has_strong(self, person: Person) -> bool:
        """Has this person a factor that does not hang on a mailbox?"""
        return any(KINDS[kind].strong for kind in self.held(person))

    def are_set_up(self, person: Person) -> bool:
        """May this person go past setting up how they sign in?"""
        if person.kind == STAFF:
            return any(KINDS[factor.kind].strong for factor in person.second_factors if factor.is_standing)
        return any(factor.turned_on_at for factor in person.second_factors)

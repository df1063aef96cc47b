"""The answers to `request_authentication`, parsed once into frozen records."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from webapp.accounts.details import one_line
from webapp.accounts.models import Person
from webapp.cases.likeness import full_names, postcode_in, same_code
from webapp.cases.whom import MYSELF

FORM = "request_authentication"
UPLOADS = ("order_documents", "identity_documents", "address_documents", "link_documents")
WITH_ASKER = ("me", "me_and_other")


@dataclass(frozen=True, kw_only=True)
class ChildAsked:
    """The child or young person as the person asking describes them."""

    first_name: str
    last_name: str
    known_as: str
    born_on: date
    school: str
    upn: str
    nhs_number: str

    @property
    def names(self) -> frozenset[str]:
        """Plain full names, for comparing."""
        return full_names(self.first_name, self.last_name, self.known_as)

    def means(self, names: frozenset[str], born_on: date) -> bool:
        """Is this the child with one of these plain full names and this date of birth?"""
        return self.born_on == born_on and bool(self.names & names)


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One request: about whom, and what the person asking says of themselves."""

    child: ChildAsked
    relationship: str  # a value of the list `relationships`, or `myself`
    parental_responsibility: str
    responsibility_how: str
    lives_with: str
    child_address: str
    other_holders: tuple[str, ...]  # full names
    address_hidden: bool
    orders: tuple[str, ...]  # values of the list `court_orders`
    order_words: str
    order_documents: tuple[str, ...]  # ids
    safety_words: str
    others_may_see: str  # the young person's own choice: yes, no; empty when somebody else asks
    who_may_see: str
    documents: tuple[str, ...]  # ids

    @classmethod
    def read(cls, answers: Mapping[str, Any]) -> "Asked":
        """From the answers of the form."""

        def text(key: str) -> str:
            return str(answers.get(key) or "")

        return cls(
            child=child_of(answers),
            relationship=MYSELF if text("about") == MYSELF else text("relationship"),
            parental_responsibility=text("parental_responsibility"),
            responsibility_how=text("responsibility_how"),
            lives_with=text("lives_with"),
            child_address=text("child_address"),
            other_holders=tuple(one_line(str(row.get("name") or "")) for row in answers.get("other_holders") or ()),
            address_hidden=bool(answers.get("keep_address_secret")),
            orders=tuple(answers.get("order_kinds") or ()),
            order_words=text("order_words"),
            order_documents=tuple(answers.get("order_documents") or ()),
            safety_words=text("safety_words"),
            others_may_see=text("others_may_see"),
            who_may_see=text("who_may_see"),
            documents=tuple(document for key in UPLOADS for document in answers.get(key) or ()),
        )

    def home(self, asker: Person) -> tuple[str, str]:
        """Address and postcode of the child, as far as the answers say."""
        if self.relationship == MYSELF or self.lives_with in WITH_ASKER:
            return "\n".join(asker.address_lines), asker.postcode
        return self.child_address, postcode_in(self.child_address)


def child_of(answers: Mapping[str, Any]) -> ChildAsked:
    """Whom answers to the questions about a child describe."""

    def line(key: str) -> str:
        return one_line(str(answers.get(key) or ""))

    return ChildAsked(
        first_name=line("child_first_name"),
        last_name=line("child_last_name"),
        known_as=line("child_known_as"),
        born_on=date.fromisoformat(answers["child_dob"]),
        school=line("child_school"),
        upn=same_code(line("child_upn")),
        nhs_number=same_code(line("child_nhs_number")),
    )

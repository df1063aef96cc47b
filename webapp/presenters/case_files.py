"""A case in the words of an officer's page: people, how far they may see it, and until when."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from webapp.accounts.memberships import VIEW_ONLY
from webapp.cases.case_file import ENDED, HAS_ACCESS, PartyFile
from webapp.cases.models import Party
from webapp.cases.party_access import last_day
from webapp.presenters.restrictions import person
from webapp.presenters.words import Tag, day

SCOPES = {"full": "Sees it and answers", VIEW_ONLY: "Only sees it"}
RESPONSIBILITY = {
    "yes": "Has parental responsibility",
    "no": "Has no parental responsibility",
    "not_sure": "Is not sure about parental responsibility",
}


@dataclass(frozen=True, kw_only=True)
class PartyRow:
    """Somebody of the family."""

    party: PartyFile
    who: str  # “Jo Bell (mother)”
    responsibility: str
    access: str
    tag: Tag | None
    since: str
    until: str


def parties(found: Iterable[PartyFile], labels: Mapping[str, Mapping[str, str]]) -> list[PartyRow]:
    """In the order in which they came."""
    return [
        PartyRow(
            party=each,
            who=person(each.name, each.relationship, labels),
            responsibility=RESPONSIBILITY.get(each.parental_responsibility, ""),
            access=SCOPES[each.scope] if each.state == HAS_ACCESS else "Sees nothing",
            tag=_tag(each),
            since=f"Since {day(each.granted_at, weekday=False)}, from {each.request_reference or 'the former system'}",
            until=f"Up to the end of {day(last_day(each.ends_at), weekday=False)}" if each.ends_at else "",
        )
        for each in found
    ]


def who(party: Party, labels: Mapping[str, Mapping[str, str]]) -> str:
    """“Jo Bell (mother)”."""
    return person(party.person.name, party.relationship_to_child, labels)


def _tag(each: PartyFile) -> Tag | None:
    if each.state == HAS_ACCESS:
        return None
    if each.state == ENDED and each.ended_at:
        return Tag(f"Ended {day(each.ended_at, weekday=False)}", "late")
    return Tag("Has run out", "soon")

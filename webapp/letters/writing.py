"""What a letter says to its reader, with everything filled in, and what stands around it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from types import MappingProxyType

from engine import Engine
from webapp.accounts.models import Person
from webapp.cases.desk import Desk
from webapp.cases.whom import MYSELF
from webapp.clocks import events, shared
from webapp.config import Config
from webapp.letters import law, names, paper, pdf
from webapp.letters.models import Letter
from webapp.letters.paper import Paper
from webapp.letters.pdf import Head
from webapp.letters.source import BlockHere, LetterSource, read_letter

NOTHING: Mapping[str, str] = MappingProxyType({})


def source(running: Engine, letter: Letter) -> LetterSource:
    """The letter as the version of its case has it. Raises NotDeployed."""
    return read_letter(running.deployments.definition(letter.deployment_id).letter(letter.notice))


def written(desk: Desk, config: Config, letter: Letter, *, free: Mapping[str, str], officer: Person, on: date) -> Paper:
    """The letter for its reader. Raises LetterFault."""
    whole = source(desk.engine, letter)
    if letter.is_copy:
        whole = replace(whole, pieces=(BlockHere(name=law.COPY), *whole.pieces))
    return filled(desk, config, letter, whole, officer=officer, on=on, free=free)


def filled(
    desk: Desk,
    config: Config,
    letter: Letter,
    these: LetterSource,
    *,
    officer: Person,
    on: date,
    free: Mapping[str, str] = NOTHING,
) -> Paper:
    """These pieces of it. Raises LetterFault."""
    values = {**law.facts(), **_council(config), **_case(letter, officer, on), **_days(desk, letter)}
    return paper.put_together(these, values=values, free=free, block=law.block, young_person=to_young_person(letter))


def to_young_person(letter: Letter) -> bool:
    """Is its reader the young person whose case it is?"""
    parties = (party for party in letter.case.parties if party.person_id == letter.person_id)
    return any(party.relationship_to_child == MYSELF for party in parties)


def around(config: Config, letter: Letter, address: tuple[str, ...], on: date) -> Head:
    """What stands around it on paper."""
    reference = letter.case.reference
    return pdf.Head(
        council=config.council,
        colour=config.brand.colour,
        address=address,
        facts=(day(on), f"Case {reference}"),
        footer=f"{config.council}, case {reference}",
        on=on,
    )


def address_of(letter: Letter) -> tuple[str, ...]:
    """Name and address as they are written on the letter: of a person as they are now."""
    if letter.person is None or letter.body:
        return (letter.name, *letter.address)
    return tuple(filter(None, (letter.person.name, *letter.person.address_lines, letter.person.postcode)))


def day(on: date) -> str:
    """“19 January 2026”."""
    return f"{on.day} {on:%B %Y}"


def _council(config: Config) -> dict[str, str]:
    return {
        "council": config.council,
        "service": config.service,
        "portal": config.base_url,
        "help_hours": config.help.hours,
        "office_address": config.office.address,
        "office_phone": config.office.phone,
        "office_email": config.office.email,
        "mediation_name": config.mediation.name,
        "mediation_phone": config.mediation.phone,
        "mediation_email": config.mediation.email,
        "disagreement_name": config.disagreement.name,
        "disagreement_phone": config.disagreement.phone,
        "disagreement_email": config.disagreement.email,
        "sendiass_name": config.sendiass.name,
        "sendiass_phone": config.sendiass.phone,
    }


def _case(letter: Letter, officer: Person, on: date) -> dict[str, str]:
    child = letter.case.child
    return {
        "reference": letter.case.reference,
        "child_name": f"{child.called} {child.last_name}",
        "child_first_name": child.called,
        "reader_name": f"family of {child.called} {child.last_name}" if letter.is_copy else letter.name,
        "copy_for": letter.name,
        "child_born_on": day(child.born_on),
        "officer_name": officer.name,
        "letter_date": day(on),
    }


def _days(desk: Desk, letter: Letter) -> dict[str, str]:
    """What the drawing gave, days in words, and the last days that are counted from the receipt.

    When it was received the case knows better than the drawing: that day may have been corrected since.
    """
    given = dict(letter.given)
    if event := events.latest(desk, letter.case, shared.REQUEST_RECEIVED):
        given["received_on"] = event.deemed_on.isoformat()
    words = {name: day(date.fromisoformat(text)) if name.endswith("_on") else text for name, text in given.items()}
    if received := given.get("received_on"):
        start = date.fromisoformat(received)
        for name, limit in names.LIMITS.items():
            words[name] = day(shared.limit(limit, start).last_day(start))
    return words

"""Two families whose every word is known, each with a case that has something in every room."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from sqlalchemy import inspect, select, text

from webapp import talking
from webapp.accounts.models import Person
from webapp.cases import documents, on_hold
from webapp.cases.reading import find_case
from webapp.demo import DemoPerson, add, stages
from webapp.demo.past import HUGH, PRIYA, SCHOOL, Past
from webapp.plans import versions, writing
from webapp.plans.writing import Words
from webapp.portal import Portal, Services
from webapp.schema import METADATA
from webapp.talking import attachments, notes

DATABASE, MAILBOX = "portal.db", "mailbox"
BORN = "1993-03-27"  # thirty-three years old in 2026
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count 0/Kids[]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


@dataclass(frozen=True)
class Family:
    """A mother, a father and their child, all of whom say one word that nobody else says."""

    word: str

    @property
    def mother(self) -> DemoPerson:
        return DemoPerson(
            email=f"ma@{self.word}.example", first_name=f"Ma{self.word}", last_name=self.word.title(), role=""
        )

    @property
    def father(self) -> DemoPerson:
        return DemoPerson(
            email=f"pa@{self.word}.example", first_name=f"Pa{self.word}", last_name=self.word.title(), role=""
        )

    def says(self, answers: Mapping[str, Any]) -> dict[str, Any]:
        """The same answers with their word in every text."""
        return {
            name: f"{value} {self.word}" if " " in str(value) and isinstance(value, str) else value
            for name, value in answers.items()
        }


THEY, OTHERS = Family("quillfeather"), Family("thistlewood")


def lives(portal: Portal, family: Family) -> str:
    """From the request to a plan that is being written; gives the case."""
    past = Past(portal)
    with portal.work() as services:
        for number, who in enumerate((family.mother, family.father)):
            person = add(services, who, f"01632 960 4{number}0")
            person.address_lines, person.postcode = [f"{number} {family.word} Row"], f"CA1 {number}AA"
    child = (f"Kid{family.word}", BORN)
    with past.days_ago(80):
        case = past.opens(family.mother, child, child_school=f"{family.word} School")
        past.acts(family.mother.email, case, "AskForAssessment", **family.says(stages.REQUEST))
    with past.days_ago(78):
        past.does(PRIYA, case, "check_duty", **stages.DUTY)
        past.writes(case, "write_considering")
    with past.days_ago(75):
        father = {"relationship": "father", "responsibility_how": "birth_certificate", "lives_with": "elsewhere"}
        past.opens(family.father, child, like=case, **father)
    stages._agreed(past, case, days_ago=47)
    stages._advisers(past, case, "school", days_ago=46)
    with past.days_ago(20):
        past.does(SCHOOL, case, "advice.give_advice", **family.says(stages.ADVICE))
        past.shares(case)
        past.does(family.mother.email, case, "views.family_views", **family.says(stages.VIEWS))
    with past.days_ago(3):
        past.does(HUGH, case, "decide_plan", **family.says(stages.PLAN))
        past.invites(case, family.mother)
    past.passes()
    _says_more(portal, case, family)
    past.passes()
    return case


def rows(portal: Portal) -> set[tuple[str, str]]:
    """Every row of every table, with its table, and every file in the store."""
    with portal.look() as services:
        tables = [table for metadata in METADATA for table in metadata.sorted_tables]
        found = {(table.name, str(row).lower()) for table in tables for row in services.session.execute(select(table))}
    folder = portal.config.var / "documents"
    return found | {("file", f"{path.name} {path.read_bytes()!r}".lower()) for path in folder.glob("*")}


def naming(portal: Portal, *words: str) -> list[tuple[str, str]]:
    """Rows and files in which one of these words stands, wherever the house keeps anything."""
    return sorted(each for each in everything(portal) if any(word.lower() in each[1] for word in words))


def everything(portal: Portal) -> set[tuple[str, str]]:
    """Every row of every table that the database itself names, and every other file of the house with its path.

    The tables of the code are not asked: what a library or a migration has made, and no model knows, is read as well.
    """
    with portal.look() as services:
        connection = services.session.connection()
        quoted = connection.dialect.identifier_preparer.quote
        ask = {table: text(f"SELECT * FROM {quoted(table)}") for table in inspect(connection).get_table_names()}
        found = {(table, str(row).lower()) for table, every in ask.items() for row in connection.execute(every)}
    return found | {("file", said) for said in _files(portal.config.var)}


def _files(folder: Path) -> Iterator[str]:
    """Paths and bytes of all files below, but for those of the database and mails, which have left the house."""
    for path in (each for each in folder.rglob("*") if each.is_file()):
        inside = path.relative_to(folder)
        if not path.name.startswith(DATABASE) and inside.parts[0] != MAILBOX:
            yield f"{inside} {path.read_bytes()!r}".lower()


def _says_more(portal: Portal, case: str, family: Family) -> None:
    """A plan that is being written, a message with a file, a note, a draft, a file in the case."""
    with portal.look() as services:
        officer = _person(services, PRIYA).reference
    with portal.work() as services:
        person, who = _person(services, family.mother.email), services.accounts.people.by_reference(officer)
        made = [_file(portal, services, person, family.word, number) for number in (1, 2)]
        documents.give(services, person, [made[0].id], case)
        message, _ = talking.from_family(services, person, case, f"We wait, {family.word}.", within=5, files=[made[1]])
        attachments.attach(services, message.conversation, person, [made[1].id])
        notes.write(services, find_case(services, case), f"Note of {family.word}", by=who, actor=services.actor(who))
        case_row = find_case(services, case)
        on_hold.begin(services, case_row, because=family.word, by=who, actor=services.actor(who))
        on_hold.end(services, case_row, because=family.word, by=who, actor=services.actor(who))
        entries = {"message": [family.word]}
        tasks = services.engine.user_tasks
        tasks.save_draft(f"action:{case}:AskMoreTime", entries, of=services.actor(person), version=0)
        tasks.save_draft(f"task:{tasks.open_of(case)[0].id}", entries, of=services.actor(who), version=0)
        version = versions.being_written(services, find_case(services, case))
        assert version
        writing.add(services, version, "A", Words(words=f"Likes {family.word}."), by=who)


def _file(portal: Portal, services: Services, person: Person, word: str, number: int) -> documents.Document:
    stream = BytesIO(PDF + f"% {word} {number}".encode())
    return documents.add(services, portal.uploads, person, name=f"{word}{number}.pdf", stream=stream)


def _person(services: Services, email: str) -> Person:
    found = services.accounts.people.by_email(email)
    assert found, email
    return found

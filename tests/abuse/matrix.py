"""Reads matrix.toml, and says what an answer is in its words."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from werkzeug.routing import Map, Rule

from tests.abuse.browser import Answer

PLACE = Path(__file__).with_name("matrix.toml")
NOT_IDS = frozenset({"version", "filename", "slug"})  # of a file of ours, and of a page of a form
PART = re.compile(r"<(?:(?P<kind>\w+)(?:\((?P<choices>[^)]*)\))?:)?(?P<name>\w+)>")
WORDS = {200: "opens", 403: "refused", 404: "hidden", **dict.fromkeys((400, 409, 410, 422), "told")}
ANSWERS = ("opens", "leads on", "told", "sign in", "refused", "hidden")
NO_ROW = """tests/abuse/matrix.toml has no row for {0}. Add one that says what lies at each of its parts and how each role is \
answered:
["{0}"]
of = {{ {1} }}
opens = ["…"]
"sign in" = ["outside"]
rest = "hidden"
A thing that no other row names is made in tests/abuse/world.py."""


@dataclass(frozen=True)
class Row:
    """One address that names something."""

    method: str
    route: str
    of: Mapping[str, str]  # part -> thing
    answers: Mapping[str, str]  # role -> answer

    def path(self, values: Mapping[str, str]) -> str:
        """The address, with these values for its parts."""
        return PART.sub(lambda part: values[part["name"]], self.route)


def roles() -> list[str]:
    """In the order in which they are walked."""
    return list(_read()["roles"])


def rows() -> list[Row]:
    """In the order of the file; raises AssertionError for one that names a role or an answer that is not there."""
    table = _read()
    known, groups, like = set(table.pop("roles")), table.pop("groups"), table.pop("like")
    return [row for head, given in table.items() for row in _rows(head, dict(given), known, groups, like)]


def missing(routes: Map) -> Iterator[str]:
    """What to add, for each route with an id that has no row."""
    there = {(row.method, row.route) for row in rows()}
    for rule in routes.iter_rules():
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            if _ids(rule) and (method, rule.rule) not in there:
                yield NO_ROW.format(f"{method} {rule.rule}", _parts(rule))


def left_over(routes: Map) -> list[str]:
    """Rows whose route is not there any more."""
    there = {(method, rule.rule) for rule in routes.iter_rules() for method in rule.methods or ()}
    return [f"{row.method} {row.route}" for row in rows() if (row.method, row.route) not in there]


def said(answer: Answer) -> str:
    """The answer in the matrix's words; its status, if they have none for it."""
    if answer.status in (302, 303):
        return "sign in" if answer.to.startswith("/sign-in") else "leads on"
    return WORDS.get(answer.status, str(answer.status))


def _read() -> dict[str, dict[str, object]]:
    return tomllib.loads(PLACE.read_text("utf-8"))


def _ids(rule: Rule) -> set[str]:
    """Parts that name a record: of `any(…)` all values stand in the code."""
    return {part["name"] for part in PART.finditer(rule.rule) if part["kind"] != "any"} - NOT_IDS


def _parts(rule: Rule) -> str:
    return ", ".join(f'{part} = "…"' for part in sorted(rule.arguments))


def _rows(
    head: str, given: dict[str, object], known: set[str], groups: Mapping[str, object], like: Mapping[str, object]
) -> list[Row]:
    methods, _, route = head.partition(",")[0].rpartition(" ")
    of, rest = dict(given.pop("of")), given.pop("rest")  # type: ignore[call-overload]
    answers = dict.fromkeys(known - like.keys(), str(rest))
    for answer, named in given.items():
        wanted = {role for name in named for role in groups.get(name, [name])}  # type: ignore[attr-defined]
        assert wanted <= known, f"{PLACE.name}, {head}: there is no role {sorted(wanted - known)}"
        answers |= dict.fromkeys(wanted, answer)
    answers |= {role: answers[str(other)] for role, other in like.items() if role not in answers}
    assert set(answers.values()) <= set(ANSWERS), f"{PLACE.name}, {head}: answers are {', '.join(ANSWERS)}"
    return [Row(method, route, of, answers) for method in methods.split(" | ")]

"""What the law says about time: limits, bank holidays, grounds of exemption, and which day counts."""

import tomllib
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, time
from functools import partial
from itertools import pairwise, product
from pathlib import Path
from typing import Any

from engine import DecisionLibrary, Finding, Report, SystemClock, nearest, read_library
from webapp.checking import decisions
from webapp.checking.ground import Ground, read
from webapp.checking.shared import Fault, report, tables, twice, words
from webapp.clocks import deemed
from webapp.clocks.arithmetic import AFTER, COUNTINGS, TRIBUNAL, NotCountable, last_day
from webapp.clocks.shared import FAMILY, KINDS, OWED_BY
from webapp.clocks.warning import runs_out
from webapp.london import london_day

IN_LIMITS = {
    "name", "title", "within", "counting", "counted_from", "owed_by", "law", "source", "effective_from", "effective_to",
    "starts_with", "ends", "late_text", "quiet_while", "family_title", "part_of",
}  # fmt: skip
DATED = "Write effective_from = 2014-09-01."
CLOCKS = (time(9), time(17), time(17, 0, 1), time(23, 59))


def check_limits(ground: Ground, file: Path, data: bytes) -> Report:
    """The report of the time limits."""
    return report(ground.shown(file), data, _limits)


def check_exemptions(ground: Ground, file: Path, data: bytes) -> Report:
    """The report of the grounds on which a limit need not be met."""
    beside = file.parent / "limits.toml"
    known = {str(row.get("name")) for row in tables(tomllib.loads(read(beside).decode("utf-8")), "limits")}
    return report(ground.shown(file), data, partial(_exemptions, known))


def check_holidays(ground: Ground, file: Path, data: bytes) -> Report:
    """The report of the bank holidays; a warning when they soon run out."""
    shown, until = ground.shown(file), None

    def faults(table: dict[str, Any]) -> Iterator[Fault]:
        nonlocal until
        until = table.get("complete_until")
        return _holidays(table)

    found = report(shown, data, faults)
    message = runs_out(until, london_day(SystemClock().now())) if isinstance(until, date) else ""
    warning = Finding(file=shown, element="", message=message, remedy="Add those of the next years from gov.uk.")
    return replace(found, warnings=(warning,)) if message else found


def check_deemed(ground: Ground, file: Path, data: bytes) -> Report:
    """The report of the tables that say which day counts: each answers for every route at every time."""
    found = decisions.check(ground, file, data)
    if found.errors:
        return found
    faults = (Finding(file=ground.shown(file), element=e, message=m, remedy=r) for e, m, r in _deemed(data))
    return replace(found, errors=tuple(faults))


BY_NAME = {
    "limits.toml": check_limits,
    "exemptions.toml": check_exemptions,
    "bank_holidays.toml": check_holidays,
    deemed.FILE: check_deemed,
}


def _limits(table: dict[str, Any]) -> Iterator[Fault]:
    limits = tables(table, "limits")
    for row in limits:
        yield from _limit(str(row.get("name", "")), row)
    yield from _at_once(limits, "name")


def _limit(name: str, row: dict[str, Any]) -> Iterator[Fault]:
    late = () if row.get("owed_by") == FAMILY else ("late_text",)
    yield from words(name, row, ("name", "title", "within", "counted_from", "law", "source", *late))
    yield from one_of(name, row, "counting", COUNTINGS)
    yield from one_of(name, row, "owed_by", OWED_BY)
    yield from one_of(name, row, "starts_with", ("", *KINDS))
    yield from one_of(name, row, "ends", ("", TRIBUNAL))
    if fault := _uncountable(str(row.get("within", "")), str(row.get("counting", ""))):
        yield name, fault, "Write it like P6W or P12M."
    yield from dated(name, row)
    for word in row.keys() - IN_LIMITS:
        yield name, f"Nothing is known of “{word}”.", "Take it out, or look at how it is spelled."


def _exemptions(known: set[str], table: dict[str, Any]) -> Iterator[Fault]:
    grounds = tables(table, "grounds")
    for row in grounds:
        name, sources, closure = str(row.get("value", "")), row.get("sources"), row.get("closure", {})
        yield from words(name, row, ("value", "label", "hint", "family_text"))
        if not isinstance(sources, dict) or not sources:
            yield name, "It applies to no limit.", 'Write [grounds.sources] with final_plan = "…".'
        else:
            yield from words(name, sources, tuple(sources))
            for unknown in sources.keys() - known:
                yield name, f"There is no limit “{unknown}”.", nearest(unknown, known)
        lengths = ("at_least", "before_closing", "before_opening") if closure else ()
        wrong = (each for each in lengths if _uncountable(str(closure.get(each, "")), AFTER))
        yield from ((name, f"The closure’s {each} is no length of time.", "Write it like P4W.") for each in wrong)
        yield from dated(name, row)
    yield from _at_once(grounds, "value")


def _holidays(table: dict[str, Any]) -> Iterator[Fault]:
    yield from words("", table, ("title", "source"))
    if not isinstance(table.get("complete_until"), date):
        yield "", "It does not say how far it is complete.", "Write complete_until = 2035-12-31."
    days = table.get("days")
    if not isinstance(days, dict) or not days:
        yield "", "There is no holiday in it.", 'Write [days], and below it 2026-12-25 = "Christmas Day".'
        return
    yield from words("", days, tuple(days))
    for day in days:
        try:
            date.fromisoformat(day)
        except ValueError:
            yield day, "This is no date.", "Write it like 2026-12-25."


def _deemed(data: bytes) -> Iterator[Fault]:
    asked = read_library({deemed.FILE: data})
    today = london_day(SystemClock().now())
    for kind, decision in deemed.DECISIONS.items():
        if decision not in asked.ids:
            yield decision, "This decision is missing.", "Draw it: the portal asks it by this id."
            continue
        silent = (_silence(asked, kind, route, today) for route in deemed.ROUTES[kind])
        for when in filter(None, silent):
            yield decision, f"It gives no day for {when}.", "Add a row: same_day or next_working_day."


def _silence(asked: DecisionLibrary, kind: str, route: str, today: date) -> str:
    """When by this route the table says nothing; empty when it always does."""
    for clock, working in product(CLOCKS, (True, False)):
        said = deemed.counts_as(asked, kind, today, clock, route, working_day=working)
        if said not in (deemed.SAME_DAY, deemed.NEXT_WORKING_DAY):
            return f"{route} at {clock:%H:%M:%S} on {'a working day' if working else 'another day'}"
    return ""


def one_of(name: str, row: dict[str, Any], word: str, known: tuple[str, ...]) -> Iterator[Fault]:
    """A word of this row that is none of those known."""
    if row.get(word, "") not in known:
        yield name, f"Its {word} “{row.get(word, '')}” is not known.", f"Write one of {', '.join(filter(None, known))}."


def dated(name: str, row: dict[str, Any]) -> Iterator[Fault]:
    """A row that does not say from when it holds, or not rightly until when."""
    if not isinstance(row.get("effective_from"), date):
        yield name, "It does not say from when it applies.", DATED
    elif not isinstance(row.get("effective_to", row["effective_from"]), date):
        yield name, "Its effective_to is no date.", "Write it like 2029-08-31, or leave it out."


def _at_once(rows: list[dict[str, Any]], word: str) -> Iterator[Fault]:
    """Rules of one name that hold on the same day."""
    with_day = [row for row in rows if isinstance(row.get("effective_from"), date)]
    yield from twice([{"rule": f"{row.get(word)} from {row['effective_from']}"} for row in with_day], "rule")
    with_day.sort(key=lambda row: (str(row.get(word)), row["effective_from"]))
    for one, next_ in pairwise(with_day):
        same = one.get(word) == next_.get(word) and one["effective_from"] < next_["effective_from"]
        if same and one.get("effective_to", date.max) >= next_["effective_from"]:
            message = f"Two rules hold on {next_['effective_from']}."
            yield str(one.get(word)), message, "Let the earlier one end with effective_to on the day before."


def _uncountable(within: str, counting: str) -> str:
    try:
        last_day(date(2026, 1, 1), within, counting, lambda day: True)
    except NotCountable:
        return f"“{within}” is no time limit."
    return ""

"""Decision tables: the file is DMN, every cell of it is FEEL, and what the drawing asks is there."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from engine.checks.report import Report
from engine.checks.sheet import Sheet
from engine.decisions import DecisionFault, Fault, read_decisions
from engine.errors import Finding
from engine.spelling import nearest

ASK_ONE = "Choose one in the panel, under “called decision”."


def check_decisions(file: str, data: bytes, others: Sequence[bytes] = ()) -> Report:
    """What is wrong with a DMN file; `others` are the files that it may import."""
    try:
        model = read_decisions(data, others=others)
    except DecisionFault as fault:
        message, _, remedy = str(fault).partition(". ")
        remedy = remedy or "Save it again as DMN 1.3."
        return Report(errors=(Finding(file=file, element="", message=f"{message.rstrip('.')}.", remedy=remedy),))
    errors = tuple(_finding(file, fault) for fault in model.faults)
    if not model.decisions:
        none = Finding(file=file, element="", message="There is no decision in it.", remedy="Draw a decision table.")
        return Report(errors=(*errors, none))
    return Report(errors=errors)


def check_tables(resources: Mapping[str, bytes]) -> Report:
    """What is wrong with all DMN files that are deployed together."""
    tables = {name: data for name, data in resources.items() if name.endswith(".dmn")}
    found = Report()
    for name, data in tables.items():
        found += check_decisions(name, data, [other for beside, other in tables.items() if beside != name])
    return found + Report(errors=tuple(_twice(tables)))


def asked(sheet: Sheet) -> Iterator[Finding]:
    """Business rule tasks that ask nothing, or a decision that is not there, or that keep its answer nowhere."""
    for element in sheet.drawing.elements.values():
        if element.kind != "businessRuleTask" or element.job_type:
            continue
        if element.decision is None or not element.decision.source:
            yield sheet.finding(element, "It asks no decision.", nearest("", sheet.decisions.ids, ASK_ONE))
        elif element.decision.source not in sheet.decisions.ids:
            message = f"There is no decision “{element.decision.source}”."
            yield sheet.finding(element, message, nearest(element.decision.source, sheet.decisions.ids, ASK_ONE))
        elif not element.decision.target:
            yield sheet.finding(element, "Its answer goes nowhere.", "Name a result variable in the panel.")


def _finding(file: str, fault: Fault) -> Finding:
    where = fault.where[:1].upper() + fault.where[1:]
    message = f"{where}: {fault.message}" if where else fault.message
    return Finding(file=file, element=fault.element, message=message, remedy=fault.remedy)


def _twice(tables: Mapping[str, bytes]) -> Iterator[Finding]:
    """Decisions of the same id in two files: which of them is asked would be chance."""
    stands = [(decision, name) for name, data in tables.items() for decision in _ids(data)]
    counts = Counter(decision for decision, _ in stands)
    for decision, name in stands:
        if counts[decision] > 1:
            message = f"{counts[decision]} files have a decision “{decision}”."
            yield Finding(file=name, element=decision, message=message, remedy="Give one of them another id.")


def _ids(data: bytes) -> list[str]:
    try:
        return list(read_decisions(data).decisions)
    except DecisionFault:
        return []

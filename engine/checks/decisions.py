"""Decision tables: the file is DMN, and every cell of it is FEEL."""

from engine.checks.report import Report
from engine.decisions import DecisionFault, read_decisions
from engine.errors import Finding

REMEDY = "Open the table, and write the cell in FEEL."


def check_decisions(file: str, data: bytes) -> Report:
    """What is wrong with a DMN file."""
    try:
        model = read_decisions(data)
    except DecisionFault as fault:
        found = Finding(file=file, element="", message=str(fault), remedy="Save it again as DMN 1.3.")
        return Report(errors=(found,))
    found_in_cells = tuple(
        Finding(file=file, element=fault.element, message=f"“{fault.text}”: {fault.message}", remedy=REMEDY)
        for fault in model.faults
    )
    if not model.decisions:
        none = Finding(file=file, element="", message="There is no decision in it.", remedy="Draw a decision table.")
        return Report(errors=(*found_in_cells, none))
    return Report(errors=found_in_cells)

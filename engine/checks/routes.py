"""Flows go round the shapes that they do not join. Warnings."""

from collections.abc import Iterator
from itertools import islice, pairwise

from engine.checks.sheet import Sheet, named
from engine.drawing import Element, Flow
from engine.errors import Finding
from engine.layout import Layout, planes

MOST_COMPARED, MOST_BENDS = 200, 20  # shapes or flows of a page, points of a flow: with more, nobody can follow it
SLACK = 1  # pixels that a line may touch


def through(sheet: Sheet) -> Iterator[Finding]:
    """Flows that run through a shape."""
    for page in planes(sheet.root):
        for flow in islice(sheet.drawing.flows.values(), MOST_COMPARED):
            if element := next(_crossed(sheet, page, flow), None):
                way = named(sheet, element)
                yield sheet.finding(flow, f"It runs through {way}.", f"Lead {named(sheet, flow)} round {way}.")


def _crossed(sheet: Sheet, page: Layout, flow: Flow) -> Iterator[Element]:
    lines = list(pairwise(page.edges.get(flow.id, ())[:MOST_BENDS]))
    joined = {flow.source, flow.target} | sheet.around(flow.source)
    for element in islice(sheet.drawing.elements.values(), MOST_COMPARED):
        box = page.shapes.get(element.id)
        if box and element.id not in joined and any(box.within(SLACK).crossed(one, two) for one, two in lines):
            yield element

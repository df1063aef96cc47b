"""Whatever is written beside a shape or flow can be read: it lies on nothing, and no edge cuts it. Warnings."""

from collections.abc import Iterator, Sequence
from itertools import islice, pairwise

from engine.checks.flows import SCOPES
from engine.checks.lettering import Words, lettering
from engine.checks.sheet import Sheet, named
from engine.dialect import BPMN
from engine.drawing import Flow
from engine.errors import Finding
from engine.layout import Layout, planes

MOST_COMPARED, MOST_BENDS = 200, 20  # names, shapes or flows of a page, points of a flow: nobody can read more


def hidden(sheet: Sheet) -> Iterator[Finding]:
    """Labels that lie on a shape, on a flow or on another label."""
    for page in planes(sheet.root):
        written = tuple(islice(lettering(sheet, page), MOST_COMPARED))
        for number, words in enumerate(written):
            if under := next(_under(sheet, page, words, written[:number]), ""):
                remedy = f"Move the label of {named(sheet, words.part)} off {under}."
                yield sheet.finding(words.part, f"Its label lies on {under}.", remedy)


def cut(sheet: Sheet) -> Iterator[Finding]:
    """Labels on the edge of a pool, lane or subprocess."""
    for page in planes(sheet.root):
        for words in islice(lettering(sheet, page), MOST_COMPARED):
            if place := next(_cutting(sheet, page, words), ""):
                remedy = f"Move the label of {named(sheet, words.part)} inside."
                yield sheet.finding(words.part, f"Its label lies across the edge of {place}.", remedy)


def _under(sheet: Sheet, page: Layout, words: Words, before: Sequence[Words]) -> Iterator[str]:
    around = _around(sheet, words)
    for element in islice(sheet.drawing.elements.values(), MOST_COMPARED):
        box, own = page.shapes.get(element.id), element is words.part and element.kind in SCOPES
        if box and element.id not in around and not own and box.covers(words.box):
            yield named(sheet, element)
    for other in before:
        if other.box.covers(words.box):
            yield f"the label of {named(sheet, other.part)}"
    for flow in islice(sheet.drawing.flows.values(), MOST_COMPARED):
        lines = pairwise(page.edges.get(flow.id, ())[:MOST_BENDS])
        if any(words.box.crossed(one, two) for one, two in lines):
            yield named(sheet, flow)


def _cutting(sheet: Sheet, page: Layout, words: Words) -> Iterator[str]:
    for element in map(sheet.drawing.elements.__getitem__, _around(sheet, words)):
        if (box := page.shapes.get(element.id)) and not box.holds(words.box):
            yield named(sheet, element)
    for pool in sheet.root.iter(f"{BPMN}participant"):
        ours = pool.get("processRef") == sheet.process.get("id")
        if ours and (box := page.shapes.get(pool.get("id", ""))) and not box.holds(words.box):
            yield f"the pool “{pool.get('name', '')}”"
    for lane in sheet.process.iter(f"{BPMN}lane"):
        box = page.shapes.get(lane.get("id", ""))
        if box and box.covers(words.box) and not box.holds(words.box):
            yield f"the lane “{lane.get('name', '')}”"


def _around(sheet: Sheet, words: Words) -> frozenset[str]:
    """The subprocesses in which it stands."""
    return sheet.around(words.part.source if isinstance(words.part, Flow) else words.part.id)

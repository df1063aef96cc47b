"""Every shape has an id, and no two share one: the library silently keeps the last of two."""

from collections import Counter
from collections.abc import Iterator

from lxml import etree

from engine.checks.sheet import Sheet
from engine.dialect import BPMN, NODES
from engine.errors import Finding

DRAWN = frozenset(f"{BPMN}{name}" for name in (*NODES, "sequenceFlow"))


def missing(sheet: Sheet) -> Iterator[Finding]:
    """Shapes and flows without an id."""
    for node in sheet.process.iter():
        if node.tag in DRAWN and not node.get("id"):
            kind = etree.QName(node).localname
            yield sheet.finding(node.get("name") or kind, f"This {kind} has no id.", "Give it one in the panel.")


def doubled(sheet: Sheet) -> Iterator[Finding]:
    """Ids that stand twice anywhere in the file, told at the things of this process."""
    model = [node for node in sheet.root.iter() if isinstance(node.tag, str) and node.tag.startswith(BPMN)]
    counts = Counter(node.get("id") for node in model if node.get("id"))
    for its_id, count in counts.items():
        if count > 1 and its_id in sheet.nodes:
            yield sheet.finding(its_id, f"The id “{its_id}” stands {count} times.", "Give each shape an id of its own.")

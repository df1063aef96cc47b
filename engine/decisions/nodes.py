"""Looking into DMN's XML, whichever version's namespace it has."""

from collections.abc import Iterator
from typing import TypeAlias

from lxml import etree

from engine.decisions.errors import DecisionFault
from engine.xml import in_words

Node: TypeAlias = etree._Element
MAX_BYTES = 4_000_000
MAX_NODES = 100_000
MAX_DEPTH = 60


def parse_xml(data: bytes) -> Node:
    """The outermost element of a DMN or conformance file. Ids are only compared here, so any text will do.

    Raises DecisionFault for what is not XML, has a document type, is too large or too deep; nothing is fetched.
    """
    if len(data) > MAX_BYTES:
        raise DecisionFault(f"The file has {len(data):,} bytes; {MAX_BYTES:,} are the most.")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as fault:
        raise DecisionFault(f"The file is not well-formed XML: {in_words(fault)}.") from fault
    if root.getroottree().docinfo.doctype:
        raise DecisionFault("The file declares a document type. Save it again without <!DOCTYPE …>.")
    _refuse_excess(root)
    return root


def _refuse_excess(root: Node) -> None:
    count, level = 0, [(root, 1)]
    while level:
        node, depth = level.pop()
        count += 1
        if count > MAX_NODES or depth > MAX_DEPTH:
            raise DecisionFault(f"The file has more than {MAX_NODES:,} parts or is nested over {MAX_DEPTH} deep.")
        level.extend((below, depth + 1) for below in node)


def tag_of(node: Node) -> str:
    """The element's name without its namespace."""
    return etree.QName(node).localname


def children(node: Node, *tags: str) -> Iterator[Node]:
    """The elements directly below, of these names if any are given."""
    for child in node:
        if isinstance(child.tag, str) and (not tags or tag_of(child) in tags):
            yield child


def child(node: Node, *tags: str) -> Node | None:
    """The first element directly below of one of these names."""
    return next(children(node, *tags), None)


def text_below(node: Node | None) -> str:
    """The content of the `text` element directly below, without the spaces around it."""
    text = None if node is None else child(node, "text")
    return "" if text is None or text.text is None else text.text.strip()


def name_of(node: Node | None) -> str:
    """The name, runs of spaces being one."""
    return "" if node is None else " ".join(node.get("name", "").split())


def type_of(node: Node | None) -> str | None:
    """The type that the element declares, as an attribute or (in types) as an element."""
    if node is None:
        return None
    declared = child(node, "typeRef")
    return node.get("typeRef") or (None if declared is None or not declared.text else declared.text.strip())

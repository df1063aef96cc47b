"""Parse XML from outside once, with our own settings, and refuse what could harm."""

import re

from lxml import etree

MOST_BYTES = 4_000_000
MOST_NODES = 20_000
DEEPEST = 60
BPMN = "{http://www.omg.org/spec/BPMN/"  # its model and its pictures
ADVICE = re.compile(r",? use XML_PARSE_HUGE option")
NCNAME = re.compile(r"^[A-Za-z_][\w.-]*$", re.ASCII)


class UnsafeXml(ValueError):
    """This file cannot be read as a drawing."""

    def __init__(self, message: str, element: str = "") -> None:
        """`element` is the id or name of the part at fault, where there is one."""
        super().__init__(message)
        self.element = element


def parse(data: bytes) -> etree._Element:
    """Root element of the document.

    Raises UnsafeXml for a document type, too much, too deep, or ids that are no names:
    an XPath hidden in a reference has cost seconds of processor time from a few kilobytes.
    """
    if len(data) > MOST_BYTES:
        raise UnsafeXml(f"The file has {len(data):,} bytes; {MOST_BYTES:,} are the most.")
    if b"<!DOCTYPE" in data[:4000].replace(b"\0", b""):
        raise UnsafeXml("The file declares a document type. Save it again without <!DOCTYPE …>.")
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as fault:
        raise UnsafeXml(f"The file is not well-formed XML: {in_words(fault)}") from fault
    _refuse_excess(root)
    return root


def in_words(fault: Exception) -> str:
    """What the library says of a file that it cannot read, without its advice to programmers."""
    said = fault.msg if isinstance(fault, etree.XMLSyntaxError) else str(fault)
    return ADVICE.sub("", said).partition(".")[0]


def _refuse_excess(root: etree._Element) -> None:
    if root.getroottree().docinfo.doctype:
        raise UnsafeXml("The file declares a document type. Save it again without <!DOCTYPE …>.")
    count, level = 0, [(root, 1)]
    while level:
        node, depth = level.pop()
        count += 1
        if count > MOST_NODES or depth > DEEPEST:
            raise UnsafeXml(f"The file has more than {MOST_NODES:,} parts or is nested over {DEEPEST} deep.")
        _refuse_odd_references(node)
        level.extend((child, depth + 1) for child in node)


def _refuse_odd_references(node: etree._Element) -> None:
    if not node.tag.startswith(BPMN):
        return  # whatever other vendors keep in a drawing is never looked up
    for name in ("id", "sourceRef", "targetRef", "attachedToRef", "messageRef", "signalRef", "default"):
        value = node.get(name)
        if value is not None and name != "id" and ":" in value:
            value = value.split(":", 1)[1]  # a qualified name
        if value is not None and not NCNAME.match(value):
            message = f"The {name} “{value[:60]}” is not a name: use letters, digits, “_”, “-” and “.”."
            raise UnsafeXml(message, node.get("name") or node.get("id", "")[:60])

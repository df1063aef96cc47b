"""What stands in a drawing for another engine: code is refused, and nothing that decides who or what is dropped."""

from collections.abc import Iterator, Mapping

from lxml import etree

from engine.checks.sheet import Sheet
from engine.dialect import BPMN, NODES, ZEEBE
from engine.errors import Finding

# Places of BPMN that other engines evaluate and this one never looks at.
NEVER_EVALUATED = ("script", "transformation", "from", "to", "expression", "messagePath", "dataPath", "loopCardinality")
EVALUATED = ("conditionExpression", "completionCondition", "timeDuration", "timeDate", "timeCycle")
# Extensions of the zeebe dialect that the engine reads, or that change nothing.
READ = frozenset(
    ("userTask", "userTaskForm", "formDefinition", "assignmentDefinition", "taskSchedule", "priorityDefinition")
    + ("properties", "property", "taskDefinition", "taskHeaders", "header", "ioMapping", "input", "output", "script")
    + ("calledDecision", "calledElement", "loopCharacteristics", "subscription", "versionTag")
)
UNREAD_ATTRIBUTES = {"candidateUsers": "Name candidate groups."}
ENGINES: Mapping[str, str] = {
    "http://camunda.org/schema/1.0/bpmn": "Camunda 7",
    "http://activiti.org/bpmn": "Activiti",
    "http://flowable.org/bpmn": "Flowable",
    "http://spiffworkflow.org/bpmn/schema/1.0/core": "SpiffWorkflow",
    "http://www.jboss.org/drools": "jBPM",
}
CODE = frozenset(
    ("class", "delegateExpression", "expression", "script", "preScript", "postScript", "executionListener")
    + ("taskListener", "onEntry-script", "onExit-script", "connector", "serviceTaskOperator")
)
USE_FEEL = "Remove it; write a FEEL expression or use a job type of the portal instead."
SHAPES = frozenset(f"{BPMN}{name}" for name in (*NODES, "sequenceFlow", "process", "lane", "dataObject"))


def never_evaluated(sheet: Sheet) -> Iterator[Finding]:
    """Code in places of BPMN that this engine does not evaluate."""
    for node in sheet.root.iter(*(f"{BPMN}{name}" for name in NEVER_EVALUATED)):
        if _of(sheet, node) and (node.text or "").strip():
            language = node.getparent().get("scriptFormat", "")
            what = f"{etree.QName(node).localname} in {language}" if language else etree.QName(node).localname
            yield sheet.finding(_owner(sheet, node), f"Its {what} is code that nobody runs here.", USE_FEEL)


def other_language(sheet: Sheet) -> Iterator[Finding]:
    """Expressions that say themselves that they are not FEEL."""
    for node in sheet.process.iter(*(f"{BPMN}{name}" for name in EVALUATED)):
        language = node.get("language") or ""
        if (node.text or "").strip() and language and "feel" not in language.lower():
            message = f"Its expression is written in {language.rsplit('/', 1)[-1]}."
            yield sheet.finding(_owner(sheet, node), message, "Write it in FEEL, and take the language away.")


def unread(sheet: Sheet) -> Iterator[Finding]:
    """Parts of the zeebe dialect that the engine does not honour."""
    for node in sheet.process.iter(f"{ZEEBE}*"):
        name = etree.QName(node).localname
        if name not in READ and etree.QName(node.getparent()).localname in ("extensionElements", *READ):
            yield sheet.finding(_owner(sheet, node), f"“{name}” is not read here.", "Remove it in the panel.")
        for attribute, remedy in UNREAD_ATTRIBUTES.items():
            if node.get(attribute):
                message = f"“{attribute}” is not read here: nobody would get the task."
                yield sheet.finding(_owner(sheet, node), message, remedy)


def code(sheet: Sheet) -> Iterator[Finding]:
    """Code for another engine in its extensions."""
    for node, name, engine in _extensions(sheet):
        if name in CODE:
            yield sheet.finding(_owner(sheet, node), f"“{name}” is code for {engine}; nobody runs it here.", USE_FEEL)


def dropped(sheet: Sheet) -> Iterator[Finding]:
    """Everything else that is meant for another engine. A warning."""
    told = set()
    for node, name, engine in _extensions(sheet):
        where = _owner(sheet, node)
        if name not in CODE and (where.get("id"), name) not in told:
            told.add((where.get("id"), name))
            message = f"“{name}” is meant for {engine} and is not read here."
            yield sheet.finding(where, message, "Set it again in the panel, for Camunda 8.")


def _extensions(sheet: Sheet) -> Iterator[tuple[etree._Element, str, str]]:
    for node in sheet.process.iter():
        names = (etree.QName(name) for name in (node.tag, *node.attrib))
        for name in names:
            if name.namespace in ENGINES:
                yield node, name.localname, ENGINES[name.namespace]


def _of(sheet: Sheet, node: etree._Element) -> bool:
    """Whether the node lies in this process, or in none and this is the first."""
    holder = next(node.iterancestors(f"{BPMN}process"), None)
    return holder is sheet.process or (holder is None and sheet.process is sheet.root.find(f".//{BPMN}process"))


def _owner(sheet: Sheet, node: etree._Element) -> etree._Element:
    """The shape to which a part belongs."""
    around = (one for one in (node, *node.iterancestors()) if one.tag in SHAPES and one.get("id"))
    return next(around, sheet.process)

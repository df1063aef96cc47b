"""What is wrong with a model as a whole: its requirement graph, and languages that nobody evaluates."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from engine.decisions.errors import Fault
from engine.decisions.model import Element, Key
from engine.decisions.nodes import Node, name_of
from engine.spelling import nearest

NO_OTHER_LANGUAGE = "Write it in FEEL; nothing else is evaluated."


def graph_faults(own: Sequence[Element], elements: Mapping[Key, Element]) -> Iterator[Fault]:
    """Names that stand twice, requirements that lead nowhere, and those that lead back."""
    for name, count in Counter(element.name for element in own).items():
        if count > 1:
            yield Fault(element=name, message=f"{count} elements have this name.", remedy="Give each its own.")
    for element in own:
        for key in (needed.key for needed in element.requires if needed.key not in elements):
            remedy = nearest(key[1], (other[1] for other in elements), "Draw the requirement anew.")
            yield Fault(element=element.name, message=f"It requires “{key[1]}”, which is not there.", remedy=remedy)
        if _leads_back(element, elements):
            message = "It requires itself, by way of what it requires."
            yield Fault(element=element.name, message=message, remedy="Take one of the requirements away.")


def _leads_back(element: Element, elements: Mapping[Key, Element]) -> bool:
    seen: set[Key] = set()
    waiting = [needed.key for needed in element.requires]
    while waiting:
        key = waiting.pop()
        if key == element.key:
            return True
        if key not in seen and key in elements:
            seen.add(key)
            waiting.extend(needed.key for needed in elements[key].requires)
    return False


def foreign_languages(root: Node) -> Iterator[Fault]:
    """Expressions that say themselves that they are not FEEL."""
    for node in root.iter("{*}*"):
        language = node.get("expressionLanguage") or ""
        if language and "feel" not in language.lower():
            message = f"Its expression is written in {language.rstrip('/').rsplit('/', 1)[-1]}."
            yield Fault(element=_owner(node), message=message, remedy=NO_OTHER_LANGUAGE)


def _owner(node: Node) -> str:
    """The nearest thing around an expression that has a name."""
    return next((name_of(each) for each in (node, *node.iterancestors()) if name_of(each)), "")

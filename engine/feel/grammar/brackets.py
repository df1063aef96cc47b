"""What stands in brackets: groups, ranges, lists, contexts, filters, arguments; and paths and literals."""

from engine.feel import nodes
from engine.feel.grammar.lexer import END, STRING, WORD
from engine.feel.grammar.naming import KEYWORDS, NAME_SIGNS
from engine.feel.grammar.pratt import COMPARISON, COMPARISONS, POSTFIX, expression, infix, prefix
from engine.feel.grammar.reader import Reader
from engine.feel.values.reading import parse_temporal

_CONSTANTS = {"true": True, "false": False, "null": None}


@prefix(*_CONSTANTS)
def _constant(reader: Reader) -> nodes.Node:
    return nodes.Literal(_CONSTANTS[reader.advance().text])


@prefix("?")
def _input(reader: Reader) -> nodes.Node:
    reader.advance()
    return nodes.Input()


@prefix("@")
def _temporal(reader: Reader) -> nodes.Node:
    reader.advance()
    if reader.token.kind != STRING:
        raise reader.fault(f"Expected a date, time or duration in quotes after “@” but found {reader.found()}.")
    return nodes.Literal(parse_temporal(reader.advance().text))


@prefix("(")
def _group(reader: Reader) -> nodes.Node:
    """`(expression)`, `(start..end]`, or a range with one end such as `(> 5)`."""
    reader.advance()
    if reader.at(*COMPARISONS):
        return _one_sided(reader)
    node = expression(reader)
    if reader.accept(".."):
        return range_end(reader, node, start_included=False)
    reader.expect(")")
    return node


def _one_sided(reader: Reader) -> nodes.Node:
    operator = reader.advance().text
    bound = expression(reader, COMPARISON)
    reader.expect(")")
    if operator == "!=":
        raise reader.fault("“!=” makes no range.")
    included = operator in ("=", "<=", ">=")
    if operator == "=":
        return nodes.Interval(bound, bound, True, True)
    if operator in ("<", "<="):
        return nodes.Interval(None, bound, False, included)
    return nodes.Interval(bound, None, included, False)


@prefix("[")
def _list(reader: Reader) -> nodes.Node:
    """`[a, b]` or `[start..end]`."""
    reader.advance()
    if reader.accept("]"):
        return nodes.ListOf(())
    elements = [expression(reader)]
    if reader.accept(".."):
        return range_end(reader, elements[0], start_included=True)
    while reader.accept(","):
        elements.append(expression(reader))
    reader.expect("]")
    return nodes.ListOf(tuple(elements))


@prefix("]")
def _range_open_left(reader: Reader) -> nodes.Node:
    """`]start..end[`."""
    reader.advance()
    start = expression(reader)
    reader.expect("..")
    return range_end(reader, start, start_included=False)


def range_end(reader: Reader, start: nodes.Node, *, start_included: bool) -> nodes.Node:
    """The end and its bracket."""
    end = expression(reader)
    closing = reader.expect("]", ")", "[")
    return nodes.Interval(start, end, start_included, closing == "]")


@prefix("{")
def _context(reader: Reader) -> nodes.Node:
    """`{key: value, "key": value}`; each key is a name in what follows it."""
    reader.advance()
    mark = len(reader.locals)
    keys: list[str] = []
    values: list[nodes.Node] = []
    while not reader.accept("}"):
        if keys:
            reader.expect(",")
        keys.append(reader.advance().text if reader.token.kind == STRING else reader.take_new_name(":"))
        reader.expect(":")
        values.append(expression(reader))
        reader.locals.add(keys[-1])
    reader.locals.forget(mark)
    return nodes.ContextOf(tuple(keys), tuple(values))


@infix(POSTFIX, "[")
def _filter(reader: Reader, value: nodes.Node) -> nodes.Node:
    reader.advance()
    mark = len(reader.locals)
    reader.locals.add("item")
    condition = expression(reader)
    reader.locals.forget(mark)
    reader.expect("]")
    return nodes.Filter(value, condition)


@infix(POSTFIX, ".")
def _path(reader: Reader, value: nodes.Node) -> nodes.Node:
    reader.advance()
    return nodes.Path(value, reader.take_name())


@infix(POSTFIX, "(")
def _call(reader: Reader, function: nodes.Node) -> nodes.Node:
    """`f(a, b)` or `f(name: a)`."""
    reader.advance()
    names: list[str] = []
    arguments: list[nodes.Node] = []
    while not reader.accept(")"):
        if arguments:
            reader.expect(",")
        if _names_an_argument(reader):
            names.append(reader.take_new_name(":"))
            reader.expect(":")
        arguments.append(expression(reader))
    if names and len(names) != len(arguments):
        raise reader.fault("Name every argument, or none.")
    return nodes.Call(function, tuple(arguments), tuple(names))


def _names_an_argument(reader: Reader) -> bool:
    """Whether only words and the signs of names stand before a colon."""
    position = reader.position
    while True:
        token = reader.tokens[position]
        if token.text == ":" and token.kind != STRING:
            return position > reader.position
        is_name = token.kind == WORD and token.text not in KEYWORDS - {"in", "for", "and", "or"}
        if token.kind == END or not (is_name or token.text in NAME_SIGNS):
            return False
        position += 1

"""What begins with a word: `if`, `for`, `some`, `every`, `function`; and `instance of` with its types."""

from engine.feel import nodes
from engine.feel.grammar.lexer import WORD
from engine.feel.grammar.pratt import INSTANCE, expression, infix, prefix
from engine.feel.grammar.reader import Reader


@prefix("if")
def _if(reader: Reader) -> nodes.Node:
    reader.advance()
    condition = expression(reader)
    reader.expect("then")
    chosen = expression(reader)
    reader.expect("else")
    return nodes.If(condition, chosen, expression(reader))


@prefix("for")
def _for(reader: Reader) -> nodes.Node:
    reader.advance()
    mark = len(reader.locals)
    iterations = _iterations(reader)
    reader.expect("return")
    reader.locals.add("partial")
    body = expression(reader)
    reader.locals.forget(mark)
    return nodes.For(iterations, body)


@prefix("some", "every")
def _quantified(reader: Reader) -> nodes.Node:
    every = reader.advance().text == "every"
    mark = len(reader.locals)
    iterations = _iterations(reader)
    reader.expect("satisfies")
    body = expression(reader)
    reader.locals.forget(mark)
    return nodes.Quantified(every, iterations, body)


def _iterations(reader: Reader) -> tuple[nodes.Iteration, ...]:
    """Each variable is a name from the next iteration on."""
    iterations = [_iteration(reader)]
    while reader.accept(","):
        iterations.append(_iteration(reader))
    return tuple(iterations)


def _iteration(reader: Reader) -> nodes.Iteration:
    name = reader.take_new_name("in")
    reader.expect("in")
    domain = expression(reader)
    end = expression(reader) if reader.accept("..") else None
    reader.locals.add(name)
    return nodes.Iteration(name, domain, end)


@prefix("function")
def _function(reader: Reader) -> nodes.Node:
    reader.advance()
    reader.expect("(")
    names: list[str] = []
    types: list[nodes.TypeName | None] = []
    while not reader.accept(")"):
        if names:
            reader.expect(",")
        names.append(reader.take_new_name(",", ":", ")"))
        types.append(_type(reader) if reader.accept(":") else None)
    return nodes.FunctionOf(tuple(names), tuple(types), _body(reader, names))


def _body(reader: Reader, names: list[str]) -> nodes.Node | None:
    external = reader.accept("external")
    mark = len(reader.locals)
    reader.locals.add(*names)
    body = expression(reader)
    reader.locals.forget(mark)
    return None if external else body


@infix(INSTANCE, "instance")
def _instance_of(reader: Reader, value: nodes.Node) -> nodes.Node:
    reader.advance()
    reader.expect("of")
    return nodes.InstanceOf(value, _type(reader))


def _type(reader: Reader) -> nodes.TypeName:
    """`number`, `list<number>`, `context<a: number>`, `function<number> -> string`."""
    name = _type_name(reader)
    if not reader.accept("<"):
        return nodes.TypeName(name)
    entries: list[str] = []
    arguments: list[nodes.TypeName] = []
    while not reader.accept(">"):
        if arguments:
            reader.expect(",")
        if name == "context":
            entries.append(reader.take_new_name(":"))
            reader.expect(":")
        reader.deeper()
        arguments.append(_type(reader))
        reader.shallower()
    result = _type(reader) if name == "function" and reader.accept("->") else None
    return nodes.TypeName(name, tuple(arguments), tuple(entries), result)


def _type_name(reader: Reader) -> str:
    """Words and dots; `date and time` is the one type that has a keyword in it."""
    if reader.token.kind != WORD:
        raise reader.fault(f"Expected a type but found {reader.found()}.")
    for name in ("date and time", "days and time duration", "years and months duration"):
        words = name.split()
        ahead = reader.tokens[reader.position : reader.position + len(words)]
        if [token.text for token in ahead] == words:
            for _ in words:
                reader.advance()
            return name
    if reader.accept("null") or reader.accept("function"):
        return reader.tokens[reader.position - 1].text
    name = reader.take_name()
    while reader.accept("."):
        name += "." + reader.take_name()
    return name

"""FEEL for what the shipped drawings and forms say: parsed once into closures; nothing else is ever evaluated."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from engine.feel.errors import FeelSyntaxError

LONGEST = 4_000
DEEPEST = 40
LONDON = ZoneInfo("Europe/London")
TOKEN = re.compile(
    r"""\s*(?:(?P<number>\d+(?:\.\d+)?)|(?P<string>"(?:[^"\\]|\\.)*")
    |(?P<name>[A-Za-z_]\w*)|(?P<sign><=|>=|!=|==|\.\.|[-+*/()<>=,.\[\]{}:]))""",
    re.VERBOSE,
)
WORDS = frozenset(["and", "or", "not", "if", "then", "else", "true", "false", "null", "in", "between"])

Scope = Mapping[str, Any]
Value = Callable[[Scope, datetime], Any]


@dataclass(frozen=True)
class Expression:
    """A parsed expression and the variables that it reads."""

    text: str
    names: frozenset[str]
    value: Value

    def evaluate(self, scope: Scope, *, now: datetime | None = None) -> Any:
        """Its value; null (None) for what fails at run time."""
        try:
            return self.value(scope, now or datetime.now(UTC))
        except (TypeError, ValueError, ArithmeticError, AttributeError, RecursionError):
            return None


@lru_cache(maxsize=4096)
def compile_expression(text: str, *, names: tuple[str, ...] = ()) -> Expression:
    """Parse once. Raises FeelSyntaxError with the position."""
    source = text.replace("\u00a0", " ").strip().removeprefix("=").strip()
    if len(source) > LONGEST:
        raise FeelSyntaxError(f"the expression is longer than {LONGEST} characters")
    parser = _Parser(source)
    value = parser.expression()
    parser.end()
    return Expression(source, frozenset(parser.names), value)


class _Parser:
    """Recursive descent, one method for each level of precedence of the standard's grammar."""

    def __init__(self, source: str) -> None:
        self.source, self.names, self._depth, self._at = source, set[str](), 0, 0
        self.tokens = list(_tokens(source))

    def end(self) -> None:
        if self._at < len(self.tokens):
            raise self._fault("something is left over")

    def expression(self) -> Value:
        self._depth += 1
        if self._depth > DEEPEST:
            raise self._fault("it is nested too deep")
        found = self._if() if self._take("if") else self._or()
        self._depth -= 1
        return found

    def _if(self) -> Value:
        condition = self.expression()
        self._need("then")
        yes = self.expression()
        self._need("else")
        no = self.expression()
        return lambda s, n: yes(s, n) if condition(s, n) is True else no(s, n)

    def _or(self) -> Value:
        left = self._and()
        while self._take("or"):
            left = _either(left, self._and())
        return left

    def _and(self) -> Value:
        left = self._comparison()
        while self._take("and"):
            left = _both(left, self._comparison())
        return left

    def _comparison(self) -> Value:
        left = self._sum()
        for sign, compare in COMPARISONS.items():
            if self._take(sign):
                return _compared(compare, left, self._sum())
        if self._take("=="):
            raise self._fault("use a single =")
        if self._take("in"):
            right = self._sum()
            return lambda s, n: _contains(right(s, n), left(s, n))
        if self._take("between"):
            low = self._sum()
            self._need("and")
            high = self._sum()
            return lambda s, n: low(s, n) <= left(s, n) <= high(s, n)
        return left

    def _sum(self) -> Value:
        left = self._product()
        while sign := self._any("+", "-"):
            left = _arithmetic(sign, left, self._product())
        return left

    def _product(self) -> Value:
        left = self._unary()
        while sign := self._any("*", "/"):
            left = _arithmetic(sign, left, self._unary())
        return left

    def _unary(self) -> Value:
        if self._take("-"):
            value = self._unary()
            return lambda s, n: -value(s, n)
        return self._path()

    def _path(self) -> Value:
        found = self._primary()
        while self._take("."):
            found = _member(found, self._name())
        return found

    def _primary(self) -> Value:
        kind, text = self._next()
        if kind == "number":
            number = Decimal(text)
            return lambda s, n: number
        if kind == "string":
            words = re.sub(r"\\(.)", r"\1", text[1:-1])
            return lambda s, n: words
        if text in CONSTANTS:
            constant = CONSTANTS[text]
            return lambda s, n: constant
        if text == "(":
            return self._closed(")")
        if text == "[":
            return _listed(self._arguments("]"))
        if kind == "name" and (text not in WORDS or text == "not"):
            return self._called_or_read(text)
        raise self._fault(f"“{text}” is not expected here")

    def _closed(self, sign: str) -> Value:
        value = self.expression()
        self._need(sign)
        return value

    def _called_or_read(self, name: str) -> Value:
        while self._peek()[0] == "name" and self._peek()[1] not in WORDS:
            name = f"{name} {self._next()[1]}"
        if not self._take("("):
            self.names.add(name)
            return lambda s, n: s.get(name)
        if name not in FUNCTIONS:
            raise self._fault(f"there is no function “{name}”")
        function, arguments = FUNCTIONS[name], self._arguments(")")
        return lambda s, n: function(n, *(argument(s, n) for argument in arguments))

    def _arguments(self, sign: str) -> list[Value]:
        found: list[Value] = []
        while not self._take(sign):
            found.append(self.expression())
            if not self._take(","):
                self._need(sign)
                break
        return found

    def _peek(self) -> tuple[str, str]:
        return self.tokens[self._at] if self._at < len(self.tokens) else ("end", "")

    def _next(self) -> tuple[str, str]:
        found = self._peek()
        self._at += 1
        return found

    def _name(self) -> str:
        kind, text = self._next()
        if kind != "name":
            raise self._fault("a name is missing after the point")
        return text

    def _take(self, text: str) -> bool:
        kind, found = self._peek()
        if found == text and kind != "string":
            self._at += 1
            return True
        return False

    def _any(self, *texts: str) -> str | None:
        return next((text for text in texts if self._take(text)), None)

    def _need(self, text: str) -> None:
        if not self._take(text):
            raise self._fault(f"“{text}” is missing")

    def _fault(self, message: str) -> FeelSyntaxError:
        return FeelSyntaxError(message, self._at)


def _tokens(source: str) -> list[tuple[str, str]]:
    found, at = [], 0
    while at < len(source):
        match = TOKEN.match(source, at)
        if not match:
            raise FeelSyntaxError(f"“{source[at : at + 20]}” is not expected here", at)
        found.append((str(match.lastgroup), match[str(match.lastgroup)]))
        at = match.end()
    return found


def _both(left: Value, right: Value) -> Value:
    def value(s: Scope, n: datetime) -> Any:
        a, b = left(s, n), right(s, n)
        return False if a is False or b is False else True if a is True and b is True else None

    return value


def _either(left: Value, right: Value) -> Value:
    def value(s: Scope, n: datetime) -> Any:
        a, b = left(s, n), right(s, n)
        return True if a is True or b is True else False if a is False and b is False else None

    return value


def _compared(compare: Callable[[Any, Any], Any], left: Value, right: Value) -> Value:
    return lambda s, n: compare(left(s, n), right(s, n))


def _equal(left: Any, right: Any) -> Any:
    if left is None or right is None:
        return left is right
    return left == right if isinstance(left, type(right)) or isinstance(right, type(left)) else None


def _unequal(left: Any, right: Any) -> Any:
    same = _equal(left, right)
    return None if same is None else not same


COMPARISONS: dict[str, Callable[[Any, Any], Any]] = {
    "<=": lambda a, b: a <= b,
    ">=": lambda a, b: a >= b,
    "!=": _unequal,
    "=": _equal,
    "<": lambda a, b: a < b,
    ">": lambda a, b: a > b,
}
CONSTANTS = {"true": True, "false": False, "null": None}


def _arithmetic(sign: str, left: Value, right: Value) -> Value:
    def value(s: Scope, n: datetime) -> Any:
        a, b = left(s, n), right(s, n)
        if isinstance(a, bool) or isinstance(b, bool):
            return None
        if sign == "+":
            return a + b
        if sign == "-":
            return a - b
        return a * b if sign == "*" else a / b

    return value


def _contains(container: Any, value: Any) -> Any:
    return any(_equal(item, value) is True for item in container) if isinstance(container, list) else None


def _member(found: Value, name: str) -> Value:
    def value(s: Scope, n: datetime) -> Any:
        context = found(s, n)
        return from_variable(context.get(name)) if isinstance(context, Mapping) else None

    return value


def _listed(items: list[Value]) -> Value:
    return lambda s, n: [item(s, n) for item in items]


def _not(now: datetime, value: Any) -> Any:
    return not value if isinstance(value, bool) else None


def _duration(now: datetime, text: str) -> str:
    return text  # timers read the ISO text


FUNCTIONS: dict[str, Callable[..., Any]] = {
    "not": _not,
    "count": lambda now, items: Decimal(len(items)),
    "contains": lambda now, text, part: part in text,
    "list contains": lambda now, items, value: _contains(items, value),
    "string": lambda now, value: str(to_variable(value)),
    "string length": lambda now, text: Decimal(len(text)),
    "lower case": lambda now, text: text.lower(),
    "upper case": lambda now, text: text.upper(),
    "is defined": lambda now, value: value is not None,
    "date": lambda now, text: date.fromisoformat(str(text)[:10]),
    "duration": _duration,
    "today": lambda now: now.astimezone(LONDON).date(),
    "now": lambda now: now,
}


def to_variable(value: Any) -> Any:
    """A FEEL value as JSON: dates and times as ISO text, as in Zeebe."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, list):
        return [to_variable(item) for item in value]
    if isinstance(value, Mapping):
        return {str(key): to_variable(item) for key, item in value.items()}
    return value


def from_variable(value: Any) -> Any:
    """A JSON value as FEEL sees it: numbers become decimals."""
    if isinstance(value, bool):
        return value
    if isinstance(value, (int, float)):
        return Decimal(str(value))
    return [from_variable(item) for item in value] if isinstance(value, list) else value

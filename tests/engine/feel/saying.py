"""What an expression says, as text: a table of expressions and values needs no Python types."""

from datetime import UTC, datetime

from engine.feel import compile_expression
from engine.feel.values.texts import text_of

NOW = datetime(2026, 7, 13, 22, 30, tzinfo=UTC)  # half past eleven in London's summer
VARIABLES = {
    "age": 12,
    "name": "Sam",
    "agreed": True,
    "nothing": None,
    "marks": [3, 1, 2],
    "day": "2026-03-01",
    "child": {"name": "Jo", "first name": "Joanna", "born": "2015-02-03", "list": [1]},
    "people": [{"name": "Ann", "years": 40}, {"name": "Bob", "years": 12}, {"name": "Cy"}],
    "date of birth": "2015-02-03",
    "profit and loss": 7,
    "a-b": 5,
}
NAMES = frozenset(VARIABLES)


def said(text: str) -> str:
    """The value of an expression over the variables, as FEEL writes it."""
    return text_of([compile_expression(text, names=NAMES).evaluate(VARIABLES, now=NOW)])[1:-1]

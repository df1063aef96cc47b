"""FEEL, the expression language of DMN: text is parsed once into closures, and nothing else is ever evaluated."""

from engine.feel.errors import FeelError, FeelLimitExceeded, FeelSyntaxError, UnknownFunction
from engine.feel.expressions import Expression, UnaryTests, compile_expression, compile_unary_tests
from engine.feel.variables import from_variable, to_variable

__all__ = [
    "Expression",
    "FeelError",
    "FeelLimitExceeded",
    "FeelSyntaxError",
    "UnaryTests",
    "UnknownFunction",
    "compile_expression",
    "compile_unary_tests",
    "from_variable",
    "to_variable",
]

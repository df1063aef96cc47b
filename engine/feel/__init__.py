"""The door of the FEEL room."""

from engine.feel.errors import FeelSyntaxError
from engine.feel.everyday import Expression, compile_expression, from_variable, to_variable

__all__ = ["Expression", "FeelSyntaxError", "compile_expression", "from_variable", "to_variable"]

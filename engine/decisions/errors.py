"""What can be wrong with a decision model."""

from dataclasses import dataclass

from engine.errors import EngineError


class DecisionFault(EngineError):
    """This file is not a decision model that can be used."""


class DecisionNotFound(EngineError):
    """There is no such decision."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """Something in a model that cannot work; what it belongs to gives null."""

    element: str  # name or id of the decision, table or type in which it lies
    where: str = ""  # the place in it, such as “row 2, column “Age””
    message: str  # what is wrong, with the expression at fault
    remedy: str

"""Decisions: DMN models read once and asked often."""

from engine.decisions.errors import DecisionFault, DecisionNotFound, Fault
from engine.decisions.library import DecisionLibrary, read_library
from engine.decisions.model import DecisionModel
from engine.decisions.reading import read_decisions

__all__ = [
    "DecisionFault",
    "DecisionLibrary",
    "DecisionModel",
    "DecisionNotFound",
    "Fault",
    "read_decisions",
    "read_library",
]

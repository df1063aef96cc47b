"""Decisions: DMN models read once and asked often."""

from engine.decisions.errors import DecisionFault, DecisionNotFound, Fault
from engine.decisions.model import DecisionModel
from engine.decisions.reading import read_decisions

__all__ = ["DecisionFault", "DecisionModel", "DecisionNotFound", "Fault", "read_decisions"]

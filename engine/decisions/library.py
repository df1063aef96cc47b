"""The decisions of all files that are deployed together, by their ids."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from engine.decisions.errors import DecisionFault, DecisionNotFound
from engine.decisions.model import DecisionModel
from engine.decisions.reading import read_decisions
from engine.feel.variables import to_variable
from engine.spelling import nearest


class DecisionLibrary:
    """Asks a decision by its id, whichever file it stands in."""

    def __init__(self, models: Iterable[DecisionModel]) -> None:
        self._models = {decision: model for model in models for decision in model.decisions}

    @property
    def ids(self) -> frozenset[str]:
        """Of every decision."""
        return frozenset(self._models)

    def needs(self, decision_id: str) -> frozenset[str]:
        """Names of the variables that must be given to it. Raises DecisionNotFound."""
        return self._model(decision_id).needs(decision_id)

    def reads(self, decision_id: str) -> frozenset[str]:
        """Names of all variables that it looks at when there are any. Raises DecisionNotFound."""
        return self._model(decision_id).reads(decision_id)

    def decide(self, decision_id: str, variables: Mapping[str, object], *, now: datetime) -> object:
        """Its value for these variables, as a variable. Raises DecisionNotFound and FeelLimitExceeded."""
        return to_variable(self._model(decision_id).evaluate(decision_id, variables, now=now))

    def _model(self, decision_id: str) -> DecisionModel:
        if decision_id in self._models:
            return self._models[decision_id]
        raise DecisionNotFound(f"There is no decision “{decision_id}”. {nearest(decision_id, self._models)}".strip())


def read_library(files: Mapping[str, bytes]) -> DecisionLibrary:
    """The decisions of all files whose names end in `.dmn`; what is no DMN is left out, as its own check says so."""
    tables = {name: data for name, data in sorted(files.items()) if name.endswith(".dmn")}
    return DecisionLibrary(filter(None, (_model_of(name, tables) for name in tables)))


def _model_of(name: str, tables: Mapping[str, bytes]) -> DecisionModel | None:
    others = [data for other, data in tables.items() if other != name]
    try:
        return read_decisions(tables[name], others=others)
    except DecisionFault:
        return None

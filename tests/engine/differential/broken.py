"""Engines in which one part is broken: the walks must see each of them."""

from collections.abc import Iterable
from typing import Any

import pytest
from SpiffWorkflow.bpmn.parser import task_parsers
from SpiffWorkflow.bpmn.parser.util import full_tag
from SpiffWorkflow.bpmn.specs import defaults

from engine.spiff.gateways import InclusiveGateway
from engine.spiff.parser import Parser
from engine.spiff.runtime import Runtime
from engine.spiff.scopes import Scopes


def the_librarys_parallel_joins(patch: pytest.MonkeyPatch) -> None:
    bare = (task_parsers.GatewayParser, defaults.ParallelGateway)
    patch.setitem(Parser.OVERRIDE_PARSER_CLASSES, full_tag("parallelGateway"), bare)


def an_inclusive_join_that_waits_for_nobody(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(InclusiveGateway, "_still_awaited", lambda *_: False)


def an_inclusive_join_that_waits_for_whoever_could_come(patch: pytest.MonkeyPatch) -> None:
    def awaited(join: InclusiveGateway, workflow: Any, filled: Iterable[str]) -> bool:
        empty = set(join._inputs) - set(filled)
        return any(join._reaches(token, empty) for token in workflow.live() if token.task_spec is not join)

    patch.setattr(InclusiveGateway, "_still_awaited", awaited)


def iterations_out_of_which_variables_leak(patch: pytest.MonkeyPatch) -> None:
    def iterate(runtime: Runtime, child: Any, item: Any, index: int) -> None:
        right(runtime, child, item, index)
        runtime.scopes._all[child.id].closed = False

    right = Runtime.iterate
    patch.setattr(Runtime, "iterate", iterate)


def calls_out_of_which_variables_leak(patch: pytest.MonkeyPatch) -> None:
    def opened(scopes: Scopes, number: int, variables: Any, *, within: int, closed: bool = False) -> None:
        right(scopes, number, variables, within=within, closed=closed and "loopCounter" in variables)

    right = Scopes.open
    patch.setattr(Scopes, "open", opened)


def scopes_that_leave_their_variables_behind(patch: pytest.MonkeyPatch) -> None:
    def close(scopes: Scopes, number: int) -> None:
        outer = scopes._all[scopes.parent(number)]
        outer.variables.update(scopes._all.pop(number).variables)

    patch.setattr(Scopes, "close", close)


BROKEN = (
    the_librarys_parallel_joins,
    an_inclusive_join_that_waits_for_nobody,
    an_inclusive_join_that_waits_for_whoever_could_come,
    iterations_out_of_which_variables_leak,
    calls_out_of_which_variables_leak,
    scopes_that_leave_their_variables_behind,
)

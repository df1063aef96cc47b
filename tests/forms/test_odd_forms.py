"""Forms with something wrong in them: findings, or pages that are shown, bound and summed up; never a traceback."""

import json
import time
from pathlib import Path
from random import Random

import pytest

import forms
from engine import read_form
from engine.feel import FeelSyntaxError, compile_expression
from tests.forms.conftest import LISTS, TODAY, evaluate
from tests.mutations import mutated_json

DEFINITIONS = Path(__file__).parents[2] / "forms" / "definitions"
SHIPPED = [read_form(path, DEFINITIONS) for path in sorted(DEFINITIONS.rglob("*.form"))]
SECONDS = 5  # of the processor: the machine may be busy with other things
TYPED = ("", "x", "yes", "true", "31", "2026", "-1", "9" * 40, "\u202e", "<b>", "a\r\nb", "d1")


def survives(data: bytes, random: Random) -> bool:
    """Read a form, and when it can be read show it empty and full; gives whether it could."""
    begun = time.process_time()
    found = forms.findings(data)
    try:
        definition = forms.parse(data)
    except forms.FormFault as fault:
        assert list(fault.findings) == found
        assert all(finding.message and finding.remedy for finding in found)
        return False
    assert found == []
    if not _feel(definition):
        return False  # the host, who knows FEEL, refuses it
    names = sorted({str(value) for value in _strings(json.loads(data))})
    typed = {random.choice(names): [random.choice(TYPED)] for _ in range(8)}
    for entries in ({}, typed):
        shown(definition, entries)
    assert time.process_time() - begun < SECONDS
    return True


def shown(definition: forms.FormDefinition, entries: dict[str, list[str]]) -> None:
    try:
        host = {"evaluate": evaluate, "today": TODAY, "value_lists": LISTS}
        bound = forms.bind(definition, entries, **host)
        for page in definition.pages:
            forms.render_page(definition, page, entries, bound.errors, **host)
        forms.summary(definition, entries, **host)
        json.dumps(dict(bound.answers))
    except forms.UnknownList:
        return  # the host has no list of this name


def _feel(definition: forms.FormDefinition) -> bool:
    try:
        return all(
            compile_expression(expression.text).names <= expression.readable for expression in definition.expressions
        )
    except FeelSyntaxError:
        return False


def _strings(part: object) -> list[str]:
    if isinstance(part, dict):
        return [text for value in part.values() for text in _strings(value)]
    if isinstance(part, list):
        return [text for value in part for text in _strings(value)]
    return [part] if isinstance(part, str) else []


def played(first: int, number: int) -> int:
    """Changed forms from a seed on; how many could be read."""
    read = 0
    for seed in range(first, first + number):
        random = Random(seed)
        changed = mutated_json(random.choice(SHIPPED), random)
        try:
            read += survives(changed, random)
        except Exception as fault:
            raise AssertionError(f"seed {seed}: {fault!r}\n{changed.decode('utf-8', 'replace')}") from fault
    return read


def test_an_odd_form_is_refused_or_shown() -> None:
    assert 20 < played(0, 400) < 380


@pytest.mark.long
def test_an_odd_form_is_refused_or_shown_for_long() -> None:
    first = time.time_ns() // 1_000_000
    print(f"forms from {first} on")
    assert played(first, 20_000)

"""The shipped forms ask for everything that this room reads: a key that is renamed does not fall silent."""

import json
from collections.abc import Iterator
from typing import Any

from tests.webapp.cases.conftest import MONDAY, PROCESS, SAM
from webapp.cases import decisions
from webapp.cases.asked import Asked
from webapp.portal import FORMS


class Read(dict[str, Any]):
    """Answers that remember which keys were asked for."""

    def __init__(self, answers: dict[str, Any]) -> None:
        super().__init__(answers)
        self.keys_read: set[str] = set()

    def get(self, key: str, default: Any = None) -> Any:
        self.keys_read.add(key)
        return super().get(key, default)

    def __getitem__(self, key: str) -> Any:
        self.keys_read.add(key)
        return super().__getitem__(key)


def keys(component: dict[str, Any]) -> Iterator[str]:
    yield component.get("key") or component.get("path") or ""
    for child in component.get("components", []):
        yield from keys(child)


def asked_by(*forms: str) -> set[str]:
    texts = ((FORMS / PROCESS / f"{form}.form").read_text("utf-8") for form in forms)
    return {key for text in texts for key in keys(json.loads(text))}


def test_the_request_form_asks_for_all_that_is_read_of_it() -> None:
    answers = Read(SAM)
    Asked.read(answers)
    assert len(answers.keys_read) > 20
    assert answers.keys_read <= asked_by("request_authentication")


def test_the_answers_of_these_tests_are_answers_of_the_form() -> None:
    assert SAM.keys() <= asked_by("request_authentication")


def test_the_reviews_ask_for_all_that_is_read_of_them() -> None:
    answers = Read({})
    decisions.read(answers, form="", by="", by_name="", at=MONDAY)
    assert answers.keys_read <= asked_by(*decisions.REVIEWS)

"""What is refused in a form, and how the finding helps to mend it."""

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import forms
from engine import read_form
from engine.feel import compile_expression
from tests.forms.conftest import component, form_bytes, group

DEFINITIONS = Path(__file__).parents[2] / "forms" / "definitions"
SHIPPED = sorted(DEFINITIONS.rglob("*.form"))
NAME = component("textfield", "name", "Name")


def one_finding(*components: dict[str, Any], **more: Any) -> forms.Finding:
    (finding,) = forms.findings(form_bytes(*components, **more))
    return finding


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_every_form_that_ships_is_without_findings(path: Path) -> None:
    data = read_form(path, DEFINITIONS)
    assert [str(finding) for finding in forms.findings(data)] == []
    definition = forms.parse(data)
    assert definition.id == path.stem
    for expression in definition.expressions:
        assert compile_expression(expression.text).names <= expression.readable, expression


@pytest.mark.parametrize(
    ("part", "element", "said", "remedy"),
    [
        (NAME | {"type": "textfeld"}, "Field_name", "no component “textfeld”", "Did you mean “textfield”?"),
        (NAME | {"defaultValue": "Jo"}, "Field_name", "“defaultValue”", "Known here"),
        (NAME | {"properties": {"autocompleet": "off"}}, "Field_name", "“autocompleet”", "Did you mean “autocomplete”?"),
        (NAME | {"properties": {"autocomplete": "one-time-code"}}, "Field_name", "cannot be", "Known here"),
        (NAME | {"properties": {"width": "25"}}, "Field_name", "cannot be “25”", "Did you mean"),
        (NAME | {"properties": {"private": "yes"}}, "Field_name", "“true” or “false”", "Correct it"),
        (NAME | {"properties": {"variable": True}}, "Field_name", "must be a text", "quotation marks"),
        (NAME | {"validate": {"requird": True}}, "Field_name", "no rule “requird”", "Did you mean “required”?"),
        (NAME | {"validate": {"required": "true"}}, "Field_name", "true or false", "quotation marks"),
        (NAME | {"validate": {"maxLength": 0}}, "Field_name", "maxLength", "Choose"),
        (NAME | {"validate": {"minLength": 9, "maxLength": 3}}, "Field_name", "maxLength", "Choose"),
        (NAME | {"validate": {"pattern": "(["}}, "Field_name", "pattern", "shorter"),
        (NAME | {"validate": {"pattern": "(?=x)"}}, "Field_name", "pattern", "look-around"),
        (NAME | {"conditional": {"hide": "a == 1"}}, "Field_name", "not an expression", "Begin it with “=”"),
        (NAME | {"label": "=name"}, "Field_name", "contains an expression", "words"),
        (NAME | {"label": "Hello {{name}}"}, "Field_name", "contains an expression", "words"),
        (NAME | {"label": " "}, "Field_name", "“label” is missing", "Write"),
        (NAME | {"id": "1 2"}, "1 2", "not a name", "letters"),
        (component("radio", "a", "A"), "Field_a", "missing or given twice", "valuesKey"),
        (component("radio", "a", "A", values=[{"label": "B", "value": "b"}] * 2), "Field_a", "same value", "own"),
        (component("datetime", "a", "A", subtype="time"), "Field_a", "Only dates", "subtype"),
        (component("datetime", "a", "A", properties={"date.max": "tomorrow"}), "Field_a", "date.max", "2026-03-31"),
        (component("number", "a", "A", validate={"min": 2, "max": 1}), "Field_a", "above", "Exchange"),
        (component("filepicker", "a", "A", accept="image/*"), "Field_a", "file endings", ".pdf,.docx"),
        (component("text", text="<b>Hello</b>"), "Field_text", "HTML", "paragraphs"),
        (component("text", text="[x](javascript:alert(1))"), "Field_text", "javascript", "links"),
        (component("text", text="[x](//elsewhere.example)"), "Field_text", "elsewhere", "links"),
        (component("html", content="<b>"), "Field_html", "no component “html”", "Known here"),
        (group("A", group("B", NAME)), "Page_b", "no component “group”", "Known here"),
        (group("A"), "Page_a", "empty", "question"),
        (group("A", NAME, path="x"), "Page_a", "“path”", "Known here"),
    ],
)  # fmt: skip
def test_a_finding_says_where_what_and_the_remedy(part: dict[str, Any], element: str, said: str, remedy: str) -> None:
    finding = one_finding(part)
    assert finding.element == element
    assert said in finding.message
    assert remedy in finding.remedy


@pytest.mark.parametrize(
    "key",
    [
        "password", "newPassword", "password2", "pass_phrase_password", "passcode", "pin", "card_pin", "secret", "token",
        "access_token", "otp", "sign_in_code", "signin_code", "email_code", "security_code", "verification_code",
        "recovery_codes", "secret_question", "client_secret", "mothers_maiden_name", "api_key", "code", "one_time_code",
    ],
)  # fmt: skip
def test_a_key_that_looks_like_a_credential_is_refused(key: str) -> None:
    assert "signing in" in one_finding(component("textfield", key, "A")).message


@pytest.mark.parametrize("key", ["postcode", "keep_address_secret", "pinned", "opinion", "code_of_practice"])
def test_a_harmless_key_is_not_taken_for_a_credential(key: str) -> None:
    assert forms.findings(form_bytes(component("textfield", key, "A"))) == []


@pytest.mark.parametrize("key", ["", "1st", "a-b", "a.b", "a b", "__builtins__", "_a", "a__b", "é", "a" * 65, "x[0]"])
def test_a_key_is_a_plain_name(key: str) -> None:
    assert "not a name" in one_finding(component("textfield", "a", "A") | {"key": key}).message


@pytest.mark.parametrize("key", ["typename", "version", "csrf_token", "and", "null", "business_key"])
def test_a_key_with_a_meaning_of_its_own_is_refused(key: str) -> None:
    assert "meaning of its own" in one_finding(component("textfield", key, "A")).message


def test_twins_are_found() -> None:
    assert "key “name” is used twice" in one_finding(NAME, NAME | {"id": "Other"}).message
    assert "id “Field_name” is used twice" in one_finding(NAME, NAME | {"key": "other"}).message


def test_what_stands_outside_the_groups_is_found() -> None:
    assert one_finding(group("A", NAME), component("textfield", "lost", "Lost")).element == "Field_lost"


@pytest.mark.parametrize("kind", ["filepicker", "dynamiclist"])
def test_what_cannot_be_repeated_is_found(kind: str) -> None:
    inner = component("filepicker", "a", "A")
    if kind == "dynamiclist":
        inner = {"type": kind, "id": "Inner", "path": "inner", "label": "Inner", "components": [NAME | {"id": "X"}]}
    rows = {"type": "dynamiclist", "id": "Rows", "path": "rows", "label": "Row", "components": [NAME, inner]}
    assert "cannot be repeated" in one_finding(rows).message


@pytest.mark.parametrize(
    "data",
    [
        b"", b"null", b"[]", b"1", b'"x"', b"{", b"{}", b"\xff\xfe", b"NaN", b'{"type":NaN}', b'{"a":1e999}',
        b'{"a":' + b"9" * 5000 + b"}", b"[" * 100_000, b'{"a":' * 50_000, b'{"type":"default","type":"default"}',
        b'{"type":"default","id":"a","components":"x"}', b'{"type":"default","id":"a","components":[1]}',
        b'{"type":"default","id":"\\ud800","components":[]}', b'{"type":"default","id":"a\\u0000","components":[]}',
        b" " * 600_000, b'{"type":["default"],"id":{},"components":[{"type":[]}]}',
    ],
    ids=range(21),
)  # fmt: skip
def test_what_is_no_form_ends_in_a_form_fault(data: bytes) -> None:
    with pytest.raises(forms.FormFault):
        forms.parse(data)
    assert forms.findings(data)


@pytest.mark.parametrize(
    ("part", "said"),
    [
        (b'"schemaVersion": NaN', "NaN is not a number"),
        (b'"schemaVersion": 1e999', "too large"),
        (b'"schemaVersion": 1, "schemaVersion": 2', "stands twice"),
        (b'"versionTag": "\\ud800"', "cannot be shown"),
        (b'"versionTag": "\\u0000"', "cannot be shown"),
        (b'"exporter": ' + b'{"a":' * 20 + b"1" + b"}" * 20, "nested too deeply"),
    ],
)
def test_one_odd_value_spoils_a_form_that_is_right_otherwise(part: bytes, said: str) -> None:
    right = form_bytes(NAME)
    assert forms.findings(right.replace(b'"schemaVersion": 19', b'"schemaVersion": 1')) == []
    (finding,) = forms.findings(right.replace(b'"schemaVersion": 19', part))
    assert said in finding.message


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
RICH = json.loads(next(path for path in SHIPPED if path.stem == "request_authentication").read_text("utf-8"))


def places(value: object) -> list[tuple[Any, Any]]:
    """Every place in a JSON value where something else could stand."""
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [place for key, inner in pairs for place in [(value, key), *places(inner)]]


@settings(deadline=None)
@given(st.data())
def test_whatever_stands_anywhere_in_a_form_parsing_gives_a_form_or_a_form_fault(data: st.DataObject) -> None:
    form = json.loads(json.dumps(RICH))
    for _ in range(data.draw(st.integers(1, 3))):
        where, key = data.draw(st.sampled_from(places(form)))
        where[key] = data.draw(ANYTHING)
    mutated = json.dumps(form).encode()
    try:
        assert isinstance(forms.parse(mutated), forms.FormDefinition)
    except forms.FormFault as fault:
        assert list(fault.findings) == forms.findings(mutated)


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_whatever_the_bytes_are_parsing_ends_in_a_form_fault(data: bytes) -> None:
    with pytest.raises(forms.FormFault):
        forms.parse(data)


def test_a_form_says_its_title_its_button_and_what_happens_next(form: SimpleNamespace) -> None:
    properties = {"title": "Your views", "send": "Send your views", "what_happens_next": "We read them."}
    definition = form.read(NAME | {"properties": {"variable": "true"}}, properties=properties)
    assert (definition.title, definition.send_label, definition.what_happens_next) == tuple(properties.values())
    assert definition.variables == {"name"}
    assert (form.read(NAME).title, form.read(NAME).send_label) == ("A form", "Send")


def test_a_condition_that_the_modeller_saved_with_no_break_spaces_is_read(form: SimpleNamespace) -> None:
    definition = form.read(NAME, component("textfield", "b", "B", conditional={"hide": "=name\u00a0=\u00a0null"}))
    (expression,) = definition.expressions
    assert (expression.element, expression.text, expression.readable) == ("Field_b", "=name = null", {"name"})

"""What each kind of question takes for an answer, and what it says otherwise."""

from collections.abc import Callable
from types import SimpleNamespace

import pytest

import forms
from tests.forms.conftest import component

REQUIRED = {"required": True}


def test_a_text_loses_the_spaces_round_it(form: SimpleNamespace) -> None:
    definition = form.read(component("textfield", "name", "Name"))
    assert form.bind(definition, name="  Jo Bell ").answers == {"name": "Jo Bell"}


def test_what_is_required_is_asked_for_in_words_made_from_its_label(messages: Callable[..., list[str]]) -> None:
    assert messages(component("textfield", "name", "Full name", validate=REQUIRED)) == ["Enter full name"]
    assert messages(component("textfield", "upn", "NHS number", validate=REQUIRED)) == ["Enter NHS number"]
    assert messages(component("textarea", "why", "Why?", validate=REQUIRED)) == ["Enter an answer to “Why?”"]
    picked = component("radio", "way", "Way to reach you", valuesKey="areas", validate=REQUIRED)
    assert messages(picked) == ["Select way to reach you"]


def test_a_form_can_say_it_in_its_own_words(messages: Callable[..., list[str]]) -> None:
    own = component("textfield", "a", "A", validate=REQUIRED, properties={"error.required": "Enter your A"})
    assert messages(own, a="  ") == ["Enter your A"]


def test_a_text_is_counted_as_the_browser_counts_it(messages: Callable[..., list[str]]) -> None:
    three = component("textarea", "words", "Words", validate={"maxLength": 3})
    assert messages(three, words="a\r\nb") == []
    assert messages(three, words="a\r\nbc") == ["Words must be 3 characters or fewer"]
    assert messages(three, words="\N{GRINNING FACE}\N{GRINNING FACE}") == ["Words must be 3 characters or fewer"]


@pytest.mark.parametrize("address", ["jo", "jo@", "@example.org", "jo@example", "jo bell@example.org", "a@b..org"])
def test_what_is_no_email_address_is_said_with_an_example(messages: Callable[..., list[str]], address: str) -> None:
    email = component("textfield", "email", "Email", validate={"validationType": "email"})
    assert messages(email, email="jo.bell+home@mail.example.org") == []
    assert "name@example.com" in messages(email, email=address)[0]


def test_a_phone_number_may_be_written_as_people_write_it(messages: Callable[..., list[str]]) -> None:
    phone = component("textfield", "phone", "Phone", validate={"validationType": "phone"})
    for number in ("01632 960 001", "+44 (0)1632 960001", "01632-960-001"):
        assert messages(phone, phone=number) == []
    assert "01632 960 001" in messages(phone, phone="ask my mum")[0]


def test_a_pattern_holds_for_the_whole_answer_as_the_form_writes_it(messages: Callable[..., list[str]]) -> None:
    postcode = component("textfield", "postcode", "Postcode", validate={"pattern": r"^[A-Z]{2}[0-9]$"})
    assert messages(postcode, postcode="CA3") == []
    assert messages(postcode, postcode="ca3!") == ["Postcode must be in the right format"]


def test_a_pattern_ends_soon_whatever_is_typed(messages: Callable[..., list[str]]) -> None:
    slow = component("textfield", "a", "A", validate={"pattern": "^(a+)+$"})
    assert messages(slow, a="a" * 900 + "!") == ["A must be in the right format"]


def test_only_declared_values_are_answers(form: SimpleNamespace, messages: Callable[..., list[str]]) -> None:
    area = component("radio", "area", "Area", valuesKey="areas")
    assert form.bind(form.read(area), area="south").answers == {"area": "south"}
    assert messages(area, area="east") == ["Select area"]
    assert messages(area, area=["north", "south"]) == ["Select area"]


def test_a_checkbox_is_true_or_false_and_a_required_one_must_be_ticked(
    form: SimpleNamespace, messages: Callable[..., list[str]]
) -> None:
    box = component("checkbox", "agreed", "I agree", validate=REQUIRED)
    assert form.bind(form.read(box), agreed="true").answers == {"agreed": True}
    assert messages(box, agreed="yes") == ["Tick the box “I agree”"]


def typed_date(day: str, month: str, year: str) -> dict[str, str]:
    return {"dob__day": day, "dob__month": month, "dob__year": year}


def test_a_date_becomes_iso(form: SimpleNamespace) -> None:
    definition = form.read(component("datetime", "dob", "Date of birth"))
    for month in ("3", "03", "March", "mar"):
        assert form.bind(definition, **typed_date("27", month, "2015")).answers == {"dob": "2015-03-27"}


@pytest.mark.parametrize(
    ("day", "month", "year", "where", "said"),
    [
        ("", "", "", "dob-day", "Enter date of birth"),
        ("27", "", "2015", "dob-month", "Date of birth must include a month"),
        ("27", "", "", "dob-month", "Date of birth must include a month and year"),
        ("27", "3", "15", "dob-year", "Date of birth must have a year with 4 numbers"),
        ("29", "2", "2015", "dob-day", "Date of birth must be a real date"),
        ("２７", "3", "2015", "dob-day", "Date of birth must be a real date"),
        ("1", "xyz", "2015", "dob-day", "Date of birth must be a real date"),
        ("1", "4", "2026", "dob-day", "Date of birth must be today or in the past"),
        ("31", "12", "1899", "dob-day", "Date of birth must be on or after 1 January 1900"),
    ],
)
def test_a_wrong_date_says_what_is_wrong_at_the_part_to_mend(
    form: SimpleNamespace, day: str, month: str, year: str, where: str, said: str
) -> None:
    limits = {"date.max": "today", "date.min": "1900-01-01"}
    dob = component("datetime", "dob", "Date of birth", validate=REQUIRED, properties=limits)
    (error,) = form.bind(form.read(dob), **typed_date(day, month, year)).errors
    assert (error.field_id, error.message.replace("\u00a0", " ")) == (where, said)


def test_what_is_not_answered_is_none(form: SimpleNamespace) -> None:
    definition = form.read(component("textfield", "a", "A"), component("datetime", "b", "B"))
    bound = form.bind(definition)
    assert (bound.answers, bound.errors) == ({"a": None, "b": None}, ())


def test_a_checklist_is_a_list_in_the_order_of_the_form(
    form: SimpleNamespace, messages: Callable[..., list[str]]
) -> None:
    areas = component("checklist", "areas", "Areas", valuesKey="areas")
    assert form.bind(form.read(areas), areas=["south", "north"]).answers == {"areas": ["north", "south"]}
    assert form.bind(form.read(areas)).answers == {"areas": []}
    assert messages(areas, areas=["north", "east"]) == ["Select areas"]


def test_a_select_begins_with_no_answer(form: SimpleNamespace, messages: Callable[..., list[str]]) -> None:
    area = component("select", "area", "Area", valuesKey="areas", validate=REQUIRED)
    assert messages(area, area="") == ["Select area"]
    html = form.show(form.read(area), area="south").html
    assert '<option value="south" selected>' in html


@pytest.mark.parametrize(
    ("typed", "answer"),
    [("12", 12), (" 1,200 ", 1200), ("-3", -3), ("\u22123", -3), ("007", 7), ("1 000 000", 1_000_000)],
)
def test_a_number_may_be_written_as_people_write_it(form: SimpleNamespace, typed: str, answer: int) -> None:
    assert form.bind(form.read(component("number", "n", "How many")), n=typed).answers == {"n": answer}


def test_the_ends_of_a_range_are_inside_it(messages: Callable[..., list[str]]) -> None:
    reports = component("number", "n", "Reports", validate={"min": 0, "max": 20})
    assert messages(reports, n="0") + messages(reports, n="20") == []


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("many", "Reports must be a number, like 15"),
        ("1e3", "Reports must be a number, like 15"),
        ("٣", "Reports must be a number, like 15"),
        ("9" * 40, "Reports must be a number, like 15"),
        ("1.5", "Reports must be a whole number, like 15"),
        ("-1", "Reports must be 0 or more"),
        ("21", "Reports must be 20 or fewer"),
    ],
)
def test_what_is_no_number_or_out_of_range_is_said(messages: Callable[..., list[str]], typed: str, said: str) -> None:
    assert messages(component("number", "n", "Reports", validate={"min": 0, "max": 20}), n=typed) == [said]


def test_decimals_are_taken_when_the_form_asks_for_them(
    form: SimpleNamespace, messages: Callable[..., list[str]]
) -> None:
    hours = component("number", "hours", "Hours", decimalDigits=1)
    assert form.bind(form.read(hours), hours="2.5").answers == {"hours": 2.5}
    assert messages(hours, hours="2.55") == ["Hours must have 1 decimal place or fewer"]


def test_an_answer_can_have_a_hint_of_its_own(form: SimpleNamespace) -> None:
    values = [{"label": "Upload it", "value": "upload"}, {"label": "Talk to us", "value": "talk"}]
    way = component("radio", "way", "Which way?", values=values, properties={"hint.talk": "We ring you."})
    assert "We ring you." in form.show(form.read(way)).html


def test_a_list_that_the_host_does_not_hold_is_an_error_that_names_it(form: SimpleNamespace) -> None:
    with pytest.raises(forms.UnknownList, match="no list “aeras”"):
        form.bind(form.read(component("radio", "area", "Area", valuesKey="aeras")))

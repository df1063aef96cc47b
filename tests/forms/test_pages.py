"""Pages, conditions, how a page looks, and the summary at the end."""

from types import SimpleNamespace

from tests.forms.conftest import component, group

ABOUT = component(
    "radio", "about", "About whom?", values=[{"label": "Me", "value": "me"}, {"label": "A", "value": "a"}]
)
NAME = component("textfield", "name", "Name", validate={"required": True})
NOT_ME = {"conditional": {"hide": '=about = "me"'}}


def test_a_hidden_page_is_skipped_and_its_answers_are_dropped(form: SimpleNamespace) -> None:
    definition = form.read(group("First", ABOUT), group("Second", NAME, **NOT_ME))
    bound = form.bind(definition, about="me", name="Jo")
    assert bound.answers == {"about": "me"}
    assert [shown.page.slug for shown in bound.shown] == ["first"]
    assert [error.page_slug for error in form.bind(definition, about="a").errors] == ["second"]


def test_each_page_has_an_address_of_its_own_and_none_that_of_the_check(form: SimpleNamespace) -> None:
    again = [NAME | {"id": f"Name_{number}", "key": f"name_{number}"} for number in range(4)]
    groups = [
        group(label, one, id=f"P{number}")
        for number, (label, one) in enumerate(zip(["Check", "A & B", "a b", "A b 2"], again, strict=True))
    ]
    assert [page.slug for page in form.read(*groups).pages] == ["check-2", "a-b", "a-b-2", "a-b-2-2"]


def test_a_hidden_field_is_neither_shown_nor_asked_for(form: SimpleNamespace) -> None:
    definition = form.read(group("First", ABOUT, NAME | NOT_ME))
    assert form.bind(definition, about="me").errors == ()
    assert 'name="name"' not in form.show(definition, about="me").html
    assert 'name="name"' in form.show(definition, about="a").html


def test_a_condition_sees_only_what_was_asked_before_it(form: SimpleNamespace) -> None:
    early = component("textfield", "early", "Early", conditional={"hide": '=about != "me"'})
    assert "early" not in form.bind(form.read(early, ABOUT), about="me").answers


def test_the_only_question_of_a_page_is_its_heading(form: SimpleNamespace) -> None:
    alone = form.show(form.read(group("First", ABOUT)))
    assert (alone.has_h1, alone.title) == (True, "About whom?")
    assert alone.html.count("<h1") == 1
    two = form.show(form.read(group("First", ABOUT, NAME)))
    assert (two.has_h1, two.title) == (False, "First")
    assert "<h1" not in two.html


def test_words_before_the_only_question_stand_under_the_heading_of_the_page(form: SimpleNamespace) -> None:
    page = form.show(form.read(group("First", component("text", text="Some words."), ABOUT)))
    assert (page.has_h1, page.title) == (False, "First")


def test_what_was_typed_is_shown_again_beside_what_is_wrong_with_it(form: SimpleNamespace) -> None:
    email = component("textfield", "email", "Email", validate={"validationType": "email"})
    html = form.show(form.read(email), email='"><script>').html
    assert 'value="&#34;&gt;&lt;script&gt;"' in html
    assert 'id="email-error"' in html
    assert 'aria-describedby="email-error"' in html


def test_what_was_typed_and_what_is_written_stay_text(form: SimpleNamespace) -> None:
    why = component("textarea", "why", "Why < how?", validate={"maxLength": 99})
    html = form.show(form.read(why, component("textarea", "more", "More")), why="</textarea><b>", more="<i>").html
    assert "&lt;/textarea&gt;&lt;b&gt;</textarea>" in html
    assert "Why &lt; how?" in html
    assert "&lt;i&gt;</textarea>" in html


def test_a_field_can_stay_out_of_the_summary(form: SimpleNamespace) -> None:
    assert form.sum(form.read(NAME | {"properties": {"summary.hide": "true"}}), name="Jo") == []


def test_what_is_typed_for_an_email_is_neither_corrected_nor_kept_from_the_browser(form: SimpleNamespace) -> None:
    html = form.show(form.read(component("textfield", "email", "Email", validate={"validationType": "email"}))).html
    assert all(part in html for part in ('type="email"', 'spellcheck="false"', 'autocomplete="email"'))


def test_an_empty_textarea_is_empty(form: SimpleNamespace) -> None:
    html = form.show(form.read(component("textarea", "why", "Why?"))).html
    assert "None" not in html
    assert "</textarea>" in html.split(">", 3)[-1]


def test_the_summary_says_answers_as_people_read_them(form: SimpleNamespace) -> None:
    dob = component("datetime", "dob", "Date of birth (optional)", properties={"private": "true"})
    definition = form.read(group("First", ABOUT, dob), group("Second", NAME, **NOT_ME))
    entries = {"about": "me", "dob__day": "27", "dob__month": "3", "dob__year": "2015"}
    (section,) = form.sum(definition, **entries)
    about, born = section.rows
    assert (section.heading, section.page_slug) == ("First", "first")
    assert (about.label, about.lines, about.answered, about.private, about.anchor) == (
        "About whom?", ("Me",), True, False, "about",
    )  # fmt: skip
    assert (born.label, born.lines, born.private, born.anchor) == (
        "Date of birth", ("27\u00a0March\u00a02015",), True, "dob-day",
    )  # fmt: skip


def test_the_summary_keeps_a_row_for_what_is_not_answered(form: SimpleNamespace) -> None:
    (section,) = form.sum(form.read(group("First", NAME)))
    assert (section.rows[0].lines, section.rows[0].answered) == ((), False)

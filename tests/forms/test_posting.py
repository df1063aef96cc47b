"""What a posted page does to the draft: what it takes, what it refuses, rows and files that come and go."""

from types import SimpleNamespace
from typing import Any

import pytest

import forms
from tests.forms.conftest import as_entries, component, group
from tests.forms.gallery import TYPED, gallery

NAME = component("textfield", "name", "Name", validate={"required": True})
PEOPLE = {
    "type": "dynamiclist",
    "id": "Rows_people",
    "path": "people",
    "label": "Person",
    "components": [NAME, component("radio", "area", "Area", valuesKey="areas")],
}
FILES = component("filepicker", "papers", "Your papers", multiple=True, accept=".pdf,.jpg")


def post(
    form: SimpleNamespace, definition: forms.FormDefinition, draft: dict[str, Any], uploads: Any = (), **posted: Any
) -> forms.Posted:
    page = definition.pages[0]
    return forms.accept(definition, page, as_entries(draft), as_entries(posted), uploads=dict(uploads), **form.host)


def test_a_posted_page_replaces_its_own_part_of_the_draft_and_no_other(form: SimpleNamespace) -> None:
    box = component("checkbox", "agreed", "I agree")
    definition = form.read(group("One", box, NAME), group("Two", component("textfield", "town", "Town")))
    after = post(form, definition, {"agreed": "true", "name": "Jo", "town": "Kendal"}, name="Jo Bell")
    assert after.entries == {"name": ["Jo Bell"], "town": ["Kendal"]}
    assert after.stay_at == ""


@pytest.mark.parametrize(
    "name", ["typename", "__builtins__", "name[0]", "name.x", "town", "name-day", "people-50-name"]
)
def test_a_name_that_the_page_does_not_declare_is_refused(form: SimpleNamespace, name: str) -> None:
    definition = form.read(
        group("One", NAME | {"id": "Own"}, PEOPLE), group("Two", component("textfield", "town", "Town"))
    )
    with pytest.raises(forms.UndeclaredField, match="no field"):
        forms.accept(definition, definition.pages[0], {}, {"name": ["Jo"], name: ["x"]}, **form.host)


def test_a_question_that_appears_is_shown_before_it_is_asked_for(form: SimpleNamespace) -> None:
    why = component("textarea", "why", "Why?", conditional={"hide": '=area != "north"'}, validate={"required": True})
    definition = form.read(component("radio", "area", "Area", valuesKey="areas"), why)
    first = post(form, definition, {}, area="north")
    assert first.stay_at == "why"
    assert post(form, definition, first.entries, area="north", why="").stay_at == ""


def test_what_was_typed_into_a_question_that_went_away_is_kept(form: SimpleNamespace) -> None:
    why = component("textarea", "why", "Why?", conditional={"hide": '=area != "north"'})
    definition = form.read(component("radio", "area", "Area", valuesKey="areas"), why)
    hidden = post(form, definition, {"area": "south", "why": "Because"}, area="south")
    assert hidden.entries["why"] == ["Because"]
    assert "why" not in form.bind(definition, **hidden.entries).answers


def test_add_another_makes_an_empty_row_and_remove_moves_the_later_ones_up(form: SimpleNamespace) -> None:
    definition = form.read(PEOPLE)
    added = post(form, definition, {}, people__rows="1", people__0__name="Ann", add__people="add")
    assert added.stay_at == "people-1-name"
    assert form.show(definition, **added.entries).html.count('class="form-row ') == 2
    typed = {"people__rows": "2", "people__0__name": "Ann", "people__1__name": "Bo", "people__1__area": "north"}
    removed = post(form, definition, added.entries, **typed, remove__people__0="remove")
    assert removed.stay_at == "people-0-name"
    assert removed.entries == {"people-rows": ["1"], "people-0-name": ["Bo"], "people-0-area": ["north"]}
    assert form.bind(definition, **removed.entries).answers == {"people": [{"name": "Bo", "area": "north"}]}


def test_rows_end_at_the_maximum_whatever_is_posted(form: SimpleNamespace) -> None:
    definition = form.read(PEOPLE | {"properties": {"list.max": "2"}})
    full = post(form, definition, {}, people__rows="999", people__1__name="Bo", add__people="add")
    assert full.entries["people-rows"] == ["2"]
    assert "Add another" not in form.show(definition, **full.entries).html


def test_empty_rows_are_dropped_unless_so_many_are_needed(form: SimpleNamespace) -> None:
    two_rows = {"people__rows": "2", "people__0__name": "", "people__1__name": "Bo"}
    assert form.bind(form.read(PEOPLE), **two_rows).answers == {"people": [{"name": "Bo", "area": None}]}
    needed = form.read(PEOPLE | {"properties": {"list.min": "2"}})
    (error,) = form.bind(needed, **two_rows).errors
    assert (error.field_id, error.message) == ("people-0-name", "Enter name (person 1)")


def test_a_row_can_hide_a_question_by_its_own_answers(form: SimpleNamespace) -> None:
    why = component("textfield", "why", "Why?", conditional={"hide": '=area != "north"'})
    definition = form.read(PEOPLE | {"components": [*PEOPLE["components"], why]})
    html = form.show(definition, people__0__area="south", people__1__area="north").html
    assert 'name="people-0-why"' not in html
    assert 'name="people-1-why"' in html


def test_each_row_is_a_row_of_the_summary(form: SimpleNamespace) -> None:
    (section,) = form.sum(form.read(PEOPLE), people__0__name="Ann", people__1__name="Bo", people__1__area="south")
    assert [(row.label, row.lines, row.anchor) for row in section.rows] == [
        ("Person 1", ("Name: Ann",), "people-0-name"),
        ("Person 2", ("Name: Bo", "Area: The south"), "people-1-name"),
    ]


def test_uploads_join_what_is_there_and_can_be_removed(form: SimpleNamespace) -> None:
    definition = form.read(FILES)
    more = post(form, definition, {"papers": ["d1"]}, {"papers": ["d2"]}, add__papers="add")
    assert (more.entries, more.stay_at) == ({"papers": ["d1", "d2"]}, "papers")
    html = form.show(definition, **more.entries).html
    assert "drawing.jpg, 1.3 MB" in html
    assert 'name="remove-papers-d2"' in html
    fewer = post(form, definition, more.entries, remove__papers__d1="remove")
    assert (fewer.entries, fewer.removed, fewer.stay_at) == ({"papers": ["d2"]}, ("d1",), "papers")
    assert form.bind(definition, **fewer.entries).answers == {"papers": ["d2"]}


def test_a_single_document_gives_way_to_a_new_one(form: SimpleNamespace) -> None:
    definition = form.read(FILES | {"multiple": False})
    after = post(form, definition, {"papers": ["d1"]}, {"papers": ["d2"]})
    assert (after.entries, after.removed) == ({"papers": ["d2"]}, ("d1",))


def test_a_document_id_that_somebody_typed_is_refused(form: SimpleNamespace) -> None:
    with pytest.raises(forms.UndeclaredField):
        post(form, form.read(FILES), {}, papers="somebody-elses")


def test_a_file_that_is_needed_is_asked_for_and_other_kinds_are_refused_in_words(form: SimpleNamespace) -> None:
    definition = form.read(FILES | {"validate": {"required": True}})
    assert form.bind(definition).errors[0].message == "Upload your papers"
    (field,) = definition.fields
    assert isinstance(field, forms.FilePicker)
    assert (field.accepts("Scan.PDF"), field.accepts("scan.exe")) == (True, False)
    assert field.refusal() == "The selected file must be a PDF or JPG"


def test_answers_can_be_shown_in_the_words_in_which_they_were_typed(form: SimpleNamespace) -> None:
    definition = gallery()
    typed = {
        **TYPED, "email": ["jo@example.org"], "dob-day": ["1"], "reports": ["3"], "agreed": ["true"], "parts": ["south"],
        "people-1-person": ["Bo"], "people-0-area": ["north"], "day-day": ["2"], "day-month": ["5"], "day-year": ["2020"],
    }  # fmt: skip
    sent = form.bind(definition, **typed)
    assert sent.errors == ()
    again = forms.entries_of(definition, sent.answers)
    assert form.bind(definition, **again).answers == sent.answers
    assert form.sum(definition, **again) == form.sum(definition, **typed)

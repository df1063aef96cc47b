"""Officers' notes: only whoever looks after the case reads them, and no word of them is lost."""

import re
from datetime import timedelta

from tests.webapp.cases.conftest import DAD, visible
from tests.webapp.cases.pages import words
from tests.webapp.talking.conftest import Talking


def note_of(talking: Talking) -> str:
    """Address of the newest note."""
    return re.findall(rf"/cases/{talking.case}/notes/\w+", talking.of("uma").get(f"/cases/{talking.case}/notes")[1])[0]


def write(talking: Talking, text: str) -> tuple[int, str]:
    return talking.of("uma").post(f"/cases/{talking.case}/notes", note=text)


def test_a_note_is_written_and_corrected_and_nothing_of_it_is_lost(talking: Talking) -> None:
    assert "The note is kept." in write(talking, "She rang at 9.\nHe did not.")[1]
    talking.later(hours=1)
    status, page = talking.of("priya").post(note_of(talking), note="She rang at 10.", version="1")
    assert status == 200 and "She rang at 10." in page and "She rang at 9." not in page
    page = words(talking.of("mo").get(note_of(talking))[1])
    assert "Priya Nair 11am todayShe rang at 10. Uma Frost 10am today, corrected sinceShe rang at 9." in page


def test_two_officers_do_not_overwrite_each_others_correction(talking: Talking) -> None:
    write(talking, "One")
    path = note_of(talking)
    assert talking.of("uma").post(path, note="Two", version="1")[0] == 200
    status, page = talking.of("priya").post(path, note="Three", version="1")
    assert status == 422 and "Somebody has corrected this note" in page and "Three" in page and "Two" in page
    assert talking.of("uma").post(path, note="Two", version="1")[0] == 200, "the same once more is nothing new"
    assert len(talking.history("note corrected")) == 1


def test_an_empty_note_is_none(talking: Talking) -> None:
    assert write(talking, " ")[0] == 422 and talking.history("note written") == []
    write(talking, "One")
    assert talking.of("uma").post(note_of(talking), note="", version="1")[0] == 422


def test_no_family_reads_them_and_who_opened_with_a_reason_writes_none(talking: Talking) -> None:
    write(talking, "One")
    path = note_of(talking)
    for who in ("jo", "ali"):
        assert talking.of(who).get(path)[0] == talking.of(who).get(f"/cases/{talking.case}/notes")[0] == 403
    talking.elsewhere()
    talking.opens_with_a_reason("else")
    assert "One" in talking.of("else").get(path)[1] and "Correct it" not in talking.of("else").get(path)[1]
    assert talking.of("else").post(path, note="Two", version="1")[0] == 403
    assert talking.of("else").post(f"/cases/{talking.case}/notes", note="Two")[0] == 403


def test_a_note_of_another_case_is_not_there(talking: Talking) -> None:
    write(talking, "One")
    leo = {**DAD, "child_first_name": "Leo", "child_last_name": "Khan", "child_dob": "2019-01-01"}
    talking.play.approve(talking.people["priya"], talking.play.ask(talking.people["ali"], leo))
    other = next(each for each in visible(talking.play.portal, talking.people["ali"]) if each.reference != talking.case)
    foreign = note_of(talking).replace(talking.case, other.reference)
    assert talking.of("uma").get(foreign)[0] == talking.of("uma").post(foreign, note="x", version="1")[0] == 404


def test_many_notes_are_read_page_by_page(talking: Talking) -> None:
    for number in range(1, 33):
        talking.play.clock.advance(timedelta(seconds=1))
        write(talking, f"Note {number}.")
    page = talking.of("uma").get(f"/cases/{talking.case}/notes")[1]
    assert "Note 32." in page and "Note 3." in page and "Note 2." not in page
    page = talking.of("uma").get(f"/cases/{talking.case}/notes?after=30")[1]
    assert "Note 2." in page and "Note 1." in page and "Note 3." not in page

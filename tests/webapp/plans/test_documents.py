"""Every word of a plan stands on its pages, in its PDF and in Word, for whom it is meant; and the PDF is accessible."""

from collections import Counter
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import docx
from pypdf import PdfReader

from tests.webapp.cases.pages import words
from tests.webapp.plans.conftest import HELP, NEED, OUTCOME, VIEWS, Planning
from tests.webapp.plans.scene import PLACED
from tests.webapp.plans.test_plan import text_of
from webapp.plans import sections
from webapp.plans.writing import DETAILS

FOLLOWS = {"C": "health-needs", "G": "health-help", "D": "social-care-needs", "H1": "social-care-help"}
OF_JO, OF_ALI = "Only Jo reads this sentence.", "Only Ali reads that sentence."


def write_everything(planning: Planning) -> list[str]:
    """A part in each section that a draft may have, with every detail; gives all that was written."""
    planning.write()
    said = [
        "Health need of Sam.",
        "Health help for Sam.",
        "Care need of Sam.",
        "Care help at once.",
        "Other care help.",
    ]
    details = {name: f"The {name} of {{}}" for name in DETAILS}
    planning.add("mo", "health-needs", "C", said[0], heading="Asthma and more")
    planning.add("mo", "social-care-needs", "D", said[2])
    for chapter, where, text in (
        ("health-help", f"G:{planning.statement(said[0]).key}", said[1]),
        ("social-care-help", f"H1:{planning.statement(said[2]).key}", said[3]),
        ("social-care-help", f"H2:{planning.statement(said[2]).key}", said[4]),
    ):
        planning.add("mo", chapter, where, text, **{name: words.format(where[:2]) for name, words in details.items()})
    planning.add("mo", "personal-budget", "J", "A budget for Saturdays.")
    ids = {who: planning.play.id_of(planning.people[who]) for who in ("jo", "ali")}
    planning.add("mo", "views", "A", OF_JO, kept_from=ids["ali"])
    planning.add("mo", "health-needs", "C", OF_ALI, kept_from=ids["jo"])
    made = [words.format(where) for where in ("G:", "H1", "H2") for words in details.values()]
    return [VIEWS, NEED, OUTCOME, HELP, *said, "Asthma and more", "A budget for Saturdays.", *made]


def agree(planning: Planning) -> None:
    """Health and social care have said yes, as an officer writes down."""
    for _ in range(2):
        planning.does("mo", "record_agreement", {"agrees": "yes", "agreed_by": "The team", "agreed_on": "2026-01-19"})


def to_final(planning: Planning) -> None:
    """From the draft to the final plan, as it is."""
    planning.answered(jo={}, ali={})
    planning.next("final")
    planning.does("mo", "choose_schools", {"schools_chosen": []})
    planning.does("grace", "decide_placement", PLACED)
    planning.claim("mo", "write_plan")
    assert planning.finish()[0] == 200
    planning.of("grace").post(f"/tasks/{planning.claim('grace', 'approve')}/approve", approved="yes")
    planning.sign("mo")


def test_every_word_is_on_the_pages_in_the_pdf_and_in_word_for_its_readers_and_for_nobody_else(
    planning: Planning,
) -> None:
    said = write_everything(planning)
    assert planning.finish()[0] == 200
    agree(planning)
    planning.sign("mo")
    to_final(planning)
    for slug in ("draft-1", "final-1"):
        for who, own, others in (("jo", OF_JO, OF_ALI), ("ali", OF_ALI, OF_JO)):
            browser = planning.of(who)
            chapters = (words(browser.get(f"{planning.path}/{slug}/{each}")[1]) for each in sections.chapters())
            printed = text_of(browser.client.get(f"{planning.path}/{slug}/pdf").data)
            reader = planning.play.id_of(planning.people[who])
            word = planning.of("mo").client.get(f"{planning.path}/{slug}/word?as={reader}").data
            for text in (" ".join(chapters), printed, words_of(word)):
                assert [each for each in (*said, own) if each not in text] == []
                assert others not in text
        outside = text_of(planning.of("mo").client.get(f"{planning.path}/{slug}/pdf?as=outside").data)
        assert [each for each in said if each not in outside] == []
        assert OF_JO not in outside and OF_ALI not in outside
        require_accessible(planning.of("jo").client.get(f"{planning.path}/{slug}/pdf").data)


def words_of(file: bytes) -> str:
    made = docx.Document(BytesIO(file))
    cells = [cell.text for table in made.tables for row in table.rows for cell in row.cells]
    return " ".join(" ".join([*(p.text for p in made.paragraphs), *cells]).split())


def require_accessible(pdf: bytes) -> None:
    """PDF/UA-1, as typst checks before it writes that into the file; language, title, headings, heads of the table."""
    made = PdfReader(BytesIO(pdf))
    root = made.trailer["/Root"]
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data()
    assert (root["/Lang"], root["/MarkInfo"]["/Marked"], root["/ViewerPreferences"]["/DisplayDocTitle"]) == (
        "en-GB",
        True,
        True,
    )
    assert made.metadata and "Sam Bell" in str(made.metadata.title)
    tags = Counter(tags_of(root["/StructTreeRoot"]))
    assert (tags["/H1"], tags["/H2"], tags["/TH"]) == (1, len(sections.sections()) - 2, 3)  # B, E and F are one


def tags_of(node: Any) -> Iterator[str]:
    """The kinds of all elements below one of the structure."""
    kids = node.get("/K", [])
    for kid in kids if isinstance(kids, list) else [kids]:
        found = kid.get_object()
        if isinstance(found, dict) and "/S" in found:
            yield str(found["/S"])
            yield from tags_of(found)

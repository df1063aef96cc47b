"""Shipped letters against the table of what each notice must contain, and legal blocks that nobody changes."""

import shutil
from pathlib import Path

import pytest

from tests.webapp.letters.papers import letter_files, paper, said, shipped
from webapp.checking import check
from webapp.letters import law
from webapp.letters.errors import LetterFault
from webapp.letters.source import read_block, read_letter
from webapp.portal import WORKFLOWS

# What domain.md 1.15 asks of each, in words that the letter must have. Kept apart from required.toml on purpose.
APPEAL = (
    "You have the right to appeal against this decision.",
    "within 2 months of the date on this letter, or within 1 month of the date on your mediation certificate",
    "First-tier Tribunal (Special Educational Needs and Disability)",
    "Darlington DL1 1RU",
)
MEDIATION = (  # regulation 32
    "You have the right to mediation about this decision.",
    "You need a mediation certificate before you can appeal.",
    "contact the mediation adviser within 2 months",
    "<mediation_name>",
    "phone: <mediation_phone>",
    "The adviser sends you the certificate within 3 working days.",
    "We must then arrange mediation within 30 days",
    "which health care you want",
    "To tell us that you want mediation: <office_phone>",
)
OTHER_HELP = ("disagreement resolution service", "<disagreement_phone>", "<sendiass_phone>")
MUST_SAY = {
    "considering_assessment": (
        "We are now considering whether an assessment is necessary.",
        "You have the right to tell us your views. You can write them or say them. You can also send us evidence",
    ),
    "will_not_assess": (
        "We have decided not to carry out an assessment.",
        "Why we decided this We read the advice.",
        *APPEAL,
        "use form SEND35a",
        *MEDIATION,
        *OTHER_HELP,
    ),
    "will_assess": (
        "We have decided to carry out an assessment.",
        "Whom we ask for advice Sam’s school",
        "<officer_name> looks after",
        "by <decide_whether_plan_is_needed_by> at the latest",
        "the final plan by <final_plan_by> at the latest",
        "What happens next",
    ),
    "no_plan": (
        "We have decided not to make an Education, Health and Care Plan.",
        "Why we decided this We read the advice.",
        *APPEAL,
        "use form SEND35.",
        *MEDIATION,
        *OTHER_HELP,
    ),
    "limit_switched_off": (
        "by law we need not.",
        "Which date it is, and why The final plan, as you were abroad.",
        "Your rights stay as they are.",
        "<sendiass_phone>",
    ),
    "draft_plan": (
        "It is enclosed, with the advice that we used.",
        "You have at least 15 days, beginning with the day on which you get this letter.",
        "tell us what you think of the draft",
        "ask for a school or college by name",
        "ask to meet an officer about the draft: if you ask, we must meet you",
        "approved under section 41",
        "you can ask for a personal budget",
        "<sendiass_phone>",
    ),
    "council_consultation": (
        "It may name <school_name>, which you maintain.",
        "We have consulted the school, and consult you: the law asks for both.",
        "we must name it unless",
        "Please answer within 15 days",
    ),
    "school_consultation": (
        "It may name your school or college.",
        "The draft of the plan is enclosed, with the advice that it was written from.",
        "we must name it unless",
        "unsuitable for the age, ability, aptitude or special educational needs",
        "incompatible with the efficient education of others, or with the efficient use of resources",
        "Please answer within 15 days",
    ),
    "final_plan": (
        "It is dated <letter_date> and enclosed.",
        "section B: the special educational needs",
        "section F: the special educational help",
        "section I: the school or other place",
        *APPEAL[1:],
        "If it is about section I alone, you need no certificate.",
        "The form is SEND35.",
        *MEDIATION,
        *OTHER_HELP,
    ),
    "review_invitation": (
        "We invite you to the review meeting on <meeting_on> at <meeting_time>.",
        "Where: <meeting_place>",
        "Who is invited Sam’s school, health and social care",
        "what is better now, what is not, and what should be different",
        "is sent to everybody who is invited by <papers_on>, two weeks before the meeting",
        "Within four weeks of the meeting we tell you whether the plan stays as it is, changes or ends.",
        "<sendiass_phone>",
    ),
    "review_maintain": (
        "We have decided that the plan stays as it is.",
        "Why we decided this We read the advice.",
        *APPEAL,
        "use form SEND35.",
        *MEDIATION,
        *OTHER_HELP,
    ),
    "will_reassess": (
        "We have decided to assess again.",
        "The plan and all the help in it go on meanwhile.",
        "You can ask us to ask somebody else as well",
        "You get the final plan within 14 weeks of the date on this letter.",
        "<sendiass_phone>",
    ),
    "will_not_reassess": (
        "We have decided not to assess again.",
        "The plan and all the help in it go on.",
        "Why we decided this We read the advice.",
        *APPEAL,
        "use form SEND35a",
        *MEDIATION,
        *OTHER_HELP,
    ),
    "transferred_in": (
        "was transferred to us on <transferred_on>. From that day on it is our plan, and all the help in it must go on.",
        "Whether we assess again We do not.",
        "When we review the plan In the autumn.",
        "We review the plan by <review_on> at the latest.",
        "<sendiass_phone>",
    ),
    "considering_ceasing": (
        "We are thinking about whether <child_name> still needs the Education, Health and Care Plan.",
        "Nothing is decided yet. The plan and all the help in it go on.",
        "Why we think about it We read the advice.",
        "Please tell us within 15 days of getting this letter whether you agree",
        "We ask the school or college that the plan names as well.",
        "The plan stays in force until the time to appeal is over, or until the appeal is decided.",
        "<sendiass_phone>",
    ),
    "ceasing": (
        "We have decided to end the plan.",
        "Why we decided this We read the advice.",
        "The plan and all the help in it go on until the time to appeal is over. "
        "If you appeal, they go on until the appeal is decided.",
        *APPEAL,
        "use form SEND35.",
        *MEDIATION,
        *OTHER_HELP,
    ),
    "amendment_notice": (
        "The plan as it is now is enclosed, with the changes that we suggest marked in it, and with what they rest on.",
        "What we want to change, and why More help.",
        "You have at least 15 days, beginning with the day on which you get this letter.",
        "tell us what you think of the changes",
        "ask for a school or college by name",
        "ask to meet an officer about the changes: if you ask, we must meet you",
        "approved under section 41",
        "Within eight weeks of this letter",
        "<sendiass_phone>",
    ),
    "will_not_amend": (
        "We have decided not to change the plan.",
        "Why we decided this We read the advice.",
        *APPEAL,
        "use form SEND35.",
        *MEDIATION,
        *OTHER_HELP,
    ),
    "plan_goes_on": (
        "The plan goes on.",
        "all the help in it must still be given",
        "Why it goes on We read the advice.",
        "You can ask for a review earlier.",
        "<sendiass_phone>",
    ),
    "direct_payment_changed": (
        "What changes, and from when More help.",
        "Why we decided this We read the advice.",
        "We must still make sure that all the help in it is given.",
        "you can ask us once to look again at this decision",
        "Somebody who has not decided before looks at it",
        "within 2 months of the date on this letter",
        "There is no appeal to the tribunal about this.",
        "<sendiass_phone>",
    ),
    "direct_payment_reconsidered": (
        "Somebody who had not decided before has read what you say",
        "What we have decided More help.",
        "Why we decided this We read the advice.",
        "<disagreement_phone>",
        "<sendiass_phone>",
    ),
    "personal_budget_refused": (
        "Why we decided this We read the advice.",
        "you can ask us to look again at this decision",
        "There is no appeal to the tribunal about this.",
        "<sendiass_phone>",
    ),
}


@pytest.mark.parametrize("notice", MUST_SAY)
def test_a_notice_says_all_that_the_law_asks(notice: str) -> None:
    text = said(paper(notice))
    assert [words for words in MUST_SAY[notice] if words not in text] == []


def test_every_letter_that_ships_has_its_row_here() -> None:
    assert shipped().keys() == MUST_SAY.keys()


@pytest.mark.parametrize("number", range(max(len(row.blocks) for row in law.required().values())))
def test_a_letter_without_one_of_its_blocks_is_refused(number: int, tmp_path: Path) -> None:
    """Of every letter the same block by its number, all in one look."""
    shutil.copytree(WORKFLOWS, tmp_path / "workflows")
    lacking = {}
    for path in letter_files():
        if name := next(iter(law.required()[path.stem].blocks[number : number + 1]), ""):
            lacking[path.name] = (name, law.required()[path.stem].source)
            broken = tmp_path / "workflows" / path.relative_to(WORKFLOWS)
            broken.write_text(path.read_text("utf-8").replace(f"{{{{> {name}}}}}", ""), "utf-8")
    errors = [error for report in check(tmp_path).values() for error in report.errors]
    of_letters = (error for error in errors if Path(error.file).parent.name == "letters")
    found = {Path(error.file).name: (error.element, error.message) for error in of_letters}
    assert {file: element for file, (element, _) in found.items()} == {
        file: name for file, (name, _) in lacking.items()
    }
    assert all(source in found[file][1] for file, (_, source) in lacking.items())


@pytest.mark.parametrize(
    ("old", "new", "element", "message", "remedy"),
    [
        ("{{ child_name }}", "{{ child_nane }}", "child_nane", "Nothing gives “child_nane”", "child_name"),
        ("{{> mediation}}", "{{> mediatoin}}", "mediatoin", "There is no legal block", "mediation"),
        ("{{free: reasons | Why we decided this}}", "", "reasons", "The free part “reasons” is not in it", "{{free:"),
        (
            "{{free: reasons | Why we decided this}}",
            "{{free: reasons}}",
            "{{free: reasons}}",
            "no placeholder",
            "{{free:",
        ),
        ("Why we decided this}}", "Why | optional}}", "reasons", "The free part “reasons” is not in it", "{{free:"),
        ("Title: We", "We", "", "must begin with “Title", "first lines"),
        (
            "Dear {{ reader_name }},",
            "{{ reader-name }}",
            "{{ reader-name }}",
            "This is no placeholder",
            "{{ reference }}",
        ),
        ("Dear ", "# Dear ", "", "A heading with one # is not for letters", "Write it so"),
        ("Dear ", "![x](y) ", "", "Image is not for letters", "Write it so"),
        ("{{> mediation}}", "{{> mediation}}\n\n{{> mediation}}", "mediation", "It stands 2 times", "Keep one"),
    ],
)
def test_a_letter_that_cannot_be_written_is_refused(
    tmp_path: Path, old: str, new: str, element: str, message: str, remedy: str
) -> None:
    path = WORKFLOWS / "request" / "letters" / "will_not_assess.md"
    broken = tmp_path / "letters" / path.name
    broken.parent.mkdir()
    text = path.read_text("utf-8")
    assert old in text
    broken.write_text(text.replace(old, new, 1), "utf-8")
    (report,) = check(broken).values()
    found = [(error.element, error.message, error.remedy) for error in report.errors]
    assert any(e == element and message in m and remedy in r for e, m, r in found), found


def test_a_letter_of_which_nothing_says_what_it_must_contain_is_refused(tmp_path: Path) -> None:
    letter = tmp_path / "letters" / "will_not_asess.md"
    letter.parent.mkdir()
    letter.write_text("Title: No\n\nDear {{ reader_name }}", "utf-8")
    (report,) = check(letter).values()
    assert [(error.message, error.remedy) for error in report.errors] == [
        ("Nothing says what a notice “will_not_asess” must contain.", "Did you mean “will_not_assess”?")
    ]


def test_every_legal_block_says_the_law_and_the_day_on_which_it_was_held_against_it() -> None:
    for name in law.block_names():
        block = law.block(name)
        assert "Act" in block.source or "Code" in block.source or "Rules" in block.source
        assert block.version >= "2026"


@pytest.mark.parametrize(
    "text", ["## Your right\n\nAppeal.", "Source: Act\n\nAppeal.", "Version: 2026-01-01\nSource: A\n\nB"]
)
def test_a_legal_block_without_source_and_version_is_none(text: str) -> None:
    with pytest.raises(LetterFault, match="It must begin with “Source"):
        read_block(text)


def test_an_optional_part_that_stays_empty_leaves_no_heading() -> None:
    assert "What help there is" in said(paper("will_not_assess"))
    assert "What help there is" not in said(paper("will_not_assess", free={"reasons": "So.", "support": "  \n "}))


def test_a_free_part_is_required_unless_it_says_optional() -> None:
    parts = read_letter("Title: A\n\n{{free: one | One}}\n\n{{free: two | Two | optional}}").free_parts
    assert [(part.name, part.label, part.required) for part in parts] == [("one", "One", True), ("two", "Two", False)]

"""Half a year before rights pass it begins by itself; nobody loses access by silence, and an officer carries out the rest."""

import pytest

from tests.webapp.cases.pages import words
from tests.webapp.coming_of_age.conftest import BEGINS, Growing
from webapp.accounts.memberships import FULL, VIEW_ONLY


def invited(growing: Growing) -> None:
    growing.at(BEGINS)
    growing.claim("invite")
    status, _ = growing.invited(way="invite", email="robin@example.org")
    assert status == 200
    growing.judged()


def test_it_begins_half_a_year_before_and_once(growing: Growing) -> None:
    growing.at("2025-12-25T09:00:00+00:00")
    assert growing.waiting() == []
    growing.at(BEGINS)
    assert growing.waiting() == ["invite"]
    growing.at("2025-12-27T09:00:00+00:00")
    assert growing.waiting() == ["invite"]
    told = [to for to, about in growing.play.mails() if "What changes when a young person becomes 16" in about]
    assert told == ["ali.khan@example.org", "jo.bell@example.org"]


def test_the_family_reads_what_changes_and_when(growing: Growing) -> None:
    growing.at(BEGINS)
    status, page = growing.of("jo").get(f"/cases/{growing.case}/growing-up")
    text = words(page)
    assert status == 200
    assert "After Friday 26 June 2026" in text.replace("\N{NO-BREAK SPACE}", " ")
    assert "Robin decides about the plan" in text and "Nobody loses it because of silence" in text


def test_an_address_of_a_parent_is_not_the_young_persons(growing: Growing) -> None:
    growing.at(BEGINS)
    growing.claim("invite")
    status, page = growing.invited(way="invite", email="Jo.Bell@example.org")
    assert status == 422 and "an address that is theirs alone" in words(page)
    assert growing.waiting() == ["invite"]


def test_who_is_invited_reads_until_rights_pass_and_decides_then(growing: Growing) -> None:
    invited(growing)
    growing.comes()
    assert growing.sees("robin") and growing.party("robin").scope == VIEW_ONLY
    growing.at("2026-06-26T21:00:00+00:00")
    assert growing.waiting() == []
    growing.handed_over()
    assert growing.party("robin").scope == FULL
    assert growing.waiting() == ["who_may_see"]


def test_one_parent_is_kept_out_only_when_an_officer_has_carried_it_out(growing: Growing) -> None:
    invited(growing)
    growing.comes()
    growing.handed_over()
    jo, ali = growing.people["jo"], growing.people["ali"]
    task = growing.task("who_may_see")
    assert growing.of("ali").get(f"/tasks/{task}/who-may-see")[0] == 404, "it is the young person's alone"
    status, page = growing.of("robin").post(f"/tasks/{task}/who-may-see", **{f"sees-{jo}": "everything"})
    assert status == 422 and "Select what Ali Khan may see" in words(page)
    answer = {f"sees-{jo}": "everything", f"sees-{ali}": "nothing", f"words-{ali}": "I do not want it."}
    assert growing.of("robin").post(f"/tasks/{task}/who-may-see", **answer)[0] == 200
    assert growing.sees("ali") and growing.waiting() == ["decide_who_sees"]
    task = growing.claim("decide_who_sees")
    status, page = growing.of("grace").post(f"/tasks/{task}/who-sees", **{f"sees-{jo}": "keep", f"sees-{ali}": "keep"})
    assert status == 422 and "it is not what the young person said about Ali Khan" in words(page)
    carried = {f"sees-{jo}": "keep", f"sees-{ali}": "nothing"}
    assert growing.of("grace").post(f"/tasks/{task}/who-sees", **carried)[0] == 200
    assert growing.sees("jo") and not growing.sees("ali")
    assert "I do not want it." in words(growing.of("grace").get(f"/cases/{growing.case}/growing-up")[1])
    for_family = words(growing.of("jo").get(f"/cases/{growing.case}/growing-up")[1])
    assert "I do not want it." not in for_family and "Capacity" not in for_family


def test_silence_takes_nothing_from_anybody(growing: Growing) -> None:
    invited(growing)
    growing.comes()
    growing.handed_over()
    growing.at("2026-07-12T09:00:00+00:00")
    assert any("You can still tell us who may see" in about for _, about in growing.play.mails())
    growing.at("2026-07-26T09:00:00+00:00")
    task = growing.claim("decide_who_sees")
    jo, ali = growing.people["jo"], growing.people["ali"]
    status, page = growing.of("grace").post(
        f"/tasks/{task}/who-sees", **{f"sees-{jo}": "keep", f"sees-{ali}": "nothing"}
    )
    assert status == 422 and "Nobody is cut off by silence" in words(page)
    kept = {f"sees-{jo}": "keep", f"sees-{ali}": "keep"}
    assert growing.of("grace").post(f"/tasks/{task}/who-sees", **kept)[0] == 200
    assert growing.sees("jo") and growing.sees("ali")


def test_without_an_account_an_officer_asks_and_writes_down_how_they_said_it(growing: Growing) -> None:
    growing.at(BEGINS)
    growing.claim("invite")
    assert growing.invited(way="without", email="")[0] == 200
    growing.judged()
    growing.handed_over()
    assert growing.waiting() == ["ask_them"]
    task = growing.claim("ask_them")
    said = {f"sees-{growing.people[who]}": "read" for who in ("jo", "ali")}
    status, page = growing.of("grace").post(f"/tasks/{task}/who-may-see", **said)
    assert status == 422 and "Select how they told you" in words(page)
    day = {"told_on-day": "27", "told_on-month": "6", "told_on-year": "2026"}
    assert growing.of("grace").post(f"/tasks/{task}/who-may-see", how="talk", **day, **said)[0] == 200
    task = growing.claim("decide_who_sees")
    assert growing.of("grace").post(f"/tasks/{task}/who-sees", **said)[0] == 200
    assert growing.party("ali").scope == VIEW_ONLY and growing.sees("ali")


@pytest.mark.parametrize("moment", ["2026-06-27T09:00:00+00:00", "2028-08-30T09:00:00+00:00"])
def test_who_cannot_decide_is_not_asked_and_at_18_the_family_is_told(growing: Growing, moment: str) -> None:
    growing.at(BEGINS)
    growing.claim("invite")
    growing.invited(way="without", email="")
    why = {"judged_on": "2025-12-26", "assessor": "Dr Lowe", "capacity_why": "Shown twice.", "represents": "Jo Bell"}
    growing.judged(can_decide="no", **why)
    growing.at(moment)
    assert growing.waiting() == [] and growing.sees("jo")
    assert any("Who decides in case" in about for _, about in growing.play.mails())
    growing.at("2028-08-31T09:00:00+00:00")
    assert any("What ends at 18" in about for _, about in growing.play.mails())

"""Existing accounts come from a CSV file: nobody registers twice, and every refused row says why and where."""

import pytest

from tests.webapp.accounts.conftest import HOME
from webapp.accounts.errors import ImportUnreadable

HEADER = "email,title,first_name,last_name,phones,services\n"


def run(accounts, *rows, header=HEADER):
    return accounts.import_accounts((header + "".join(row + "\n" for row in rows)).splitlines(keepends=True))


def test_a_row_becomes_an_account_that_gets_in_by_setting_its_password(accounts, make):
    row = "Lee@Example.org,Mr,Lee,Moss,01632 960 002;01632 960 003,school admissions;30 hours"
    report = run(accounts, row)
    assert (report.created, report.merged, report.refused) == (1, 0, ())
    lee = accounts.people.by_email("lee@example.org")
    assert [phone.number for phone in lee.telephones] == ["01632 960 002", "01632 960 003"]
    assert {used.service for used in lee.services} == {"school admissions", "30 hours"}
    asked = accounts.ask_for_reset("lee@example.org", address=HOME)
    accounts.reset(accounts.link_token(asked.link_id).secret, "four-Winds 77 lanterns")
    assert make.signed_in("lee@example.org").person is lee


def test_a_known_address_is_merged_and_what_its_owner_said_stays(accounts, make):
    jo = make.person()
    run(accounts, "jo.bell@example.org,Dr,Joanna,Bell-Jones,01632 960 001,school admissions")
    report = run(accounts, "JO.BELL@example.org,,Joanna,Bell,01632 960001;01632 960 004,SEND;school admissions")
    assert (report.created, report.merged) == (0, 1)
    assert jo.name == "Jo Bell"
    assert [phone.number for phone in jo.telephones] == ["01632 960 001", "01632 960 004"]
    assert {used.service for used in jo.services} == {"SEND", "school admissions"}


def test_refused_rows_are_reported_with_their_line_and_the_others_come_in(accounts):
    report = run(
        accounts,
        "lee@example.org,,Lee,Moss,,",
        "",
        "no address,,Ann,Moss,,",
        'sam@example.org,,"Sam\nAlex",Moss,,',
        "kim@example.org,,,Moss,,",
        "pat@example.org,,Pat,Moss,1;2;3;4,",
        "bo@example.org,,Bo,Moss,,,too much",
        f"al@example.org,,{'A' * 201},Moss,,",
        "ty@example.org,,Ty,Moss",
    )
    assert report.created == 3
    assert [refused.line for refused in report.refused] == [4, 7, 8, 9, 10]
    assert report.refused[0].reason.startswith("Enter an email address")
    assert accounts.people.by_email("sam@example.org").first_name == "Sam Alex"


def test_the_columns_may_stand_in_any_order_after_a_byte_order_mark(accounts):
    header = "\ufeffLast_Name,first_name,email,services,phones,title\n"
    assert run(accounts, "Moss,Lee,lee@example.org,,,", header=header).created == 1
    assert accounts.people.by_email("lee@example.org").name == "Lee Moss"


@pytest.mark.parametrize(
    ("header", "words"),
    [
        ("email,first_name\n", "The column title is missing."),
        ("", "The column email is missing."),
        (HEADER.strip() + ",password\n", "more columns"),
    ],
)
def test_a_file_of_another_kind_is_refused_as_a_whole_with_what_it_needs(accounts, header, words):
    with pytest.raises(ImportUnreadable, match=words) as refusal:
        run(accounts, header=header)
    assert "email, title, first_name, last_name, phones, services" in str(refusal.value)


def test_a_broken_quotation_is_named_with_its_line(accounts):
    with pytest.raises(ImportUnreadable, match="Line 3"):
        run(accounts, "lee@example.org,,Lee,Moss,,", 'ann@example.org,,"Ann,Moss,,')


def test_importing_the_same_file_again_changes_nothing(accounts):
    row = "lee@example.org,,Lee,Moss,01632 960 002,SEND"
    run(accounts, row)
    report = run(accounts, row)
    lee = accounts.people.by_email("lee@example.org")
    assert (report.created, report.merged) == (0, 1)
    assert (len(lee.telephones), len(lee.services)) == (1, 1)

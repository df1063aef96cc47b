"""Existing accounts come from a CSV file: nobody registers twice, and every refused row says why and where."""

import pytest

from tests.webapp.accounts.conftest import HOME
from webapp.accounts import closing, importing
from webapp.accounts.errors import ImportUnreadable
from webapp.accounts.own_details import details_of

HEADER = "email,title,first_name,last_name,phones,services\n"


SERVICES = {"school admissions": "school_admissions", "30 hours": "30 hours", "send": "SEND"}


def run(accounts, *rows, header=HEADER, dry_run=False):
    lines = (header + "".join(row + "\n" for row in rows)).splitlines(keepends=True)
    return accounts.import_rows(list(importing.read(lines, SERVICES)), dry_run=dry_run)


def test_a_row_becomes_an_account_that_gets_in_by_setting_its_password(accounts, make):
    row = "Lee@Example.org,Mr,Lee,Moss,01632 960 002;01632 960 003,school admissions;30 hours"
    report = run(accounts, row)
    assert (report.created, report.merged, report.findings) == (1, 0, ())
    lee = accounts.people.by_email("lee@example.org")
    assert [phone.number for phone in lee.telephones] == ["01632 960 002", "01632 960 003"]
    assert {used.service for used in lee.services} == {"school_admissions", "30 hours"}
    asked = accounts.ask_for_reset("lee@example.org", address=HOME)
    accounts.reset(accounts.link_token(asked.link_id).secret, "four-Winds 77 lanterns")
    assert make.signed_in("lee@example.org").person is lee


def test_a_known_address_is_merged_and_what_its_owner_said_stays(accounts, make):
    jo = make.person()
    run(accounts, "jo.bell@example.org,Dr,Jo,Bell,01632 960 001,school admissions")
    report = run(accounts, "JO.BELL@example.org,,JO,Bell,01632 960001;01632 960 004,SEND;school admissions")
    assert (report.created, report.merged) == (0, 1)
    assert (jo.title, jo.name) == ("", "Jo Bell")
    assert [phone.number for phone in jo.telephones] == ["01632 960 001", "01632 960 004"]
    assert {used.service for used in jo.services} == {"SEND", "school_admissions"}


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
    assert [finding.line for finding in report.findings] == [4, 7, 8, 9, 10]
    assert report.findings[0].what == "“no address” is no email address."
    assert all(finding.what and finding.remedy for finding in report.findings)
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
    assert (report.created, report.merged, report.unchanged) == (0, 0, 1)
    assert (len(lee.telephones), len(lee.services)) == (1, 1)


def test_a_dry_run_says_the_same_and_changes_nothing(accounts):
    rows = ("lee@example.org,,Lee,Moss,01632 960 002,", "ann@example.org,,Ann,Moss,,", "no address,,Bo,Moss,,")
    planned = run(accounts, *rows, dry_run=True)
    assert accounts.people.by_email("lee@example.org") is None
    assert run(accounts, *rows) == planned
    changed = run(accounts, "lee@example.org,,Lee,Moss,01632 960 003,SEND", dry_run=True)
    assert (changed.created, changed.merged) == (0, 1)
    assert len(accounts.people.by_email("lee@example.org").telephones) == 1


def test_spreadsheets_that_part_cells_by_semicolons_or_tabs_are_read_too(accounts):
    header = "email;title;first_name;last_name;phones;services\n"
    row = 'lee@example.org;;Lee;Moss;"01632 960 002;01632 960 003";SEND'
    assert run(accounts, row, header=header).created == 1
    assert len(accounts.people.by_email("lee@example.org").telephones) == 2
    tabbed = "ann@example.org\t\tAnn\tMoss, the elder\t\t"
    assert run(accounts, tabbed, header=HEADER.replace(",", "\t")).created == 1


def test_lines_about_one_person_are_joined_and_two_people_with_one_address_are_told(accounts):
    report = run(
        accounts,
        "lee@example.org,,Lee,Moss,01632 960 002,SEND",
        "LEE@example.org,,lee,moss,01632 960 003,school admissions",
        "lee@example.org,,Lee,Moss,01632960002,",
        "lee@example.org,,Ann,Moss,,",
    )
    lee = accounts.people.by_email("lee@example.org")
    assert (report.created, report.merged, report.unchanged) == (1, 1, 1)
    assert [phone.number for phone in lee.telephones] == ["01632 960 002", "01632 960 003"]
    assert sorted(lee.services_used) == ["SEND", "school_admissions"]
    (finding,) = report.findings
    assert finding.line == 5 and "Line 2 has the same email address" in finding.what


def test_a_number_that_cannot_be_dialled_is_a_finding(accounts):
    (finding,) = run(accounts, "lee@example.org,,Lee,Moss,ask mum,").findings
    assert "“ask mum” is no telephone number." in finding.what and finding.remedy


def test_what_an_owner_has_changed_since_is_not_brought_back(accounts, session):
    row = "lee@example.org,,Lee,Moss,01632 960 002;01632 960 003,SEND;school admissions"
    run(accounts, row)
    lee = accounts.people.by_email("lee@example.org")
    known = details_of(lee)
    mine = type(known)(
        email=known.email,
        first_name="Lee",
        last_name="Moss",
        title="Dr",
        telephones=("07700 900 982",),
        services=("SEND",),
    )
    accounts.change_details(lee, mine, address=HOME)
    assert run(accounts, row).unchanged == 1
    session.expire_all()
    assert lee.title == "Dr" and [phone.number for phone in lee.telephones] == ["07700 900 982"]
    assert lee.services_used == ["SEND"]
    assert run(accounts, row + ";30 hours").merged == 1
    assert sorted(lee.services_used) == ["30 hours", "SEND"]


def test_the_old_address_of_somebody_who_has_another_now_brings_no_second_account(accounts, make, clock):
    lee = make.person("lee@example.org")
    here = accounts.sessions.get(make.signed_in("lee@example.org").session_token)
    asked = accounts.ask_for_email_change(lee, here, "leigh@example.org", address=HOME)
    accounts.confirm_new_email(accounts.link_token(asked.confirm_link_id).secret)
    clock.advance(asked.change.takes_effect_at - clock.now())
    assert accounts.settle_email_change(asked.change.id)
    report = run(accounts, "lee@example.org,,Jo,Bell,,SEND")
    assert (report.created, report.merged) == (0, 1) and lee.services_used == ["SEND"]


def test_an_account_that_its_owner_closed_is_not_brought_back(accounts, clock):
    row = "lee@example.org,,Lee,Moss,01632 960 002,SEND"
    run(accounts, row)
    accounts.close_account(accounts.people.by_email("lee@example.org"))
    assert run(accounts, row + ";30 hours").unchanged == 1
    clock.advance(closing.KEPT)
    accounts.sweep()
    assert run(accounts, row).unchanged == 1
    assert accounts.people.by_email("lee@example.org") is None


@pytest.mark.parametrize("kind", ["staff", "professional"])
def test_an_account_for_somebodys_work_gets_nothing_from_a_list(accounts, make, kind):
    make.person(kind=kind)
    report = run(accounts, "jo.bell@example.org,,Jo,Bell,07700 900 999,SEND")
    assert (report.merged, report.unchanged) == (0, 0)
    (finding,) = report.findings
    assert finding.line == 2 and "somebody's work" in finding.what and finding.remedy
    jo = accounts.people.by_email("jo.bell@example.org")
    assert (jo.numbers, jo.services_used) == ([], [])


def test_an_account_under_another_name_gets_nothing_from_a_list(accounts, make):
    jo = make.person()
    (finding,) = run(accounts, "jo.bell@example.org,,Eve,Kestrel,07700 900 999,").findings
    assert "another name" in finding.what and finding.remedy and jo.numbers == []


@pytest.mark.parametrize("service", ["Space travel", "x" * 5_000, '"=HYPERLINK(""x"")"', "SEND;" + "y;" * 2_000])
def test_a_service_that_we_do_not_know_is_a_finding(accounts, service):
    (finding,) = run(accounts, f"lee@example.org,,Lee,Moss,,{service}").findings
    assert "is no service that we know" in finding.what and "SEND" in finding.remedy
    assert len(finding.what) < 100 and not accounts.is_known("lee@example.org")


@pytest.mark.parametrize(
    "number", ["call me 123456 please now!!", "=1234567", "01632 960 001 or 002", "+", "123;456;;"]
)
def test_what_only_has_digits_in_it_is_no_number(accounts, number):
    (finding,) = run(accounts, f"lee@example.org,,Lee,Moss,{number},").findings
    assert "is no telephone number" in finding.what


@pytest.mark.parametrize("number", ["+44 (0)1632 960001", "(01632) 960-001", "01632 960 001 ext. 12", "01632.960.001"])
def test_a_number_may_be_written_as_people_write_it(accounts, number):
    assert run(accounts, f"lee@example.org,,Lee,Moss,{number},").created == 1

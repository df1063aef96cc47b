"""A notice is Markdown with placeholders; values stay text, and a mail sent twice has one Message-ID."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from webapp.config import Config
from webapp.mail import Mailbox, compose
from webapp.mail.notices import NoticeFault, write

SOURCE = "Subject: Confirm {{ name }}\n\nHello {{ name }},\n\n[Confirm your address]({{ link }})\n"
NOW = datetime(2026, 1, 13, 9, 5, tzinfo=UTC)
VALUES = {"name": "Jo", "link": "https://portal.example/confirm/a_b-c"}


def test_placeholders_are_filled_in_subject_text_and_link() -> None:
    notice = write(SOURCE, VALUES)
    assert notice.subject == "Confirm Jo"
    assert 'href="https://portal.example/confirm/a_b-c"' in notice.html
    assert "https://portal.example/confirm/a_b-c" in notice.text


def test_whoever_reads_plain_text_gets_the_words_and_then_the_address() -> None:
    text = write(SOURCE + "\n**Your name** is {{ name }}.", VALUES).text
    assert "Confirm your address: https://portal.example/confirm/a_b-c\n" in text
    assert "Your name is Jo." in text


def test_the_portals_own_address_can_be_clicked_wherever_it_stands() -> None:
    source = (
        "Subject: Hello\n\nSign in: {{ portal }}\n\nSee {{ portal }}/complain or [yours]({{ portal }}/of/{{ name }})."
    )
    html = write(source, {**VALUES, "name": "ACC-7K_2", "portal": "https://send_portal.example"}).html
    for address in ("", "/complain", "/of/ACC-7K_2"):
        assert f'href="https://send_portal.example{address}"' in html


def test_an_address_in_a_value_cannot_be_clicked() -> None:
    source = "Subject: Hello\n\n{{ name }} {{ portal }}"
    html = write(source, {**VALUES, "name": "https://evil.example", "portal": "https://portal.example"}).html
    assert 'href="https://evil.example' not in html and 'href="https://portal.example"' in html


def test_a_mail_says_when_it_was_sent() -> None:
    assert compose(Config(), write(SOURCE, VALUES), to="jo@example.org", key="1", at=NOW)["Date"].datetime == NOW


@pytest.mark.parametrize(
    "name", ["<b>Jo</b>", "[Jo](https://evil.example)", "# Jo", "*Jo*", "![x](https://evil.example)"]
)
def test_a_value_makes_no_markup(name: str) -> None:
    html = write(SOURCE, {**VALUES, "name": name}).html
    assert all(mark not in html for mark in ("<b>", 'evil.example"', "<h1>", "<em>", "<img"))


def test_a_value_cannot_add_a_header() -> None:
    notice = write(SOURCE, {**VALUES, "name": "Jo\r\nBcc: eve@example.org"})
    mail = compose(Config(), notice, to="jo@example.org", key="1", at=NOW)
    assert mail["Bcc"] is None and "\n" not in notice.subject


def test_an_unknown_placeholder_is_named() -> None:
    with pytest.raises(NoticeFault, match="“nickname”"):
        write("Subject: Hello\n\n{{ nickname }}", VALUES)


def test_placeholders_reach_no_attribute() -> None:
    assert "{{ name.__class__ }}" in write("Subject: Hello\n\n{{ name.__class__ }}", VALUES).text


def test_the_same_mail_twice_is_one_in_the_mailbox(tmp_path: Path) -> None:
    mailbox = Mailbox(tmp_path)
    for _ in range(2):
        mailbox.send(compose(Config(), write(SOURCE, VALUES), to="jo@example.org", key="effect-1", at=NOW))
    assert [mail["To"] for mail in mailbox.mails()] == ["jo@example.org"]

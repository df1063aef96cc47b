"""A notice is Markdown with placeholders; values stay text, and a mail sent twice has one Message-ID."""

from pathlib import Path

import pytest

from webapp.config import Config
from webapp.mail import Mailbox, compose
from webapp.notices import NoticeFault, write

SOURCE = "Subject: Confirm {{ name }}\n\nHello {{ name }},\n\n[Confirm your address]({{ link }})\n"
VALUES = {"name": "Jo", "link": "https://portal.example/confirm/a_b-c"}


def test_placeholders_are_filled_in_subject_text_and_link() -> None:
    notice = write(SOURCE, VALUES)
    assert notice.subject == "Confirm Jo"
    assert 'href="https://portal.example/confirm/a_b-c"' in notice.html
    assert "https://portal.example/confirm/a_b-c" in notice.text


@pytest.mark.parametrize(
    "name", ["<b>Jo</b>", "[Jo](https://evil.example)", "# Jo", "*Jo*", "![x](https://evil.example)"]
)
def test_a_value_makes_no_markup(name: str) -> None:
    html = write(SOURCE, {**VALUES, "name": name}).html
    assert all(mark not in html for mark in ("<b>", 'evil.example"', "<h1>", "<em>", "<img"))


def test_a_value_cannot_add_a_header() -> None:
    notice = write(SOURCE, {**VALUES, "name": "Jo\r\nBcc: eve@example.org"})
    mail = compose(Config(), notice, to="jo@example.org", key="1")
    assert mail["Bcc"] is None and "\n" not in notice.subject


def test_an_unknown_placeholder_is_named() -> None:
    with pytest.raises(NoticeFault, match="“nickname”"):
        write("Subject: Hello\n\n{{ nickname }}", VALUES)


def test_placeholders_reach_no_attribute() -> None:
    assert "{{ name.__class__ }}" in write("Subject: Hello\n\n{{ name.__class__ }}", VALUES).text


def test_the_same_mail_twice_is_one_in_the_mailbox(tmp_path: Path) -> None:
    mailbox = Mailbox(tmp_path)
    for _ in range(2):
        mailbox.send(compose(Config(), write(SOURCE, VALUES), to="jo@example.org", key="effect-1"))
    assert [mail["To"] for mail in mailbox.mails()] == ["jo@example.org"]

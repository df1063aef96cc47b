"""A case of many years has many letters: the newest are read first, and the older ones page by page."""

import re
from datetime import timedelta

from sqlalchemy import event, select

from tests.webapp.letters.conftest import Post
from webapp.letters.models import SERVED, Letter
from webapp.letters.reading import PAGE

TITLE = "Letter number "
COPIED = ("case_id", "notice", "person_id", "name", "signed_by", "instance_id", "deployment_id")


def test_old_letters_stand_on_further_pages_and_each_page_asks_as_much_as_a_new_case(post: Post, jo: str) -> None:
    post.sign()
    path = f"/cases/{post.case}/letters"
    few = [statements(post, who, path) for who in (jo, post.officer)]
    older(post, 2 * PAGE)
    for who in (jo, post.officer):
        seen: list[int] = []
        for number in (1, 2, 3):
            _, page = post.browser(who).get(f"{path}?page={number}")
            found = [int(each) for each in re.findall(rf"{TITLE}(\d+)\.", page)]
            assert 0 < len(found) <= PAGE
            assert ("Older letters" in page, "The newest letters" in page) == (number < 3, number > 1)
            seen += found
        assert seen == [*range(2 * PAGE)]
        assert "There are no older letters" in post.browser(who).get(f"{path}?page=9")[1]
    assert [statements(post, who, path) for who in (jo, post.officer)] == few


def older(post: Post, many: int) -> None:
    """Letters to the mother, each a day before the last."""
    with post.portal.work() as services:
        first = services.session.scalars(select(Letter).where(Letter.name == "Jo Bell")).one()
        assert first.served_at
        for number in range(many):
            at = first.prepared_at - timedelta(days=number + 1)
            same = {name: getattr(first, name) for name in COPIED}
            times = {"prepared_at": at, "signed_at": at, "served_at": at, "dated": at.date()}
            made = Letter(title=f"{TITLE}{number}.", state=SERVED, route="portal", **same, **times)
            services.session.add(made)


def statements(post: Post, who: str, path: str) -> int:
    """How many the database is asked for this page."""
    browser, asked = post.browser(who), list[str]()
    browser.get(path)  # the first fills what is kept in memory

    def note(*given: object) -> None:
        asked.append(str(given[2]))

    event.listen(post.portal.database.engine, "before_cursor_execute", note)
    try:
        assert browser.get(path)[0] == 200
    finally:
        event.remove(post.portal.database.engine, "before_cursor_execute", note)
    return len(asked)

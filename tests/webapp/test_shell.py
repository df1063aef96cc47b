"""The shell of every page: who may use it, what protects it, how it looks when something goes wrong."""

from pathlib import Path
from typing import Any

import pytest
from flask import abort, render_template_string
from sqlalchemy import text

import webapp.views
from engine import errors as engine
from tests.webapp.shell_site import Somebody, make_site, parsed, words
from webapp.accounts import errors as accounts
from webapp.presenters.navigation import Tab, supply_tabs
from webapp.views.permission import (
    UndeclaredRoutes,
    find_tickets_with,
    public,
    signed_in,
    staff,
    ticket_holder,
)

FORM = """{% extends "layout.html" %}{% block title %}Form{% endblock %}{% block content %}{{ ui.heading("Form") }}
<form method="post">{{ ui.csrf() }}<textarea name="words" aria-label="Words"></textarea>{{ ui.buttons("Send") }}</form>
{% endblock %}"""


def raising(error: Exception) -> Any:
    @public
    def view() -> str:
        raise error

    return view


def token_of(page: str) -> str:
    return next(each.get("value") for each in parsed(page).iter("input") if each.get("name") == "csrf_token")


# ---- who may use a page


def test_the_site_does_not_start_with_a_route_that_does_not_say_who_may_use_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "forgetful.py").write_text(
        "from flask import Blueprint\nblueprint = Blueprint('forgetful', __name__)\n"
        "@blueprint.get('/forgetful')\ndef page(): return ''\n"
    )
    monkeypatch.setattr(webapp.views, "__path__", [*webapp.views.__path__, str(tmp_path)])
    with pytest.raises(UndeclaredRoutes, match=r"@public, @signed_in, .* on: /forgetful \(forgetful.page\)"):
        make_site(tmp_path)


@pytest.mark.parametrize(
    ("person", "statuses"),
    [
        (None, {"/public": 200, "/signed-in": 401, "/staff": 401}),
        (Somebody("Jo Bell"), {"/public": 200, "/signed-in": 200, "/staff": 403}),
        (Somebody("Priya Nair", kind="staff"), {"/public": 200, "/signed-in": 200, "/staff": 200}),
    ],
)
def test_each_declaration_opens_the_page_to_its_people_only(
    tmp_path: Path, person: Somebody | None, statuses: dict[str, int]
) -> None:
    routes = {f"/{name}": declare(lambda: "in") for name, declare in
              {"public": public, "signed-in": signed_in, "staff": staff}.items()}  # fmt: skip
    client = make_site(tmp_path, person=person, routes=routes).test_client()
    assert {path: client.get(path).status_code for path in statuses} == statuses


def test_a_ticket_holders_page_opens_with_a_ticket_and_tells_others_what_to_do(tmp_path: Path) -> None:
    app = make_site(tmp_path, routes={"/confirm": ticket_holder(lambda: "in")})
    found: list[object | None] = [None]
    find_tickets_with(app, lambda: found[0])
    client = app.test_client()
    refused = client.get("/confirm")
    assert refused.status_code == 404
    assert "ask for a new one" in refused.text
    found[0] = "ticket"
    assert client.get("/confirm").text == "in"


# ---- what protects every page


def test_every_answer_carries_the_protective_headers(tmp_path: Path) -> None:
    statuses = (302, 400, 403, 404, 409, 413, 422, 500, 503)
    routes = {f"/{status}": public(lambda status=status: abort(status)) for status in statuses if status != 302}
    client = make_site(tmp_path, routes={**routes, "/302": public(lambda: ("", 302, {"Location": "/"}))}).test_client()
    sheet = next(each.get("href") for each in parsed(client.get("/").text).iter("link") if "css" in each.get("href"))
    for path, status in [("/", 200), (sheet, 200), *((f"/{status}", status) for status in statuses)]:
        answer = client.get(path, buffered=True)
        assert answer.status_code == status
        policy = answer.headers["Content-Security-Policy"]
        assert policy.startswith("default-src 'none'; script-src 'nonce-")
        assert "unsafe" not in policy
        for rule in ("frame-ancestors 'none'", "base-uri 'none'", "object-src 'none'", "form-action 'self'"):
            assert rule in policy
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert ("no-store" in answer.headers["Cache-Control"]) is (path != sheet)


def test_the_nonce_is_new_on_each_page_and_every_script_carries_it(tmp_path: Path) -> None:
    client = make_site(tmp_path).test_client()
    pages = [client.get("/") for _ in range(2)]
    nonces = [{each.get("nonce") for each in parsed(page.text).iter("script")} for page in pages]
    assert nonces[0] != nonces[1]
    for page, (nonce,) in zip(pages, nonces, strict=True):
        assert f"'nonce-{nonce}'" in page.headers["Content-Security-Policy"]


def test_https_is_kept_by_hsts_and_a_host_cookie(tmp_path: Path) -> None:
    routes = {"/form": public(lambda: render_template_string(FORM))}
    secure = make_site(tmp_path, routes=routes, base_url="https://localhost").test_client()
    answer = secure.get("/form", base_url="https://localhost")
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=31536000")
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-session=")
    assert all(part in cookie for part in ("Secure", "HttpOnly", "Path=/", "SameSite=Lax"))
    assert "Domain" not in cookie
    plain = make_site(tmp_path, routes=routes).test_client().get("/form")
    assert "Strict-Transport-Security" not in plain.headers
    assert plain.headers["Set-Cookie"].startswith("session=")


def test_a_foreign_host_name_is_refused_and_never_repeated(tmp_path: Path) -> None:
    client = make_site(tmp_path).test_client()
    answer = client.get("/", headers={"Host": "evil.example"})
    assert answer.status_code == 400
    assert "evil.example" not in answer.text
    assert "http://localhost:8000" in answer.text
    assert client.get("/", headers={"Host": "localhost:9999"}).status_code == 200


@pytest.mark.parametrize(("proxies", "seen"), [(0, "127.0.0.1"), (1, "203.0.113.9")])
def test_a_forwarded_address_counts_only_behind_a_proxy_of_ours(tmp_path: Path, proxies: int, seen: str) -> None:
    from flask import request

    app = make_site(tmp_path, routes={"/address": public(lambda: request.remote_addr)}, proxies=proxies)
    sent = {"X-Forwarded-For": "198.51.100.1, 203.0.113.9"}
    assert app.test_client().get("/address", headers=sent).text == seen


def test_a_form_without_its_token_changes_nothing_and_says_what_to_do(tmp_path: Path) -> None:
    done = []
    view = public(lambda: render_template_string(FORM) if not done.append(1) else "")
    client = make_site(tmp_path, routes={"/form": view}).test_client()
    token = token_of(client.get("/form").text)
    done.clear()
    for data in ({"words": "my long story"}, {"words": "my long story", "csrf_token": "stale"}):
        answer = client.post("/form", data=data)
        assert answer.status_code == 400
        assert "This page was open too long" in answer.text
        assert "Go back in your browser" in answer.text
        assert "my long story" not in answer.text
    assert not done
    assert client.post("/form", data={"csrf_token": token}).status_code == 200
    assert done


def test_too_much_is_refused_before_it_is_read(tmp_path: Path) -> None:
    client = make_site(tmp_path, routes={"/form": public(lambda: render_template_string(FORM))}).test_client()
    token = token_of(client.get("/form").text)
    as_typed, as_upload = "application/x-www-form-urlencoded", "multipart/form-data"
    for kind in (as_typed, as_upload):
        for fields, status in [
            ({"words": "x" * 400_000}, 200),
            ({"words": "x" * 505_000}, 413),
            ({f"field-{number}": "x" for number in range(998)}, 200),
            ({f"field-{number}": "x" for number in range(1001)}, 413),
        ]:
            answer = client.post("/form", data=fields | {"csrf_token": token}, content_type=kind)
            assert answer.status_code == status, (kind, len(fields))
    assert "up to 50 MB" in answer.text


def test_a_body_that_says_it_is_enormous_is_refused_unread(tmp_path: Path) -> None:
    client = make_site(tmp_path, routes={"/form": public(lambda: "")}).test_client()
    said = {"CONTENT_LENGTH": str(10**9), "CONTENT_TYPE": "multipart/form-data; boundary=x"}
    answer = client.post("/form", environ_overrides=said)
    assert answer.status_code == 413


# ---- when something goes wrong


@pytest.mark.parametrize(
    ("error", "status", "says"),
    [
        (engine.UserTaskNotFound(), 404, "We cannot find this page"),
        (engine.NotACandidate(), 403, "You are not in a group that can do this task."),
        (engine.ClaimedBySomeoneElse("Priya Nair has claimed this task."), 409, "Priya Nair has claimed this task."),
        (engine.Outdated(), 409, "Somebody else has just updated this."),
        (accounts.SessionUnknown(), 404, "We cannot find this page"),
        (accounts.LinkUsed(), 404, "This link has been used: it works once."),
        (accounts.TooManyAttempts(5), 429, "Wait 5 minutes and try again."),
        (accounts.NotConfirmed(), 422, "has not been confirmed yet"),
    ],
)
def test_what_a_room_refuses_is_answered_with_its_sentence_on_a_plain_page(
    tmp_path: Path, error: Exception, status: int, says: str
) -> None:
    answer = make_site(tmp_path, routes={"/go": raising(error)}).test_client().get("/go")
    assert answer.status_code == status
    assert says in answer.text
    assert len(list(parsed(answer.text).iter("h1"))) == 1


def test_a_fault_of_ours_shows_no_inside_and_needs_no_account_to_be_shown(tmp_path: Path) -> None:
    app = make_site(tmp_path, routes={"/go": raising(KeyError("canary"))})
    app.config["PROPAGATE_EXCEPTIONS"] = False

    def broken() -> None:
        raise AssertionError("the error page asked who is signed in")

    app.login_manager.request_loader(lambda _request: broken())  # type: ignore[attr-defined]
    answer = app.test_client().get("/go")
    assert answer.status_code == 500
    assert "Something went wrong on our side" in answer.text
    assert "canary" not in answer.text


def test_a_database_that_is_away_is_a_short_break(tmp_path: Path) -> None:
    @public
    def view() -> str:
        from flask import current_app

        with current_app.extensions["portal"].reading() as session:
            session.execute(text("select 1"))
        return ""

    (tmp_path / "p.sqlite").mkdir()
    client = make_site(tmp_path, routes={"/go": view}).test_client()
    answer = client.get("/go")
    assert answer.status_code == 503
    assert "The portal is having a short break" in answer.text


def test_an_error_page_names_who_helps(tmp_path: Path) -> None:
    answer = make_site(tmp_path).test_client().get("/nowhere")
    assert answer.status_code == 404
    page = words(parsed(answer.text))
    assert "01632 960 100" in page
    assert "Carlisle 01632 960 110" in page


# ---- header and tabs


def test_whoever_is_signed_in_sees_their_name_tabs_and_a_button_to_sign_out(tmp_path: Path) -> None:
    app = make_site(tmp_path, person=Somebody("Jo <Bell>"))
    supply_tabs(app, lambda: [Tab(label="To do", url="/to-do", count=2, current=True)])
    page = parsed(app.test_client().get("/help").text)
    account = next(each for each in page.iter("nav") if each.get("aria-label") == "Your account")
    assert words(account) == "Jo <Bell> Your details Sign out"
    assert [each.get("method") for each in account.iter("form")] == ["post"]
    current = next(each for each in page.iter("a") if each.get("aria-current"))
    assert (words(current), current.get("href")) == ("To do 2", "/to-do")


def test_a_stranger_is_offered_to_sign_in(tmp_path: Path) -> None:
    page = parsed(make_site(tmp_path).test_client().get("/help").text)
    account = next(each for each in page.iter("nav") if each.get("aria-label") == "Your account")
    assert words(account) == "Sign in"


def test_a_page_with_errors_says_so_in_its_title(tmp_path: Path) -> None:
    view = public(lambda: render_template_string(FORM, errors=["something"]))
    page = parsed(make_site(tmp_path, routes={"/form": view}).test_client().get("/form").text)
    assert words(next(page.iter("title"))) == "Error: Form – SEND Portal – Cumberland Council"

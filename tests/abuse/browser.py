"""A small HTTP client: cookies and the forms' tokens as a browser keeps them, and nothing that a browser could not do."""

import http.client
import re
import secrets
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from email.message import Message
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlencode, urlsplit

import html5lib

Fields = Sequence[tuple[str, str]]
Files = Sequence[tuple[str, str, bytes]]  # field, file name, what is in it
PATIENCE = 30  # seconds for one answer
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: Message
    body: bytes

    @property
    def text(self) -> str:
        """The page."""
        return self.body.decode("utf-8", "replace")

    @property
    def to(self) -> str:
        """Where it leads."""
        return self.headers.get("Location", "")

    @property
    def words(self) -> str:
        """What is written on the page."""
        page = html5lib.parse(self.text, namespaceHTMLElements=False).find(".//main")
        return " ".join("".join(page.itertext()).split()) if page is not None else self.text


class Browser:
    """One browser at one address; redirects are followed only when it is asked to."""

    def __init__(self, site: str, address: str) -> None:
        self.site, self.address = site, address
        self.cookies: dict[str, str] = {}

    def copy(self) -> "Browser":
        """Another browser with the same cookies, as of a thief."""
        made = Browser(self.site, self.address)
        made.cookies = dict(self.cookies)
        return made

    def gets(self, path: str, **headers: str) -> Answer:
        """The answer to a GET."""
        return self.asks("GET", path, headers=headers)

    def opens(self, path: str) -> Answer:
        """The page that a GET ends at."""
        answer = self.gets(path)
        for _ in range(5):
            if answer.status not in (302, 303, 308):
                return answer
            answer = self.gets(answer.to)
        raise AssertionError(f"{path} leads round and round")

    def posts(self, path: str, *more: tuple[str, str], files: Files = (), **fields: str) -> Answer:
        """The answer to a POST with the token of this browser's forms."""
        return self.sends(path, [("csrf_token", self.token()), *more, *fields.items()], files=files)

    def sends(
        self,
        path: str,
        fields: Fields,
        *,
        files: Files = (),
        method: str = "POST",
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """The answer to exactly these fields."""
        kind, body = multipart(fields, files) if files else _urlencoded(fields)
        return self.asks(method, path, body=body, headers={"Content-Type": kind, **(headers or {})})

    def token(self, path: str = "/sign-in") -> str:
        """The token that the forms of this browser carry, from a page that has one."""
        found = TOKEN.search(self.gets(path).text)
        assert found
        return found[1]

    def asks(self, method: str, path: str, *, body: bytes = b"", headers: Mapping[str, str] | None = None) -> Answer:
        """One request, and the cookies that its answer sets."""
        sent = {"X-Forwarded-For": self.address, **(headers or {})}
        if self.cookies:
            sent["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        answer = self._exchange(method, path, body, sent)
        for each in answer.headers.get_all("Set-Cookie") or ():
            self._keep(each)
        return answer

    def _exchange(self, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        # A connection of its own for each request: it may meet another process.
        with closing(http.client.HTTPConnection(urlsplit(self.site).netloc, timeout=PATIENCE)) as connection:
            connection.request(method, path, body=body or None, headers=dict(headers))
            answer = connection.getresponse()
            return Answer(answer.status, answer.headers, answer.read())

    def _keep(self, header: str) -> None:
        for name, morsel in SimpleCookie(header).items():
            if morsel["max-age"] == "0" or "1970" in morsel["expires"]:
                self.cookies.pop(name, None)
            else:
                self.cookies[name] = morsel.value


def _urlencoded(fields: Iterable[tuple[str, str]]) -> tuple[str, bytes]:
    return "application/x-www-form-urlencoded", urlencode(list(fields)).encode()


def multipart(fields: Fields, files: Files) -> tuple[str, bytes]:
    """Content type and body of a form with files."""
    mark = secrets.token_hex(16)
    parts = [_part(mark, f'name="{name}"', value.encode()) for name, value in fields]
    for name, file, data in files:
        quoted = file.replace("\\", "\\\\").replace('"', '\\"')
        parts.append(_part(mark, f'name="{name}"; filename="{quoted}"', data))
    return f"multipart/form-data; boundary={mark}", b"".join([*parts, f"--{mark}--\r\n".encode()])


def _part(mark: str, disposition: str, data: bytes) -> bytes:
    head = f"--{mark}\r\nContent-Disposition: form-data; {disposition}\r\n\r\n"
    return head.encode("utf-8", "surrogatepass") + data + b"\r\n"


def fields_of(answer: Answer) -> list[Any]:
    """The elements of the main form of a page that have a name."""
    page = html5lib.parse(answer.text, namespaceHTMLElements=False).find(".//main")
    form = page.find(".//form")
    return [each for each in form.iter() if each.tag in ("input", "textarea", "select") and each.get("name")]

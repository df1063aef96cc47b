"""The council's settings: read once at start from a TOML file and the environment, checked, then frozen."""

import os
import re
import secrets
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from difflib import get_close_matches
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from webapp.colour import Brand, ColourRefused

HOME = Path(__file__).resolve().parent.parent
LEAST_KEY = 32  # characters of a secret key
LOCAL = ("localhost", "127.0.0.1")
MOST_DAYS = 60  # in which an answer is still one
HOLD, RELEASE = "hold", "release"  # what is done with a file that nobody could look into
PLACE = re.compile(r"/\S+|\S+:[0-9]{1,5}")


class SettingsRefused(Exception):
    """The portal cannot start with these settings."""


def _secret(variable: str) -> Any:
    """A field that comes from the environment alone and is never printed."""
    return field(default="", repr=False, metadata={"environment": variable})


@dataclass(frozen=True, kw_only=True)
class Help:
    """Whom people ask when they cannot get on with the portal."""

    phone: str = "01632 960 100"
    email: str = "portal.help@cumberland.example"
    hours: str = "Monday to Friday, 9am to 5pm"


@dataclass(frozen=True, kw_only=True)
class Sendiass:
    """The area's free, independent advice service for families."""

    name: str = "Cumberland SENDIASS"
    phone: str = "01632 960 150"


@dataclass(frozen=True, kw_only=True)
class Office:
    """The SEND team as letters name it; `address` in one line, with commas."""

    address: str = "SEND Team, Cumberland Council, 1 Invented Street, Carlisle CA99 1XX"
    phone: str = "01632 960 140"
    email: str = "send.team@cumberland.example"


@dataclass(frozen=True, kw_only=True)
class Mediation:
    """The mediation adviser of letters that can be appealed against."""

    name: str = "Invented Mediation Service"
    phone: str = "01632 960 160"
    email: str = "mediation@adviser.example"


@dataclass(frozen=True, kw_only=True)
class Disagreement:
    """The service that helps to settle disagreements."""

    name: str = "Invented Disagreement Resolution Service"
    phone: str = "01632 960 170"
    email: str = "resolution@adviser.example"


@dataclass(frozen=True, kw_only=True)
class Mail:
    """How mail leaves: by GOV.UK Notify or an SMTP server; with neither it stays in the mailbox page (demo)."""

    sender: str = "no-reply@send.cumberland.example"
    host: str = ""
    port: int = 587
    username: str = ""
    password: str = _secret("PORTAL_SMTP_PASSWORD")
    notify_template: str = ""
    notify_url: str = "https://api.notifications.service.gov.uk"
    notify_key: str = _secret("PORTAL_NOTIFY_KEY")
    notify_token: str = _secret("PORTAL_NOTIFY_TOKEN")  # with which Notify tells us what became of a mail

    @property
    def leaves(self) -> bool:
        """Does mail leave this machine?"""
        return bool(self.host or self.notify_template)


@dataclass(frozen=True, kw_only=True)
class UploadRules:
    """Who looks for viruses in what people send, and what is done with a file that nobody could look into."""

    scanner: str = ""  # host:port of a clamd, or the path of its socket
    unscanned: str = ""  # hold or release; empty: held, and in the demo released


@dataclass(frozen=True, kw_only=True)
class S3:
    """The bucket in which files lie; without one they lie under `var`."""

    bucket: str = ""
    endpoint: str = ""
    region: str = "eu-west-2"
    key: str = _secret("PORTAL_S3_KEY")
    secret: str = _secret("PORTAL_S3_SECRET")


@dataclass(frozen=True, kw_only=True)
class Config:
    """What differs from council to council; the defaults are an invented council's demo.

    Each setting is explained in `webapp/settings.example.toml`.
    """

    council: str = "Cumberland Council"
    service: str = "SEND Portal"
    brand: Brand = Brand("#0f4c56")
    areas: Mapping[str, str] = field(  # area -> number of its SEND team
        default_factory=lambda: {
            "Carlisle": "01632 960 110",
            "Allerdale": "01632 960 120",
            "Copeland": "01632 960 130",
        }
    )
    help: Help = Help()
    sendiass: Sendiass = Sendiass()
    office: Office = Office()
    mediation: Mediation = Mediation()
    disagreement: Disagreement = Disagreement()
    data_protection_email: str = "data.protection@cumberland.example"
    walkthrough_video: str = ""
    mail: Mail = Mail()
    uploads: UploadRules = UploadRules()
    s3: S3 = S3()
    base_url: str = "http://localhost:8000"
    trusted_hosts: tuple[str, ...] = LOCAL
    proxies: int = 0
    name_staff: bool = True
    answer_days: int = 5
    var: Path = Path("var")
    demo: bool = True
    database_url: str = _secret("PORTAL_DATABASE_URL")
    secret_key: str = _secret("PORTAL_SECRET_KEY")

    @property
    def https(self) -> bool:
        """Is the portal reached over https? Decides the cookie's name and HSTS."""
        return self.base_url.startswith("https://")

    @property
    def releases_unscanned(self) -> bool:
        """May a file be opened that nobody could look into for viruses?"""
        return self.uploads.unscanned == RELEASE or (self.demo and not self.uploads.unscanned)

    def at_port(self, port: int) -> "Config":
        """The same settings for a demo on another port of this machine."""
        return replace(self, base_url=f"http://localhost:{port}") if self.demo else self

    def cookie(self, key: str) -> str:
        """A cookie's name; browsers refuse the `__Host-` prefix without https, as on a demo's localhost."""
        return f"__Host-{key}" if self.https else key

    @classmethod
    def load(cls, environ: Mapping[str, str] = os.environ) -> "Config":
        """This machine's settings; raises SettingsRefused with the sentence that says what to mend.

        PORTAL_SETTINGS is the path of the TOML file; without one the demo's settings hold.
        """
        table = _read(environ["PORTAL_SETTINGS"]) if environ.get("PORTAL_SETTINGS") else {"demo": True}
        config = _parse({"demo": False, **table})
        config = replace(config, var=HOME / config.var)  # an absolute folder stays what it is
        config = _with_secrets(config, environ)
        config = replace(config, **{name: _with_secrets(getattr(config, name), environ) for name in SECRET_SECTIONS})
        if not config.database_url:
            config = replace(config, database_url=f"sqlite:///{config.var / 'portal.sqlite'}")
        if config.demo and not config.secret_key:
            config = replace(config, secret_key=_demo_key(config.var))
        _check(config)
        return config


SECTIONS = {
    "help": Help,
    "sendiass": Sendiass,
    "office": Office,
    "mediation": Mediation,
    "disagreement": Disagreement,
    "mail": Mail,
    "uploads": UploadRules,
    "s3": S3,
}
SECRET_SECTIONS = ("mail", "s3")


def _read(path: str) -> dict[str, Any]:
    try:
        return tomllib.loads(Path(path).read_text("utf-8"))
    except OSError as error:
        message = f"PORTAL_SETTINGS names {path}, which cannot be read: {error.strerror}."
        raise SettingsRefused(message) from None
    except tomllib.TOMLDecodeError as error:
        raise SettingsRefused(f"{path} is not TOML: {error}.") from None


def _parse(table: Mapping[str, Any]) -> Config:
    given = dict(table)
    for name, record in SECTIONS.items():
        if isinstance(given.get(name), dict):
            given[name] = _record(record, given[name], f"{name}.")
    if "brand_colour" in given:
        given["brand"] = _brand(given.pop("brand_colour"))
    if isinstance(given.get("trusted_hosts"), list):
        given["trusted_hosts"] = tuple(map(str, given["trusted_hosts"]))
    if isinstance(given.get("var"), str):
        given["var"] = Path(given["var"])
    return _record(Config, given, "")


def _brand(colour: object) -> Brand:
    try:
        return Brand(str(colour))
    except ColourRefused as error:
        raise SettingsRefused(f"Settings, {error}") from None


def _record(kind: type[Any], given: Mapping[str, Any], where: str) -> Any:
    """A record of `kind`; refuses names that it does not have and values of another type."""
    ordinary = [each.name for each in fields(kind) if "environment" not in each.metadata]
    defaults = kind()
    for name, value in given.items():
        if name not in ordinary:
            raise SettingsRefused(_unknown(kind, name, where, ordinary))
        expected = type(getattr(defaults, name))
        if not isinstance(value, expected) or (isinstance(value, bool) and expected is int):
            raise SettingsRefused(f"Settings, {where}{name}: {value!r} is not {_KINDS[expected]}.")
    return kind(**given)


_KINDS: dict[type, str] = {
    str: "text in quotes",
    int: "a whole number",
    bool: "true or false",
    dict: "a table",
    tuple: "a list",
    type(Config.var): "a folder in quotes",
    **dict.fromkeys(SECTIONS.values(), "a table"),
}


def _unknown(kind: type[Any], name: str, where: str, ordinary: list[str]) -> str:
    for each in fields(kind):
        if each.name == name:
            variable = each.metadata["environment"]
            return f"Settings, {where}{name}: a secret does not belong in a file. Set {variable} instead."
    near = get_close_matches(name, ordinary, 1)
    hint = f"Did you mean “{near[0]}”?" if near else f"There are: {', '.join(ordinary)}."
    return f"Settings, {where}{name}: there is no such setting. {hint}"


def _with_secrets(record: Any, environ: Mapping[str, str]) -> Any:
    variables = {each.name: each.metadata["environment"] for each in fields(record) if each.metadata}
    return replace(record, **{name: environ.get(variable, "") for name, variable in variables.items()})


def _demo_key(var: Path) -> str:
    """A key that outlives restarts, readable by this user alone."""
    path = var / "secret-key"
    if not path.exists():
        var.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(secrets.token_hex(LEAST_KEY))
    return path.read_text("ascii")


def _check(config: Config) -> None:
    address = urlsplit(config.base_url)
    if address.scheme not in ("http", "https") or not address.hostname or address.path:
        raise SettingsRefused("Settings, base_url: write https://, the host and nothing after it.")
    if address.hostname not in config.trusted_hosts:
        raise SettingsRefused(f"Settings, trusted_hosts: add “{address.hostname}”, the host of base_url.")
    if not 1 <= config.answer_days <= MOST_DAYS:
        raise SettingsRefused(f"Settings, answer_days: write a number of working days from 1 to {MOST_DAYS}.")
    _check_services(config)
    if config.demo:
        return
    if not config.https and address.hostname not in LOCAL:
        raise SettingsRefused("Settings, base_url: it must begin with https://, or passwords could be read.")
    if len(config.secret_key) < LEAST_KEY:
        raise SettingsRefused(f"Set PORTAL_SECRET_KEY to {LEAST_KEY} or more characters made by chance.")


def _check_services(config: Config) -> None:
    if config.uploads.scanner and not PLACE.fullmatch(config.uploads.scanner):
        raise SettingsRefused("Settings, uploads.scanner: write host:port, or the path of clamd’s socket.")
    if config.uploads.unscanned not in ("", HOLD, RELEASE):
        raise SettingsRefused(f"Settings, uploads.unscanned: write “{HOLD}” or “{RELEASE}”.")
    if config.mail.notify_template and not (config.mail.notify_key and len(config.mail.notify_token) >= LEAST_KEY):
        raise SettingsRefused(
            "Set PORTAL_NOTIFY_KEY to Notify’s API key, and PORTAL_NOTIFY_TOKEN "
            f"to {LEAST_KEY} or more characters made by chance, which Notify is given as well."
        )
    if config.s3.bucket and not (config.s3.key and config.s3.secret):
        raise SettingsRefused("Set PORTAL_S3_KEY and PORTAL_S3_SECRET: the bucket of s3.bucket is opened with them.")

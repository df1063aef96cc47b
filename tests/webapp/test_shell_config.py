"""The council's settings: what is taken, and the sentence that meets what cannot be."""

from dataclasses import replace
from pathlib import Path

import pytest

from webapp.config import Config, SettingsRefused

EXAMPLE = Path(__file__).parents[2] / "webapp" / "settings.example.toml"
KEY = {"PORTAL_SECRET_KEY": "k" * 32}


def load(folder: Path, text: str, **environ: str) -> Config:
    path = folder / "settings.toml"
    path.write_text(text, "utf-8")
    return Config.load({"PORTAL_SETTINGS": str(path), **KEY, **environ})


def test_the_example_file_says_exactly_what_holds_without_a_file() -> None:
    assert Config.load({"PORTAL_SETTINGS": str(EXAMPLE), **KEY}) == Config.load(KEY)


def test_without_a_file_it_is_the_demo_and_with_one_it_is_not(tmp_path: Path) -> None:
    assert Config.load(KEY).demo
    assert not load(tmp_path, 'council = "Westshire Council"').demo


def test_a_council_names_itself_its_areas_and_its_colour(tmp_path: Path) -> None:
    config = load(
        tmp_path,
        'council = "Westshire Council"\nbrand_colour = "#6b1d5e"\n[areas]\n"North" = "01632 960 777"\n'
        '[help]\nphone = "01632 960 778"\n',
    )
    assert (config.council, config.brand.colour, dict(config.areas)) == (
        "Westshire Council",
        "#6b1d5e",
        {"North": "01632 960 777"},
    )
    assert config.help.phone == "01632 960 778"
    assert config.help.hours == Config().help.hours


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('brand_colour = "#00aa88"', r"its contrast on white is 3\.0 to 1, and people need 4\.5 to 1 .* darker colour"),
        ('brand_colour = "teal"', "write it as # and six digits"),
        ('counsil = "X"', "there is no such setting. Did you mean “council”"),
        ('[help]\ntelephone = "1"', "help.telephone: there is no such setting. Did you mean “phone”"),
        ('secret_key = "abc"', "a secret does not belong in a file. Set PORTAL_SECRET_KEY instead"),
        ('[mail]\npassword = "abc"', "mail.password: a secret does not belong in a file. Set PORTAL_SMTP_PASSWORD"),
        ("council = 7", "council: 7 is not text in quotes"),
        ('[mail]\nport = "587"', "mail.port: '587' is not a whole number"),
        ("proxies = true", "proxies: True is not a whole number"),
        ('help = "ring us"', "help: 'ring us' is not a table"),
        ('trusted_hosts = "localhost"', "trusted_hosts: 'localhost' is not a list"),
        ('base_url = "https://a.example/portal"', "write https://, the host and nothing after it"),
        ('base_url = "https://a.example"', "trusted_hosts: add “a.example”"),
        ('base_url = "http://a.example"\ntrusted_hosts = ["a.example"]', "must begin with https://"),
        ("council = ", "is not TOML"),
    ],
)
def test_a_setting_that_cannot_hold_is_refused_with_its_remedy(tmp_path: Path, text: str, sentence: str) -> None:
    with pytest.raises(SettingsRefused, match=sentence):
        load(tmp_path, text)


def test_a_file_that_is_not_there_is_told_by_name() -> None:
    with pytest.raises(SettingsRefused, match="PORTAL_SETTINGS names nowhere.toml"):
        Config.load({"PORTAL_SETTINGS": "nowhere.toml"})


def test_outside_the_demo_a_long_secret_key_must_be_given(tmp_path: Path) -> None:
    with pytest.raises(SettingsRefused, match="Set PORTAL_SECRET_KEY to 32 or more"):
        load(tmp_path, 'council = "X"', PORTAL_SECRET_KEY="short")


def test_the_demo_makes_its_own_key_once_and_keeps_it_to_itself(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_text(f'demo = true\nvar = "{tmp_path.as_posix()}/var"', "utf-8")
    first, second = (Config.load({"PORTAL_SETTINGS": str(path)}) for _ in range(2))
    assert first.secret_key == second.secret_key
    assert len(first.secret_key) >= 32
    assert (tmp_path / "var" / "secret-key").stat().st_mode & 0o077 == 0


def test_secrets_come_from_the_environment_and_are_never_printed() -> None:
    config = Config.load(
        {
            "PORTAL_SECRET_KEY": "k" * 32,
            "PORTAL_DATABASE_URL": "postgresql://u:canary@h/d",
            "PORTAL_SMTP_PASSWORD": "canary",
        }
    )
    assert config.database_url == "postgresql://u:canary@h/d"
    assert config.mail.password == "canary"
    assert "canary" not in repr(config)
    assert "k" * 32 not in repr(config)


def test_the_cookie_carries_the_host_prefix_where_browsers_take_it() -> None:
    assert Config().cookie("session") == "session"
    assert replace(Config(), base_url="https://a.example").cookie("session") == "__Host-session"

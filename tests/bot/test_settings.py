from pathlib import Path

import platformdirs
import pytest

from bot.settings import Settings, home_folder, load_settings
from bot.show import as_toml
from index.errors import UsageError

pytestmark = pytest.mark.usefixtures("clean_environment")


def written(path: Path, text: str | bytes) -> Path:
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def test_without_a_file_everything_is_packaged_and_local(tmp_path: Path) -> None:
    settings = load_settings(tmp_path / "nowhere")
    assert (settings.embedder, settings.generator) == ("packaged", "packaged")
    assert (settings.language, settings.host, settings.port) == ("nl", "127.0.0.1", 7860)
    assert (settings.hits, settings.passage_tokens, settings.threads) == (10, 160, 0)
    assert settings.data is None
    assert settings.cache == platformdirs.user_cache_path("wijkwijzer")


def test_the_file_in_the_home_folder_is_read(tmp_path: Path) -> None:
    written(tmp_path / "wijkwijzer.toml", 'language = "en"\nport = 8080\ncache = "/tmp/c"\n')
    settings = load_settings(tmp_path)
    assert (settings.language, settings.port, settings.cache) == ("en", 8080, Path("/tmp/c"))


def test_another_file_takes_its_place(tmp_path: Path) -> None:
    written(tmp_path / "wijkwijzer.toml", "port = 8080\n")
    other = written(tmp_path / "other.toml", "hits = 3\n")
    settings = load_settings(tmp_path, other)
    assert (settings.port, settings.hits) == (7860, 3)


def test_the_environment_wins_over_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written(tmp_path / "wijkwijzer.toml", "port = 8080\nhits = 3\n")
    monkeypatch.setenv("WIJKWIJZER_PORT", "9090")
    monkeypatch.setenv("WIJKWIJZER_HOME", "/elsewhere")  # no setting, and known all the same
    settings = load_settings(tmp_path)
    assert (settings.port, settings.hits) == (9090, 3)


def test_settings_cannot_be_changed_once_read(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="frozen"):
        load_settings(tmp_path).port = 1


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("colour = 1\n", "There is no setting 'colour', "),
        ("port = 70000\n", "The setting 'port' in "),
        ("port = 0\n", "The setting 'port' in "),
        ('port = "http"\n', "The setting 'port' in "),
        ('language = "de"\n', "The setting 'language' in "),
        ("hits = 0\n", "The setting 'hits' in "),
        ("hits = 101\n", "The setting 'hits' in "),
        ("passage_tokens = 15\n", "The setting 'passage_tokens' in "),
        ("passage_tokens = 449\n", "The setting 'passage_tokens' in "),
        ("threads = -1\n", "The setting 'threads' in "),
        ("[bot]\nport = 1\n", "There is no setting 'bot', "),
        ("port = \n", "cannot be read: "),
        ("port = 1\nport = 2\n", "cannot be read: "),
        (b'language = "\xff"\n', "cannot be read: "),
    ],
)
def test_a_wrong_file_is_refused_by_name(tmp_path: Path, text: str | bytes, said: str) -> None:
    file = written(tmp_path / "wijkwijzer.toml", text)
    with pytest.raises(UsageError) as refused:
        load_settings(tmp_path)
    assert said in str(refused.value)
    assert str(file) in str(refused.value)


def test_a_file_that_was_named_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"There is no settings file '.*nope\.toml'"):
        load_settings(tmp_path, tmp_path / "nope.toml")


def test_unknown_variables_are_refused_by_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WIJKWIJZER_COLOUR", "red")
    monkeypatch.setenv("wijkwijzer_port", "8080")
    with pytest.raises(
        UsageError, match=r"environment variable WIJKWIJZER_COLOUR\. 'wijkwijzer config show'"
    ):
        load_settings(tmp_path)


def test_a_wrong_value_in_the_environment_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WIJKWIJZER_PORT", "many")
    with pytest.raises(UsageError, match=r"The setting '(?i:port)'.* or the environment is wrong"):
        load_settings(tmp_path)


def test_the_home_folder_is_the_option_or_the_variable_or_the_platforms() -> None:
    variable = {"WIJKWIJZER_HOME": "/variable"}
    assert home_folder(Path("/option"), variable) == Path("/option")
    assert home_folder(None, variable) == Path("/variable")
    for nothing in ({}, {"WIJKWIJZER_HOME": ""}):
        assert home_folder(None, nothing) == platformdirs.user_data_path("wijkwijzer")


def test_the_home_variable_is_read_when_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WIJKWIJZER_HOME", "/variable")
    assert home_folder(None) == Path("/variable")
    assert Settings().port == 7860


def test_public_contacts_come_from_file_and_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert load_settings(tmp_path).public_contacts == ()
    written(tmp_path / "wijkwijzer.toml", 'public_contacts = ["utrecht.nl", "030 - 286 10 00"]\n')
    settings = load_settings(tmp_path)
    assert settings.public_contacts == ("utrecht.nl", "030 - 286 10 00")
    shown = as_toml(settings, tmp_path)
    assert '\npublic_contacts = ["utrecht.nl", "030 - 286 10 00"]' in shown
    assert load_settings(tmp_path, written(tmp_path / "again.toml", shown)) == settings
    monkeypatch.setenv("WIJKWIJZER_PUBLIC_CONTACTS", '["info@breda.nl"]')
    assert load_settings(tmp_path).public_contacts == ("info@breda.nl",)


def test_a_public_contact_that_is_none_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written(tmp_path / "wijkwijzer.toml", 'public_contacts = ["Utrecht"]\n')
    with pytest.raises(
        UsageError, match=r"The setting 'public_contacts' in .* is wrong: 'Utrecht' is neither a domain"
    ):
        load_settings(tmp_path)
    monkeypatch.setenv("WIJKWIJZER_PUBLIC_CONTACTS", "utrecht.nl")
    with pytest.raises(
        UsageError, match=r"Write a list as JSON: WIJKWIJZER_PUBLIC_CONTACTS='\[\"utrecht\.nl\"\]'"
    ):
        load_settings(tmp_path)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('oidc_issuer = "http://login.breda.nl"', "Set an address that begins with https."),
        ('oidc_issuer = "login.breda.nl"', "The setting 'oidc_issuer'"),
        ('oidc_issuer = "https://login.breda.nl"', "needs 'oidc_client'"),
        ('oidc_issuer = "https://login.breda.nl"\noidc_client = "balie"', "'oidc_editors' or 'oidc_readers'"),
    ],
)
def test_a_provider_by_which_nobody_could_safely_log_in_is_refused(
    tmp_path: Path, text: str, said: str
) -> None:
    written(tmp_path / "wijkwijzer.toml", text)
    with pytest.raises(UsageError, match=said):
        load_settings(tmp_path)


@pytest.mark.parametrize("issuer", ["https://login.breda.nl/realm", "http://127.0.0.1:8080"])
def test_a_provider_is_set_with_its_groups(tmp_path: Path, issuer: str) -> None:
    text = f'oidc_issuer = "{issuer}"\noidc_client = "balie"\noidc_readers = "lezers"\noidc_secret = "geheim"'
    written(tmp_path / "wijkwijzer.toml", text)
    settings = load_settings(tmp_path)
    assert settings.oidc_issuer == issuer
    assert "geheim" not in repr(settings)

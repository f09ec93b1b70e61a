"""Settings: one TOML file and environment variables, unknown names refused."""

import os
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

import platformdirs
from pydantic import Field, ValidationError, field_validator
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    SettingsError,
    TomlConfigSettingsSource,
)

from index.errors import UsageError
from index.privacy import PublicContacts
from prompts import Language

PREFIX = "WIJKWIJZER_"
FILE = "wijkwijzer.toml"
PACKAGED = "packaged"
# Where the index and the settings file lie; not a setting itself, since the settings are read from it.
HOME_VARIABLE = f"{PREFIX}HOME"


class Settings(BaseSettings):
    """Everything that can be set. The environment wins over the file."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="forbid", frozen=True)

    language: Language = Field("nl", description="language of the page and of messages: nl or en")
    embedder: str = Field(
        PACKAGED,
        min_length=1,
        description="'packaged', a sentence-transformers folder (a path), or a hub id (owner/name)",
    )
    generator: str = Field(
        PACKAGED,
        min_length=1,
        description="'packaged', a transformers folder (a path), a hub id (owner/name), or the address of an "
        "OpenAI-compatible endpoint (http://127.0.0.1:8000/v1), which is then sent questions and quotes",
    )
    generator_model: str = Field("", description="what the endpoint calls its model")
    generator_key: str = Field("", description="the endpoint's key, if it asks for one", repr=False)
    reader: str = Field(
        PACKAGED,
        pattern=f"^({PACKAGED})?$",
        description="'packaged': a small network reads the best sentences and says whether they answer; "
        "empty: similarity and words alone decide",
    )
    reranker: str = Field(
        "",
        description="a cross-encoder's folder (a path) or hub id that reads the best 20 passages, or all "
        "that are asked for, to order them anew; none is packaged, and empty is none",
    )
    cache: Path = Field(
        default_factory=lambda: platformdirs.user_cache_path("wijkwijzer"),
        description="where the packaged models are prepared",
    )
    data: Path | None = Field(None, description="measuring data for benchmarks; no part of the product")
    host: str = Field("127.0.0.1", description="address that the page is served on")
    port: int = Field(7860, ge=1, le=65535, description="port that the page is served on")
    hits: int = Field(10, ge=1, le=100, description="passages that an answer may stand on")
    # Measured by `python -m eval.passages`: shorter ones lose documents (48: nDCG@10 -.06); longer ones
    # gain at most .02 there, and have fewer right sentences in as many tokens (400: .86 instead of .91).
    passage_tokens: int = Field(160, ge=16, le=448, description="most tokens of a passage's own text")
    threads: int = Field(0, ge=0, description="processor threads for the models; 0 takes all")
    municipality: Path | None = Field(
        None,
        description="TOML file with a municipality's name, logo, colours, example questions and contacts",
    )
    public_contacts: tuple[str, ...] = Field(
        (),
        description="contact details that are not masked: domains (utrecht.nl), e-mail addresses, numbers; "
        "helplines never are",
    )

    keep_questions_days: int = Field(
        0,
        ge=0,
        le=365,
        description="so many days the desk keeps refused and badly rated questions, masked; 0 keeps none, "
        "only reasons and counts",
    )
    oidc_issuer: str = Field(
        "",
        pattern="^(https?://.+)?$",
        description="address of an OpenID Connect provider, by which staff log in at the desk; empty is none",
    )
    oidc_client: str = Field("", description="what that provider calls this desk")
    oidc_secret: str = Field("", description="the secret that the provider gave it", repr=False)
    oidc_editors: str = Field(
        "", description="the provider's group (claim 'groups') whose members are editors"
    )
    oidc_readers: str = Field("", description="likewise of readers; who is in neither does not get in")

    @field_validator("public_contacts")
    @classmethod
    def _contacts_can_be_read(cls, stated: tuple[str, ...]) -> tuple[str, ...]:
        PublicContacts.of(stated)
        return stated

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Read the environment before what `load_settings` took from the file."""
        del settings_cls, dotenv_settings, file_secret_settings
        return env_settings, init_settings


def home_folder(option: Path | None, environment: Mapping[str, str] = os.environ) -> Path:
    """Return the folder of index and settings: the option, else the environment, else the platform's."""
    if option is not None:
        return option
    if environment.get(HOME_VARIABLE):
        return Path(environment[HOME_VARIABLE])
    return platformdirs.user_data_path("wijkwijzer")


def _unknown_variables(environment: Mapping[str, str]) -> list[str]:
    known = {f"{PREFIX}{name}".upper() for name in Settings.model_fields} | {HOME_VARIABLE}
    return sorted(
        name for name in environment if name.upper().startswith(PREFIX) and name.upper() not in known
    )


def _complete(settings: Settings) -> Settings:
    """Return settings whose parts belong together."""
    if not settings.oidc_issuer:
        return settings
    address = urlsplit(settings.oidc_issuer)
    if address.scheme != "https" and address.hostname not in ("127.0.0.1", "localhost", "::1"):
        raise UsageError(
            f"The setting 'oidc_issuer' is '{settings.oidc_issuer}': over http anybody on the way could "
            "log in. Set an address that begins with https."
        )
    if not settings.oidc_client or not (settings.oidc_editors or settings.oidc_readers):
        raise UsageError(
            "The setting 'oidc_issuer' needs 'oidc_client', and 'oidc_editors' or 'oidc_readers': "
            "without them nobody can log in by it."
        )
    return settings


def load_settings(home: Path, config: Path | None = None) -> Settings:
    """Read the settings file, `config` or else the one in `home` if it is there, and the environment.

    Raises `UsageError` for a file that cannot be read, an unknown name or a value that does not fit.
    """
    file = config if config is not None else home / FILE
    if config is not None and not file.is_file():
        raise UsageError(f"There is no settings file '{file}'.")
    if unknown := _unknown_variables(os.environ):
        raise UsageError(
            f"There is no setting for the environment variable {', '.join(unknown)}. "
            "'wijkwijzer config show' lists all settings."
        )
    try:
        read = TomlConfigSettingsSource(Settings, toml_file=file)() if file.is_file() else {}
        if unknown := sorted(read.keys() - Settings.model_fields.keys()):
            raise UsageError(
                f"There is no setting '{unknown[0]}', which '{file}' sets. "
                "'wijkwijzer config show' lists all settings."
            )
        return _complete(Settings(**read))
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(str(part) for part in first["loc"])
        wrong = first["msg"].removeprefix("Value error, ")
        raise UsageError(
            f"The setting '{name}' in '{file}' or the environment is wrong: {wrong}. "
            "'wijkwijzer config show' lists all settings."
        ) from error
    except SettingsError as error:
        raise UsageError(
            f"An environment variable cannot be read: {error}. Write a list as JSON: "
            f"""{PREFIX}PUBLIC_CONTACTS='["utrecht.nl"]'"""
        ) from error
    except (OSError, ValueError) as error:
        raise UsageError(f"The settings file '{file}' cannot be read: {error}") from error

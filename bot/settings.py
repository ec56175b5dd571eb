"""Read the environment (prefix `TROLY_`, or `.env`) once; refuse what cannot work before any door opens."""

import re
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from knowledge.clock import ZONE, Clock, running_from, system_clock
from knowledge.phrases import load_phrases

SAY = load_phrases(Path(__file__).with_name("phrases") / "operator.yaml")
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


class ConfigurationError(RuntimeError):
    """The assistant cannot run as configured; the text is one line for the operator, the exit code is 3."""


class Settings(BaseSettings):
    """Every setting has a working default: nothing is needed to open the web chat on this machine."""

    model_config = SettingsConfigDict(
        env_prefix="TROLY_",
        env_file=".env",
        env_file_encoding="utf-8-sig",  # some editors put a byte order mark first
        env_ignore_empty=True,
        str_strip_whitespace=True,
        extra="ignore",
    )

    data_dir: Path = Path("data")
    database_url: str = ""
    host: str = "127.0.0.1"
    port: int = Field(default=8080, ge=0, le=65535)
    public_url: str = ""
    allowed_origins: str = ""
    office_name: str = ""
    telegram_token: str = ""
    telegram_api_url: str = ""
    lane_seconds: float = Field(default=10, gt=0)
    clock: datetime | None = None

    @field_validator("clock")
    @classmethod
    def _zoned(cls, value: datetime | None) -> datetime | None:
        return value.replace(tzinfo=ZONE) if value and value.tzinfo is None else value

    @field_validator("telegram_api_url")
    @classmethod
    def _scheme_and_host(cls, value: str) -> str:
        place = urlsplit(value)
        if value and (place.scheme not in {"http", "https"} or not place.hostname or place.path.strip("/")):
            raise ValueError(SAY("config.base_url"))
        return value

    @property
    def database(self) -> str:
        """The database's address; one SQLite file in the data folder unless told otherwise."""
        if not self.database_url:
            return f"sqlite:///{self.data_dir.resolve() / 'troly.db'}"
        # Hosts hand out addresses without a driver's name; the house brings one.
        return re.sub(r"^postgres(ql)?://", "postgresql+psycopg://", self.database_url)

    @property
    def telegram_url(self) -> str:
        """Scheme and host of the Bot API."""
        return (self.telegram_api_url or "https://api.telegram.org").rstrip("/")

    @property
    def origins(self) -> frozenset[str]:
        """Other sites whose pages may send messages, as `https://host`."""
        return frozenset(origin.strip().rstrip("/") for origin in self.allowed_origins.split(",") if origin.strip())

    @property
    def web_url(self) -> str:
        """How people reach the web chat."""
        return (self.public_url or f"http://{self.host}:{self.port}").rstrip("/")

    def make_clock(self) -> Clock:
        """The system's clock, or one started at `CLOCK`, which only a test set-up may do."""
        if self.clock is None:
            return system_clock
        if self.telegram_token and urlsplit(self.telegram_url).hostname not in _LOOPBACK:
            raise ConfigurationError(SAY("config.clock"))
        return running_from(self.clock)


def read_settings() -> Settings:
    """The settings of this process; raises ConfigurationError naming the first wrong one."""
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = "TROLY_" + "_".join(str(part) for part in first["loc"]).removeprefix("TROLY_").upper()
        raise ConfigurationError(
            SAY("config.setting", error=f"{name}: {first['msg'].removeprefix('Value error, ')}")
        ) from error
    except UnicodeDecodeError as error:
        raise ConfigurationError(SAY("config.encoding")) from error


def writable_folder(path: Path) -> Path:
    """The data folder, made if absent; raises ConfigurationError when nothing can be written there."""
    probe = path / ".probe"
    try:
        path.mkdir(parents=True, exist_ok=True)
        probe.write_text("")
        probe.unlink()
    except OSError as error:
        raise ConfigurationError(SAY("config.data_dir", path=path)) from error
    return path

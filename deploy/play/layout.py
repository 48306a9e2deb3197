"""Where everything of a game lies on this machine: the checkout, and var/ for all that must last."""

from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Layout:
    """Folders under one var/."""

    var: Path = ROOT / "var"
    root: Path = ROOT

    @property
    def postgres(self) -> Path:
        return self.var / "postgres"

    @property
    def images(self) -> Path:
        return self.var / "images"

    @property
    def audio(self) -> Path:
        return self.var / "audio"

    @property
    def reference_voices(self) -> Path:
        return self.var / "reference_voices"

    @property
    def web_static(self) -> Path:
        return self.var / "web_static"

    @property
    def secrets(self) -> Path:
        return self.var / "secrets.env"

    @property
    def lock(self) -> Path:
        return self.var / "play.lock"

    def log(self, name: str) -> Path:
        """Return the log file of one part."""
        return self.var / "logs" / f"{name}.log"

    def make(self) -> None:
        """Make the folders that services expect; the database makes its own."""
        for folder in (self.images, self.audio, self.reference_voices, self.web_static):
            folder.mkdir(parents=True, exist_ok=True)
        (self.var / "logs").mkdir(exist_ok=True)

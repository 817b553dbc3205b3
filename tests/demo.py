"""Where the demo lies: at the top of a fresh clone, below examples/ once a company has begun with `invoke init`."""

from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[1]
ASIDE = "examples/mogwanaru"
# What `invoke init` moves aside.
MOVED = ("content", "site.toml", "sources.toml", "records")


def demo_of(repository: Path) -> Path:
    """Return the folder that holds the demo's content/, site.toml and sources.toml."""
    aside = repository / ASIDE
    return aside if (aside / "site.toml").exists() else repository


DEMO = demo_of(REPOSITORY)

"""The theme's files, and an environment as strict as the build's."""

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from plugins.core import korean

THEME = Path(__file__).resolve().parents[2] / "theme"
TEMPLATES = sorted((THEME / "templates").glob("*.html"))
STYLESHEETS = sorted((THEME / "static").rglob("*.css"))


def an_environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(THEME / "templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    environment.filters.update(day=korean.day, moment=korean.moment, iso=korean.iso, span=korean.span)
    return environment

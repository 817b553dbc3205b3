"""The theme's files, and an environment as strict as the build's."""

from pathlib import Path

from jinja2 import Environment, FileSystemLoader

from plugins.core import interface

THEME = Path(__file__).resolve().parents[2] / "theme"
TEMPLATES = sorted((THEME / "templates").glob("*.html"))
STYLESHEETS = sorted((THEME / "static").rglob("*.css"))


def an_environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(THEME / "templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=[interface.Interface],
    )
    environment.globals["DEFAULT_LANG"] = "ko"
    return environment

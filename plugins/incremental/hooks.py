"""The incremental build in Pelican, for any Pelican site.

First in ``PLUGINS``, so that its pages are written before another plugin looks at the finished output.
Reads the settings ``INCREMENTAL_…``, ``OUTPUT_PATH``, ``PATH``, ``THEME…`` and ``JINJA_…``, whatever the readers look
up themselves, and ``read_besides`` of the context: files, relative to ``PATH``, that a generator reads with Pelican's
readers and that are no articles; they are converted together with those. Puts into the settings ``MEMO``
(``plugins.core.memo``), where other plugins remember their results.
Answers ``get_writer``, which takes one answer.
"""

from collections.abc import Sequence
from typing import Any

from pelican import signals

from plugins.edge.workers import end_unasked, thaw
from plugins.incremental.build import STATE, Build
from plugins.incremental.membership import Members, settle
from plugins.incremental.pages import WatchedContext
from plugins.incremental.writer import IncrementalWriter


def begin(pelican: Any) -> None:
    """Open what the last build remembered."""
    pelican.settings[STATE] = Build(pelican.settings, pelican.plugins)
    # All plugins have connected theirs by now: this one comes behind them.
    signals.finalized.connect(end)
    signals.content_object_init.connect(remember_body)


def clear_up(_pelican: Any) -> None:
    """Let go of what an earlier run of this process left: one that was refused its helpers, any what it froze."""
    end_unasked()
    thaw()


def remember_in_readers(generator: Any) -> None:
    """Put remembering readers and watched templates in the place of a generator's own."""
    build: Build = generator.settings[STATE]
    generator.env.context_class = WatchedContext
    generator.env.bytecode_cache = build.compiled
    # Every page is of the templates whose fingerprint was taken; nobody looks again for each page whether they changed.
    generator.env.auto_reload = False
    readers = generator.readers.readers
    for suffix, reader in readers.items():
        if suffix != "static":
            readers[suffix] = build.shelf.cached(reader)


def remember_body(content: Any) -> None:
    """Note what a file said when it was read, while somebody edits."""
    build: Build | None = content.settings.get(STATE)
    if build is not None and build.is_watched:
        build.bodies.read(content)


def read_together(generator: Any) -> None:
    """Convert all new posts before Pelican asks for the first one, and what another generator says it will read."""
    build: Build = generator.settings[STATE]
    if build.is_read:
        return
    build.is_read = True
    paths = generator.get_files(generator.settings["ARTICLE_PATHS"], exclude=generator.settings["ARTICLE_EXCLUDES"])
    paths |= frozenset(generator.context.get("read_besides", ()))
    build.read_together(generator.path, sorted(paths), generator.readers.readers)


def find_members_quickly(generator: Any) -> None:
    """Let Pelican ask "is this post in that list" without walking through the list.

    Source: pelican.generators.ArticlesGenerator.generate_tags, generate_categories, generate_authors
    """
    for tag, articles in generator.tags.items():
        generator.tags[tag] = Members(articles)
    for groups in (generator.categories, generator.authors):
        groups[:] = [(name, Members(articles)) for name, articles in groups]


def know_the_templates(generators: Sequence[Any]) -> None:
    """Take the fingerprint of what all pages share, once every generator is there."""
    build: Build = generators[0].settings[STATE]
    build.context, build.readers = generators[0].context, generators[0].readers
    folders = [folder for generator in generators for folder in generator._templates_path]
    build.begin_pages(dict.fromkeys(folders))


def writer(pelican: Any) -> type[IncrementalWriter]:
    """Return the writer that Pelican shall use; from here on no address changes any more."""
    build: Build = pelican.settings[STATE]
    settle(build.context.get("generated_content", {}).values())
    return IncrementalWriter


def finish_pages(pelican: Any) -> None:
    """Render what still waits, before another plugin looks at the finished output."""
    pelican.settings[STATE].finish_pages()


def end(pelican: Any) -> None:
    """Take away what is gone, and keep what was learned."""
    pelican.settings[STATE].end()


def register() -> None:
    """Connect the receivers."""
    signals.initialized.connect(begin)
    # Sent at the beginning of every run; Pelican makes several with one ``Pelican`` while it reloads.
    signals.get_generators.connect(clear_up)
    signals.generator_init.connect(remember_in_readers)
    signals.article_generator_preread.connect(read_together)
    signals.article_generator_finalized.connect(find_members_quickly)
    signals.all_generators_finalized.connect(know_the_templates)
    signals.get_writer.connect(writer)
    signals.finalized.connect(finish_pages)

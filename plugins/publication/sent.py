"""Which folders of this machine the site was ever sent to: whoever is asked to be forgotten is looked for there too.

``site.toml`` names at most one of them; ``invoke publish --target`` names any. Kept in ``.desk/``: where a folder lies
on somebody's machine is nothing for git.
"""

import json
from pathlib import Path

from plugins.core.errors import BuildError
from plugins.edge.private import write_private

NOTE = Path(".desk/sent.json")


def folders_sent_to(root: Path) -> tuple[Path, ...]:
    """Return the folders, oldest first; those that are gone by now too, since they may come back.

    Raises:
        BuildError: The note cannot be read; without it somebody would be told that nothing is left.
    """
    path = root / NOTE
    try:
        return tuple(Path(str(folder)) for folder in json.loads(path.read_text(encoding="utf-8"))["folders"])
    except FileNotFoundError:
        return ()
    except (ValueError, KeyError, TypeError) as error:
        advice = "어디로 발행했는지 적은 목록을 읽을 수 없습니다. 지우면 다음 발행 때 새로 만듭니다."
        raise BuildError(str(NOTE), "not a list of folders", advice=advice) from error


def note_folder(root: Path, folder: Path) -> None:
    """Remember a folder before anything is sent there: a publication that is killed half way leaves pages too."""
    known, real = folders_sent_to(root), folder.resolve()
    if real not in known:
        text = json.dumps({"folders": [str(path) for path in (*known, real)]}, ensure_ascii=False, indent=1)
        write_private(root / NOTE, f"{text}\n", root=root)

"""Which files of a folder we wrote, with their digests: what we may take away again, and nothing else."""

import json
from collections.abc import Mapping
from hashlib import sha256
from json.encoder import encode_basestring as quoted
from pathlib import Path

from plugins.core.errors import BuildError
from plugins.edge.files import write_if_changed

# What the last publication sent, in git.
RECORD = Path("records/published.json")


def digest(content: bytes) -> str:
    """Return the digest by which a file is known again."""
    return sha256(content).hexdigest()


def manifest_of(output: Path) -> Path:
    """Return where a build keeps what it wrote into a folder: beside it, so that it lives as long as the folder does.

    Not in ``cache/``, which may be deleted at any time: then nobody would know which pages are ours to take away.
    """
    return output.with_name(f".{output.name}.written.json")


def read_manifest(path: Path) -> Mapping[str, str]:
    """Return digests by path; empty where nothing was ever written.

    Raises:
        BuildError: The file is there but cannot be read; guessing would take away files that are not ours.
    """
    try:
        files = json.loads(path.read_text(encoding="utf-8"))["files"]
        return {str(name): str(value) for name, value in files.items()}
    except FileNotFoundError:
        return {}
    except (ValueError, KeyError, AttributeError, TypeError) as error:
        raise BuildError(
            str(path), "not a manifest", advice="무엇을 썼는지 적은 목록을 읽을 수 없습니다. 지우면 새로 만듭니다."
        ) from error


def write_manifest(path: Path, files: Mapping[str, str]) -> None:
    """Keep the digests, sorted, so that the same site gives the same bytes."""
    # As json.dumps writes it with an indent of 1, which it does not do in C: there are five files to a post.
    lines = ",\n".join(f"  {quoted(name)}: {quoted(value)}" for name, value in sorted(files.items()))
    write_if_changed(path, f'{{\n "files": {{\n{lines}\n }}\n}}\n' if lines else '{\n "files": {}\n}\n')

"""What a preview says of an error that nobody foresaw: where it is, in Korean, before the traceback. Pure."""

import traceback
from collections.abc import Iterator
from pathlib import Path

# What belongs to whom, by the first part of a path.
_KINDS = {"theme": "틀", "plugins": "프로그램"}
_SETTINGS = "설정 파일"


def told_of(error: BaseException, root: Path) -> str:
    """Return a sentence with file and line, and the traceback behind it.

    Args:
        root: Of the project; what is no part of it is not to be mended by whoever looks at the page.
    """
    what = f"{type(error).__name__}: {error}"
    # A template leads to the code that it calls, and is what was just edited.
    places = sorted(_places(error, root), key=lambda place: place[0].startswith("theme"))
    if places:
        name, line = places[-1]
        kind = _KINDS.get(name.partition("/")[0], _SETTINGS)
        said = f"{name}:{line}: {kind}에 잘못이 있어 짓지 못했습니다. 고쳐 저장하면 다시 짓습니다."
    else:
        said = "미리보기를 짓지 못했습니다. 뜻밖의 잘못입니다."
    return f"{said}\n{what}\n\n{''.join(traceback.format_exception(error)).rstrip()}"


def _places(error: BaseException, root: Path) -> Iterator[tuple[str, int]]:
    for frame in traceback.extract_tb(error.__traceback__):
        if name := _below(frame.filename, root):
            yield name, frame.lineno or 0
    if isinstance(error, SyntaxError) and (name := _below(error.filename or "", root)):
        yield name, error.lineno or 0


def _below(file: str, root: Path) -> str:
    path = Path(file)
    if not path.is_relative_to(root) or "site-packages" in path.parts:
        return ""
    name = path.relative_to(root).as_posix()
    # Whoever builds is on every way to an error.
    return "" if name.startswith("plugins/publication/") else name

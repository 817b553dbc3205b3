"""Files that staff name on the command line."""

from pathlib import Path

from plugins.core.errors import suggestion
from plugins.desk.arguments import UsageError


def bytes_of(path: Path) -> bytes:
    """Return the bytes of a file.

    Raises:
        UsageError: It is not there, or cannot be read.
    """
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        advice = "그런 파일이 없습니다. 이름과 폴더를 확인해 주세요."
        raise UsageError(str(path), "no such file", advice=advice) from error
    except IsADirectoryError as error:
        raise UsageError(str(path), "a folder", advice="폴더입니다. 그 안의 파일을 적어 주세요.") from error
    except PermissionError as error:
        raise UsageError(str(path), "forbidden", advice="읽을 권한이 없는 파일입니다. 권한을 확인해 주세요.") from error
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise UsageError(str(path), reason, advice=f"파일을 읽을 수 없습니다({reason}).") from error


def absent(name: str, content: Path) -> UsageError:
    """Return the refusal of a name that nothing under ``content`` has: what it was meant to be, where that is near."""
    near = suggestion(Path(name).name, {path.name for path in content.glob("*/*.md")})
    advice = f"그런 글이나 폴더가 없습니다.{near or ' content/ 아래의 것을 적어 주세요. 예: content/responses'}"
    return UsageError(name, "no such file", advice=advice)


def text_of(path: Path) -> str:
    """Return the text of a file, read as feeds are: UTF-8, or what a Korean Windows writes.

    Raises:
        UsageError: It is not there, cannot be read, or is no text.
    """
    from plugins.inbox.decode import decode  # noqa: PLC0415  with the inbox come its settings

    body = bytes_of(path)
    read = decode(body)
    if read.holes or (b"\0" in body and not read.encoding.startswith("utf-")):
        advice = "글 파일로 읽을 수 없습니다. 메모장이나 한글에서 텍스트(.txt)로 저장해 주세요."
        raise UsageError(str(path), "no text", advice=advice)
    return read.text

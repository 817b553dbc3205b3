"""One source's documents as they came: over HTTP with its conditions and secrets, from a file, or from a folder."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from plugins.core.errors import FetchError
from plugins.core.http import Fetch, Reply, Request
from plugins.core.urls import redacted
from plugins.inbox.model import FetchState, Source
from plugins.inbox.schedule import asked_pause, trusts_validators

ACCEPT = (
    "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, text/xml;q=0.9,"
    " application/json;q=0.8, */*;q=0.5"
)
GONE = 410

ReadFile = Callable[[str], bytes]
ReadFolder = Callable[[str], tuple[tuple[str, bytes], ...]]


@dataclass(frozen=True, kw_only=True, slots=True)
class World:
    """What a source is read with.

    Attributes:
        read_file: Returns the bytes of a source's ``path``; its ``OSError`` fails that source only.
        read_folder: Returns (name, bytes) of the files dropped into a source's ``folder``, in a lasting order.
        environ: Where the values of sources' secret headers are looked up.
    """

    fetch: Fetch
    read_file: ReadFile
    read_folder: ReadFolder
    environ: Mapping[str, str]


@dataclass(frozen=True, kw_only=True, slots=True)
class Arrived:
    """What came.

    Attributes:
        documents: (file name or "", bytes); none where nothing has changed.
        moved_to: The new address, without secret values, where the server says that the source has moved for good.
        not_before: Until when the server wants to be left alone.
    """

    documents: tuple[tuple[str, bytes], ...]
    url: str = ""
    charset: str = ""
    etag: str = ""
    last_modified: str = ""
    moved_to: str = ""
    not_before: datetime | None = None
    is_unchanged: bool = False


class RefusedError(FetchError):
    """The server answered, with a refusal.

    Attributes:
        not_before: Until when it wants to be left alone.
    """

    def __init__(self, which: str, status: int, *, not_before: datetime | None) -> None:
        super().__init__(which, f"HTTP {status}", advice=status_advice(status))
        self.status, self.not_before = status, not_before


class NotAFeedError(Exception):
    """What came is something else; ``korean`` says what it looks like."""

    def __init__(self, korean: str) -> None:
        super().__init__("not a feed")
        self.korean = korean


async def arrived_from(source: Source, state: FetchState, world: World, *, context: str, now: datetime) -> Arrived:
    """Return what a source gives now.

    Raises:
        FetchError: Nothing that could be read.
    """
    if source.path or source.folder:
        return _local(source, world)
    conditions: list[tuple[str, str]] = []
    if trusts_validators(state, context=context, now=now):
        conditions = [("If-None-Match", state.etag), ("If-Modified-Since", state.last_modified)]
        conditions = [(name, value) for name, value in conditions if value]
    reply = await world.fetch(
        Request(
            url=source.url,
            headers=(("Accept", ACCEPT), *conditions),
            secret_headers=_secrets(source, world.environ),
        )
    )
    not_before = asked_pause(reply, now=now, interval=source.interval)
    if reply.status == 304 and conditions:
        return Arrived(documents=(), is_unchanged=True, moved_to=_moved_to(reply), not_before=not_before)
    if reply.status != 200:
        raise RefusedError(source.key, reply.status, not_before=not_before)
    return Arrived(
        documents=(("", reply.body),),
        url=reply.url,
        charset=reply.charset,
        etag=reply.header("ETag"),
        last_modified=reply.header("Last-Modified"),
        moved_to=_moved_to(reply),
        not_before=not_before,
    )


def status_advice(status: int) -> str:
    """Return what staff should know of a refusal, as a Korean sentence."""
    match status:
        case 401 | 403:
            return f"읽을 권한이 없다고 합니다(HTTP {status}). 주소와 비밀 값을 확인해 주세요."
        case 410:
            return "영영 없어졌다고 합니다(HTTP 410). 더 읽지 않습니다. 수집처의 주소를 바꾸거나 지워 주세요."
        case 404:
            return "그런 주소가 없다고 합니다(HTTP 404). 수집처의 주소를 확인해 주세요."
        case 429:
            return "너무 자주 읽는다고 합니다(HTTP 429). interval을 늘려 주세요."
        case _:
            return f"서버가 글을 주지 않았습니다(HTTP {status}). 다음 차례에 다시 읽습니다."


def _local(source: Source, world: World) -> Arrived:
    try:
        if source.folder:
            return Arrived(documents=world.read_folder(source.folder))
        return Arrived(documents=(("", world.read_file(source.path)),))
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise FetchError(source.path or source.folder, reason, advice=_local_advice(source, error)) from error


def _local_advice(source: Source, error: OSError) -> str:
    key, what, place = ("folder", "폴더가", source.folder) if source.folder else ("path", "파일이", source.path)
    match error:
        case FileNotFoundError():
            return f"{place}: 그런 {what} 없습니다. 수집처의 {key}를 확인해 주세요."
        case IsADirectoryError() | NotADirectoryError():
            return f"{place}: {what} 아닙니다. 파일은 path에, 폴더는 folder에 적어 주세요."
        case PermissionError():
            return f"{place}: 읽을 권한이 없습니다. 권한을 확인해 주세요."
        case _:
            return f"{place}: 읽을 수 없습니다. 디스크와 파일을 확인해 주세요."


def _moved_to(reply: Reply) -> str:
    is_moved = reply.redirects and all(redirect.status in (301, 308) for redirect in reply.redirects)
    return redacted(reply.url) if is_moved else ""


def _secrets(source: Source, environ: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    for _, variable in source.headers:
        if not environ.get(variable):
            raise FetchError(source.key, f"{variable} is not set", advice=f"환경 변수 {variable}에 값이 없습니다.")
    return tuple((header, environ[variable]) for header, variable in source.headers)

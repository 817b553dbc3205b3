"""Unpacking a body piece by piece, never to more than is wanted: a bomb stops at the limit. gzip, deflate, br, zstd."""

import sys
import zlib
from collections.abc import Callable
from typing import Any

ACCEPTED = "gzip, deflate, br, zstd"
_GZIP = b"\x1f\x8b"


class DamagedError(Exception):
    """The packed bytes are not what they are said to be, or end too early."""


class UnaskedError(Exception):
    """A packing that was not asked for."""


class Inflater:
    """Unpacks one body; every call gives at most as many bytes as are still wanted."""

    def __init__(self, encoding: str) -> None:
        names = [name.strip().lower() for name in encoding.split(",")]
        names = [name for name in names if name not in ("", "identity")]
        if len(names) > 1 or any(name not in ("gzip", "x-gzip", "deflate", "br", "zstd") for name in names):
            raise UnaskedError(encoding)
        self._name = names[0] if names else ""
        self._unpack: Any = None
        self._is_whole: Callable[[], bool] = lambda: True

    def feed(self, chunk: bytes, most: int) -> bytes:
        """Return the next unpacked bytes, at most ``most`` of them; more than that is for nobody.

        Raises:
            DamagedError: It cannot be unpacked.
        """
        if self._unpack is None and chunk:
            self._begin(chunk)
        if self._unpack is None or not chunk:
            return b""
        try:
            return bytes(self._unpack(chunk, most))
        except Exception as error:
            # Each library has an error of its own, some of them plain ValueErrors.
            raise DamagedError(type(error).__name__) from error

    def finish(self) -> None:
        """Check that nothing is missing at the end.

        Raises:
            DamagedError: Something is.
        """
        if not self._is_whole():
            raise DamagedError("ends too early")

    def _begin(self, chunk: bytes) -> None:
        # Some servers send packed files without saying so; no feed begins like that.
        name = self._name or ("gzip" if chunk.startswith(_GZIP) else "")
        if name in ("gzip", "x-gzip", "deflate"):
            self._begin_zlib(chunk, name)
        elif name == "br":
            import brotli  # type: ignore[import-untyped]  # noqa: PLC0415 - few servers use it

            packed = brotli.Decompressor()
            self._unpack = lambda piece, most: packed.process(piece, output_buffer_limit=most)
            self._is_whole = packed.is_finished
        elif name == "zstd":
            packed = _zstd().ZstdDecompressor()
            self._unpack = lambda piece, most: packed.decompress(piece, max_length=most)
            self._is_whole = lambda: packed.eof
        else:
            self._unpack = lambda piece, most: piece[:most]

    def _begin_zlib(self, chunk: bytes, name: str) -> None:
        # 32: recognise the gzip or zlib header. Some servers send deflate without any; that shows in the first byte.
        bits = -zlib.MAX_WBITS if name == "deflate" and chunk[0] & 0x0F != 8 else 32 + zlib.MAX_WBITS
        state = zlib.decompressobj(bits)

        def unpack(piece: bytes, most: int) -> bytes:
            nonlocal state
            out = state.decompress(piece, most)
            # A gzip file may have several members; what follows the last one and is none is padding.
            while state.eof and state.unused_data.startswith(_GZIP) and len(out) < most:
                rest, state = state.unused_data, zlib.decompressobj(bits)
                out += state.decompress(rest, most - len(out))
            return out

        self._unpack = unpack
        self._is_whole = lambda: state.eof


def _zstd() -> Any:
    if sys.version_info >= (3, 14):
        from compression import zstd  # noqa: PLC0415

        return zstd
    from backports import zstd  # noqa: PLC0415

    return zstd

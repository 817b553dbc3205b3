"""How results lie in a file, one behind the other: each with its name before it, its length and a checksum."""

import os
import struct
from collections.abc import Iterator
from hashlib import blake2b
from typing import BinaryIO

# Name, length of the result, checksum of both.
_HEAD = struct.Struct("<16sI8s")
# Bytes before a result.
HEAD = _HEAD.size
# Bytes that are copied at once.
_PIECE = 1 << 20


def put(file: BinaryIO, name: bytes, raw: bytes | memoryview) -> int:
    """Write a result and return how many bytes that took."""
    return file.write(_HEAD.pack(name, len(raw), _checksum(name, raw))) + file.write(raw)


def copied(descriptor: int, at: int, length: int, file: BinaryIO) -> int:
    """Write a result of one file into another as it lies there, and return how many bytes that took."""
    start, end = at - HEAD, at + length
    return sum(file.write(os.pread(descriptor, min(_PIECE, end - piece), piece)) for piece in range(start, end, _PIECE))


def records(descriptor: int, at: int) -> Iterator[tuple[bytes, int, int]]:
    """Yield name, place and length of every result of a file, up to one that was written half."""
    end = os.fstat(descriptor).st_size
    while at + HEAD <= end:
        head = os.pread(descriptor, HEAD, at)
        if len(head) < HEAD:
            # Another build cuts off what a killed one left.
            return
        name, length, _ = _HEAD.unpack(head)
        if at + HEAD + length > end:
            return
        yield name, at + HEAD, length
        at += HEAD + length


def payload(name: bytes, descriptor: int, at: int, length: int) -> memoryview | None:
    """Return the result at a place; None where it is not whole, or not of this name."""
    data = os.pread(descriptor, HEAD + length, at - HEAD)
    raw = memoryview(data)[HEAD:]
    return raw if len(data) == HEAD + length and _checksum(name, raw) == _HEAD.unpack_from(data)[2] else None


def _checksum(name: bytes, raw: bytes | memoryview) -> bytes:
    return blake2b(raw, digest_size=8, key=name).digest()

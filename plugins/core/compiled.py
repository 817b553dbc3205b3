"""Compiled templates out of the memo: Pelican makes a Jinja environment a generator, and each compiled its own."""

from io import BytesIO

from jinja2.bccache import Bucket, BytecodeCache

from plugins.core.memo import Memo, key_of


class CompiledTemplates(BytecodeCache):
    """Jinja's cache of compiled templates, by the text of a template and all that settings say about templates.

    Args:
        settings: The fingerprint of the template settings.
    """

    def __init__(self, memo: Memo, settings: bytes) -> None:
        self._memo = memo
        self._settings = settings
        self._held: dict[bytes, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill the bucket, where its template was compiled before."""
        raw = self._held.get(self._key(bucket)) or self._memo.last(self._kind(bucket))
        if raw:
            bucket.load_bytecode(BytesIO(raw))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled."""
        raw = bucket.bytecode_to_string()
        self._held[self._key(bucket)] = raw
        self._memo.keep(self._kind(bucket), raw)

    def _key(self, bucket: Bucket) -> bytes:
        return key_of(bucket.key, bucket.checksum, self._settings)

    def _kind(self, bucket: Bucket) -> str:
        return f"incremental.template {self._key(bucket).hex()}"

"""The accepted linkbacks as git holds them: all that a build reads of what was received."""

import re
from pathlib import Path

from plugins.linkbacks.received import Received, RecordError, read_noun

RECORDS = "records/received"

_ID = re.compile(r"r-[0-9a-f]{12}")


def read_records(root: Path) -> tuple[Received, ...]:
    """Return every record of a project, by id; a build reads nothing else.

    Raises:
        RecordError: One cannot be read, or is not named after its id.
    """
    found = []
    for path in sorted((root / RECORDS).glob("*.json")):
        name = f"{RECORDS}/{path.name}"
        try:
            record = read_noun(Received, path.read_text(encoding="utf-8"), name)
        except (OSError, UnicodeDecodeError) as error:
            raise RecordError(name, str(error), advice="UTF-8 글로 읽을 수 없습니다.") from error
        if path.stem != record.id or not _ID.fullmatch(record.id):
            raise RecordError(name, "name and id differ", advice=f"파일 이름이 기록의 번호({record.id})와 다릅니다.")
        found.append(record)
    return tuple(found)

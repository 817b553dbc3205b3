"""`invoke publish`: the strict build with absolute addresses, then exactly its files to where readers find them.

Without a target it is a dry run. What earlier publications sent is kept in ``records/published.json``, in git, so
that a page that is gone is taken away from any machine, and nothing else ever is. A publication that was killed is
completed by the next one.
"""

import subprocess
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from plugins.core.errors import BuildError
from plugins.core.korean import particle
from plugins.core.site import NAME, read_site
from plugins.edge.files import told
from plugins.publication.branch import EXTRA, SCHEME, push_site, read_branch
from plugins.publication.build import BuildReport, build
from plugins.publication.checkout import commit_written, is_checkout, refuse_uncommitted, refuse_unnamed
from plugins.publication.foreign import refuse_foreign
from plugins.publication.manifest import RECORD, read_manifest, write_manifest
from plugins.publication.sent import note_folder
from plugins.publication.settings import PublishSettings
from plugins.publication.swap import Swap, apply_swap, digests, on_the_way, plan_swap, read_folder
from plugins.publication.workshop import alone, staging

SETTINGS_FILE = "publishconf.py"
BUSY = "다른 발행이 돌고 있습니다. 끝난 뒤에 다시 해 주세요."

# Runs a command with a text on its standard input and returns its exit code and what it said.
Run = Callable[[Sequence[str], str], tuple[int, str]]
# Writes what else is to be remembered of a publication and returns every path it answers for, relative to the root.
Remember = Callable[[BuildReport], Sequence[str]]


@dataclass(frozen=True, kw_only=True, slots=True)
class PublishReport:
    """What was sent, or would be.

    Attributes:
        target: Where it was sent; "" where nothing was.
        swap: What was new, changed and taken away there.
        committed: Whether the records of this publication made a commit; None where git does not keep the project.
    """

    build: BuildReport
    target: str
    swap: Swap
    committed: bool | None


def publish(
    root: Path,
    *,
    settings: PublishSettings,
    as_of: datetime,
    run: Run,
    remember: Remember = lambda _: (),
    is_dry: bool = False,
) -> PublishReport:
    """Build strictly, bring the result to ``settings.target`` and commit the records of it.

    Args:
        remember: Called once the target holds the site; its files are committed with ours.
        is_dry: Only say what would be sent, whatever the target.

    Raises:
        DeskError: The build is refused, the gate is not switched on, something in ``content/`` is not committed, or the
            target cannot be reached. What an rsync target has received by then stands; publishing again completes it.
    """
    if not settings.is_gated:
        raise BuildError(
            "PLUGINS",
            "plugins.editorial is missing",
            advice="편집 점검이 꺼져 있어 발행하지 않았습니다. pelicanconf.py의 PLUGINS에 다시 넣어 주세요.",
        )
    if not settings.site_url.startswith(("https://", "http://")):
        raise BuildError(
            "SITEURL", "not absolute", advice="발행할 주소가 없습니다. site.toml의 url에 https://부터 적어 주세요."
        )
    in_git = is_checkout(root)
    if settings.target and in_git and not is_dry:
        refuse_uncommitted(root, "content")
        refuse_unnamed(root)
    rendered = root / "cache" / "publish"
    with alone(root / "cache" / "publish.lock", busy=BUSY):
        report = build(
            root,
            settings_file=SETTINGS_FILE,
            as_of=as_of,
            output=rendered,
            strict=True,
            site_url=settings.site_url,
        )
        # Only what this build made: a strange file in the folder was never checked.
        files = {path: content for path, content in read_folder(rendered).items() if path in set(report.files)}
        record = root / RECORD
        ours = read_manifest(record)
        if is_dry or not settings.target:
            # Nothing is asked of the target: what is known of it is what we sent last.
            return PublishReport(build=report, target="", swap=plan_swap(digests(files), ours, ours), committed=None)
        # Written first: after a crash half way the next publication still knows what it may have sent.
        begun = root / "cache" / "publish-begun.json"
        ours = on_the_way(ours, read_manifest(begun))
        write_manifest(begun, on_the_way(ours, digests(files)))
        swap = _send(settings.target, root=root, as_of=as_of, rendered=rendered, files=files, ours=ours, run=run)
        write_manifest(record, digests(files))
        written = (str(RECORD), *remember(report))
        with told(begun):
            begun.unlink()
        committed = commit_written(root, written, f"발행 기록: {swap.counts}") if in_git else None
    return PublishReport(build=report, target=settings.target, swap=swap, committed=committed)


def _send(
    target: str,
    *,
    root: Path,
    as_of: datetime,
    rendered: Path,
    files: Mapping[str, bytes],
    ours: Mapping[str, str],
    run: Run,
) -> Swap:
    if target.startswith(SCHEME):
        with staging(root / "cache" / "branch") as folder:
            # What only the branch needs is ours there, and no part of the site.
            mine = {**digests(EXTRA), **ours}
            site = read_site(root / NAME)
            return push_site(read_branch(target, root), folder, files=files, ours=mine, site=site, as_of=as_of)
    if is_remote(target):
        swap = plan_swap(digests(files), ours, ours)
        _rsync(rendered, target, files=files, removed=swap.removed, run=run)
        return swap
    folder = root / Path(target).expanduser()
    _refuse_project_folder(folder.resolve(), root.resolve())
    with told(folder):
        present = read_folder(folder)
    refuse_foreign(target, present, ours, read_site(root / NAME).url)
    swap = plan_swap(digests(files), digests(present), ours)
    note_folder(root, folder)
    apply_swap(swap, files, folder)
    return swap


def is_remote(target: str) -> bool:
    """Return whether a target is on another machine, as rsync reads it: a colon before the first slash."""
    return target.startswith("rsync://") or ":" in target.split("/", maxsplit=1)[0]


def _rsync(rendered: Path, target: str, *, files: Mapping[str, bytes], removed: Sequence[str], run: Run) -> None:
    # Only what is listed is touched: --delete would take away what others put beside our pages. A listed file that we
    # no longer have is deleted there by --delete-missing-args. Source: rsync(1), since 3.1.0.
    command = ["rsync", "--checksum", "--recursive", "--delay-updates", "--delete-missing-args", "--files-from=-"]
    command += ["--chmod=D755,F644", "--", f"{rendered}/", target]
    listed = "".join(f"{path}\n" for path in sorted((*files, *removed)))
    for path in removed:
        # rsync 3.5 deletes nothing there and ends with 24 when the folder of a missing file is missing here too.
        (rendered / path).parent.mkdir(parents=True, exist_ok=True)
    code, said = run(command, listed)
    if code:
        reason = said.strip().splitlines()[-1] if said.strip() else f"rsync {code}"
        raise BuildError(
            target, f"rsync ended with {code}", advice=f"보내지 못했습니다({reason}). 고친 뒤 다시 발행하면 이어집니다."
        )


def _refuse_project_folder(folder: Path, root: Path) -> None:
    for name in ("content", "theme", "plugins", "records", "cache", ".desk", ".git", ""):
        inside = root / name
        if folder == inside or (name and folder.is_relative_to(inside)):
            raise BuildError(
                str(folder),
                "part of the project",
                advice="프로젝트의 폴더로는 발행하지 않습니다. 다른 곳을 적어 주세요.",
            )


def run_command(command: Sequence[str], text: str) -> tuple[int, str]:
    """Run a command for real; a missing program is code 127."""
    try:
        done = subprocess.run(command, input=text, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        return 127, f"{command[0]}{particle(command[0], '이')} 설치되어 있지 않습니다"
    return done.returncode, done.stderr

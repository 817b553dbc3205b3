"""`invoke …`: what staff type. The commands live in ``plugins.desk``; here they are put on one list.

Exit codes: 0 done, 1 bug, 2 refused or wrong use, 3 done in part, 75 try later (`send` only).
"""

import sys

from invoke import Collection

from plugins.desk.check_commands import check
from plugins.desk.commandline import is_invoke, read_again, straighten, wrong_use
from plugins.desk.figures_commands import count
from plugins.desk.inbox_commands import collect, inbox
from plugins.desk.keeping_commands import forget, sources_export, sources_import
from plugins.desk.learning_commands import learn, match
from plugins.desk.linkback_commands import send
from plugins.desk.manual import asked_for, command_list, command_manual
from plugins.desk.mention_commands import add, note, show
from plugins.desk.receiver_commands import receive
from plugins.desk.receiving_commands import linkbacks
from plugins.desk.site_commands import build, init, publish, serve, site
from plugins.desk.sources_commands import sources
from plugins.desk.triage_commands import triage, undo
from plugins.desk.withdraw_commands import withdraw
from plugins.desk.writing_commands import draft, posts

namespace = Collection(
    collect,
    sources,
    inbox,
    match,
    learn,
    show,
    triage,
    undo,
    note,
    add,
    forget,
    draft,
    posts,
    check,
    count,
    build,
    serve,
    site,
    publish,
    send,
    withdraw,
    init,
    linkbacks,
    receive,
    sources_import,
    sources_export,
)

if is_invoke(sys.argv[0]):
    words = straighten(sys.argv[1:])
    read_again(words)
    if refused := wrong_use(namespace, words):
        print(refused.korean, file=sys.stderr)
        sys.exit(refused.exitcode)
    if (wanted := asked_for(words)) is not None:
        print(command_manual(namespace, wanted) if wanted else command_list(namespace))
        sys.exit()

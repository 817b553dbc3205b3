"""`invoke …`: what staff type. The commands live in ``plugins.desk``; here they are put on one list.

Exit codes: 0 done, 1 bug, 2 refused or wrong use, 3 done in part, 75 try later (`send` only).
"""

import gc
import sys

from plugins.desk.commandline import commands_in, enough_seen, is_invoke, read_again, straighten, wrong_use
from plugins.desk.manual import asked_for, command_list, command_manual

# Module (plugins/desk/…_commands.py), command, Korean name; in the order in which they are listed.
COMMANDS = (
    ("inbox", "collect", "수집"),
    ("sources", "sources", "수집처"),
    ("inbox", "inbox", "접수함"),
    ("learning", "match", "맞춰보기"),
    ("learning", "learn", "배우기"),
    ("mention", "show", "보기"),
    ("triage", "triage", "분류"),
    ("triage", "undo", "되돌리기"),
    ("mention", "note", "메모"),
    ("mention", "add", "추가"),
    ("keeping", "forget", "지우기"),
    ("writing", "draft", "초안"),
    ("writing", "posts", "글목록"),
    ("check", "check", "점검"),
    ("figures", "count", "세기"),
    ("site", "build", "만들기"),
    ("site", "serve", "미리보기"),
    ("site", "site", "누리집"),
    ("site", "publish", "발행"),
    ("linkback", "send", "알리기"),
    ("withdraw", "withdraw", "거두기"),
    ("beginning", "init", "시작"),
    ("receiving", "linkbacks", "받은엮인글"),
    ("receiver", "receive", "받기"),
    ("keeping", "sources-import", "수집처들이기"),
    ("keeping", "sources-export", "수집처내보내기"),
)

if is_invoke(sys.argv[0]):
    # What is imported stays to the end; looking again and again for what of it may go is a tenth of a short command.
    gc.freeze()
    gc.set_threshold(10_000, 20, 20)

words = straighten(sys.argv[1:]) if is_invoke(sys.argv[0]) else []
namespace = commands_in(COMMANDS, words)

if is_invoke(sys.argv[0]):
    read_again(words)
    if wrong_use(namespace, words):
        # What was meant instead may be any command.
        namespace = commands_in(COMMANDS)
        if refused := wrong_use(namespace, words):
            print(refused.korean, file=sys.stderr)
            sys.exit(refused.exitcode)
    if (wanted := asked_for(words)) is not None:
        with enough_seen():
            print(command_manual(namespace, wanted) if wanted else command_list(namespace), flush=True)
        sys.exit()

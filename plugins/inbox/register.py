"""Whether a text reads like a news item: headline marks, reported facts, the plain written style. Pure.

News names companies all day and uses the words of complaints about others. Texts fit for learning its style come under
licences that ask for share-alike, so its signs are written down here by hand; words that mark it stand in the lexicon
under 보도.
"""

import re

# Each begins with a letter or a set of them wherever it can: a search leaps to those. Those that need one of these
# marks are not asked of a text without any.
_MARK = re.compile(r"""["”’'‘“\[【(…①②③→♥★一-龥]""")
_SIGNS = tuple(
    (re.compile(pattern), weight, most, needs_mark)
    for pattern, weight, most, needs_mark in (
        # How a sentence of a report ends, and never one of a person who is upset.
        (r"[었았했됐였렸졌혔겼났갔왔냈섰겠쳤켰췄폈]다\.?[\"'”’]?\s*$", 1.2, 1, False),
        (r"\.(?:(?<=[가-힣]다\.)|(?<=[는한인]데요\.))\s*$", 0.7, 1, False),
        # Counted things, ages in brackets, a name with its Chinese or Latin spelling.
        (
            r"\d(?:%|명|원|억|조|만|천|일|월|년|시|분|위|회|점|개|곳|건|km|kg|달러|세|살|호|척|쌍|전\s|승|패|골|여)",
            0.5,
            3,
            False,
        ),
        (r"[가-힣]\((?:[一-龥]+|\d{1,2}|[A-Za-z .]+|[가-힣 ]{2,})\)", 1.2, 1, True),
        (r"[一-龥]", 0.5, 1, True),
        # Headlines: a label in brackets, quotations, dots that join halves, a name and a comma.
        (r"^\s*[\[【][^\]]{1,14}[\]】]|\[[^\]]{1,14}\]\s*$|\([가-힣A-Z0-9 ]{2,8}[①②③]?\)\s*$", 2.0, 1, True),
        (r"['\"‘“][^'\"’”]{2,30}['\"’”](?!\s*$)", 0.5, 2, True),
        (r"[\"”’']\s?\.{2,3}|\.{2,3}[\"“‘'\[]", 1.2, 1, True),
        (r"…[\"'“‘가-힣]|\.\.[\"'“‘]", 0.8, 1, True),
        (r"[①②③→♥★]", 0.8, 1, True),
        (r"^['\"‘“]?[가-힣A-Za-z]{2,6}['\"’”]?, ", 1.0, 1, False),
        (r" [\"“‘'](?<=[가-힣·]{2} .)", 0.7, 1, True),
        # Who acts in a report.
        (
            r"[은는](?=\s)(?:(?<=[씨측당원청서사군부].)|(?<=(?:대표|장관|감독|교수|회장|총리|기자|배우|가수|경찰|검찰|당국|시장|총장|청장"
            r"|선수|국장|부장).)|(?<=(?:대통령|위원장|관계자).))",
            0.6,
            2,
            False,
        ),
        (
            r"것으로|에 따르면|에 대한|을 위해|를 위해|을 통해|를 통해|관련|등[을이의에은] |가운데|이후|전망|예상|밝힌"
            r"|열린|따른|인한|에 대해|진행|개최|참석|출전|기록|발표|공개|최근|지난|당시|현지|이날|오는 |오전|오후"
            r"|올해|내년|해당|추정|언급|고백|논란",
            0.35,
            6,
            False,
        ),
    )
)
_WITHOUT_MARK = tuple(sign for sign in _SIGNS if not sign[3])
_LOUD = re.compile(
    r"[ㅋㅎㅠㅜㄷㅉ!?~;ㅡ.](?:(?<=[ㅋㅎㅠㅜㄷㅉ])[ㅋㅎㅠㅜㄷㅉ]|(?<=[!?~])[!?~]|(?<=;);|(?<=ㅡ)ㅡ|(?<=\.)\.{3})"
)
_TALK = re.compile(
    r"(?:^|\s)(?:좀|진짜|정말|너무|내가|난|나는|나도|우리|니들|지들|니|너|저런|이런|이게|이거|그냥|다들|왜|아니|제가|저는|저도|뭐|ㅅㅂ|참)(?=\s)"
    r"|네요|세요|어요|아요|해라|잖아|거든|구나|냐[?\s.]|[지음임함][.\s]*$"
)
LOUD, TALK, MOST_TALK = 2.0, 0.5, 4


def news_register(text: str) -> float:
    """Return how strongly a text reads like news: 0 for talk, above 2 for nearly every sentence of a report."""
    total = 0.0
    for pattern, weight, most, _ in _SIGNS if _MARK.search(text) else _WITHOUT_MARK:
        if most == 1:
            total += weight if pattern.search(text) else 0.0
        elif found := pattern.findall(text):
            total += weight * min(most, len(found))
    if total <= 0:
        return 0.0
    if _LOUD.search(text):
        total -= LOUD
    return max(0.0, total - TALK * min(MOST_TALK, len(_TALK.findall(text))))

"""`invoke init`: a company begins its own site."""

from typing import Any

from invoke.context import Context

from plugins.desk.commandline import command
from plugins.desk.front import ROOT
from plugins.desk.terminal import answer_to

NEXT_STEPS = """
다음은 이렇게 하세요.
  1. sources.toml에 들을 곳(수집처)을 적고 `invoke collect`를 부릅니다.
     적는 법은 docs/staff.md의 '수집처 적기'에 있습니다.
  2. `invoke serve`로 보면서 content/pages/의 안내를 회사에 맞게 고칩니다.
  3. site.toml의 deploy_target에 발행할 곳을 적고 `invoke publish`로 보냅니다.""".lstrip()


def asked_until_usable(question: Any) -> str:
    """Ask one of the questions of ``init``, again where the answer cannot be used."""
    from plugins.publication.begin import BeginError, checked_answer

    while True:
        answer = answer_to(f"{question.text} (예: {question.example}): ", option=f"--{question.field} 값")
        try:
            return checked_answer(question, answer)
        except BeginError as error:
            print(error.advice)


@command(
    "시작",
    help={
        "name": "누리집의 이름",
        "brand": "손님이 부르는 회사 이름",
        "domain": "누리집의 주소",
        "prefix": "사건 번호의 머리글자",
        "person": "처음 답할 사람",
        "role": "그 사람이 맡은 일",
        "email": "그 사람의 메일",
        "contact": "불만을 받을 메일이나 양식 주소",
    },
)
def init(
    context: Context,
    name: str = "",
    brand: str = "",
    domain: str = "",
    prefix: str = "",
    person: str = "",
    role: str = "",
    email: str = "",
    contact: str = "",
) -> None:
    """우리 회사의 누리집을 시작합니다. 시연 자료는 examples/로 옮깁니다. / Begin a company's own site.

    예: invoke init --name "모과나루 답변" --prefix MG  (적지 않은 것은 묻습니다)
    """
    from plugins.publication.begin import (
        DEMO,
        INBOX_ASIDE,
        QUESTIONS,
        begin,
        checked_answer,
        keep_beginning,
        read_answers,
        refuse_second_beginning,
    )

    refuse_second_beginning(ROOT)
    given = {
        "name": name,
        "brand": brand,
        "domain": domain,
        "prefix": prefix,
        "person": person,
        "role": role,
        "email": email,
        "contact": contact,
    }
    for question in QUESTIONS:
        # What was typed as an option is refused before anybody answers a question for nothing.
        if given[question.field]:
            checked_answer(question, given[question.field])
    for question in QUESTIONS:
        if not given[question.field]:
            given[question.field] = asked_until_usable(question)
    for path in begin(ROOT, read_answers(given)):
        print(path)
    inbox = f", 시연 접수함은 {INBOX_ASIDE}/에" if (ROOT / INBOX_ASIDE).exists() else ""
    print(f"시작했습니다. 시연 자료는 {DEMO}/에{inbox} 치워 두었습니다.")
    if said := keep_beginning(ROOT):
        print(said)
    print(NEXT_STEPS)

"""The XML answers of Pingback and TrackBack, read without entities, DTDs or anything from elsewhere. Pure."""

import re

from lxml import etree

_START = re.compile(rb"<\?xml|<methodResponse|<response", re.IGNORECASE)


class UnreadableError(Exception):
    """An answer that is none."""


def pingback_answer(body: bytes) -> int | None:
    """Return the fault code, or None where the ping was taken. Source: XML-RPC; Pingback 1.0, 3.

    Raises:
        UnreadableError: It is no XML-RPC answer.
    """
    root = _root(body)
    if root.tag != "methodResponse":
        raise UnreadableError("no methodResponse")
    fault = root.find("fault")
    if fault is None:
        if root.find("params/param/value") is None:
            raise UnreadableError("neither params nor fault")
        return None
    for member in fault.iter("member"):
        if (member.findtext("name") or "").strip() == "faultCode":
            value = member.find("value")
            number = "".join(value.itertext()).strip() if value is not None else ""
            if re.fullmatch(r"[+-]?[0-9]{1,9}", number):
                return int(number)
    raise UnreadableError("a fault without a code")


def trackback_answer(body: bytes) -> str:
    """Return the error: "0" where the ping was taken. Source: TrackBack 1.2.

    Raises:
        UnreadableError: It is no TrackBack answer.
    """
    root = _root(body)
    error = (root.findtext("error") or "").strip() if root.tag == "response" else ""
    if not re.fullmatch(r"[0-9]{1,4}", error):
        raise UnreadableError("no error element")
    return str(int(error))


def _root(body: bytes) -> etree._Element:
    # PHP writes its warnings before the answer.
    start = _START.search(body)
    if not start:
        raise UnreadableError("no XML")
    answer = body[start.start() :]
    if b"<!" in answer and re.search(rb"<!\s*(?:DOCTYPE|ENTITY)", answer, re.IGNORECASE):
        raise UnreadableError("a document type")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False, recover=True
    )
    try:
        root = etree.fromstring(answer, parser)
    except etree.XMLSyntaxError as error:
        raise UnreadableError("no XML") from error
    # A recovering parser may come back with nothing; UTF-16 hides what was looked for above.
    if root is None or root.getroottree().docinfo.doctype:
        raise UnreadableError("no XML")
    return root

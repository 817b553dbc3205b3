"""The bytes of a web page as text, by the label its sender or the page itself gives. Pure.

Korean labels all mean Windows' code page: pages that say ``euc-kr`` hold letters that EUC-KR lacks.
"""

import codecs
import re

# Source: WHATWG Encoding, 4.2, the labels that Python reads otherwise than browsers do.
_AS_BROWSERS = {
    **dict.fromkeys(
        "euc-kr euckr cseuckr korean ks_c_5601-1987 ks_c_5601-1989 ksc5601 ksc_5601 iso-ir-149 windows-949".split(),
        "cp949",
    ),
    **dict.fromkeys("iso-8859-1 iso8859-1 latin1 l1 us-ascii ascii cp819 windows-1252".split(), "cp1252"),
    **dict.fromkeys("gb2312 gbk gb_2312-80 chinese x-gbk csgb2312".split(), "gb18030"),
    **dict.fromkeys("shift_jis shift-jis sjis x-sjis ms_kanji windows-31j".split(), "cp932"),
    **dict.fromkeys("utf8 utf-8 unicode-1-1-utf-8".split(), "utf-8"),
}
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
# Source: WHATWG HTML, 13.2.3.2: a page says its encoding within its first 1024 bytes.
_LABEL_WITHIN = 1024
_META = re.compile(rb"""<meta\s[^>]{0,400}?charset\s*=\s*["']?\s*([A-Za-z0-9_.:-]+)""", re.IGNORECASE)
_COMMENT = re.compile(rb"<!--.*?(?:-->|$)", re.DOTALL)


def page_text(body: bytes, *, declared: str = "") -> str:
    """Return a page's text; what cannot be read becomes U+FFFD.

    Args:
        declared: The charset of ``Content-Type``; "" where it names none. A byte order mark wins over it.
    """
    for mark, codec in _MARKS:
        if body.startswith(mark):
            return body[len(mark) :].decode(codec, "replace")
    codec = _codec(declared) or _own_label(body)
    if codec:
        return body.decode(codec, "replace")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        # A page that is cut within its last letter is still UTF-8.
        is_cut = error.end == len(body) and len(body) - error.start < 4
        return body.decode("utf-8" if is_cut else "cp949", "replace")


def _own_label(body: bytes) -> str:
    found = _META.search(_COMMENT.sub(b"", body[:_LABEL_WITHIN]))
    codec = _codec(found[1].decode("ascii")) if found else ""
    # A page that could be read to find the label is not UTF-16. Source: WHATWG HTML, 13.2.3.2.
    return "utf-8" if codec.startswith("utf-16") or codec.startswith("utf_16") else codec


def _codec(label: str) -> str:
    name = label.strip().lower()
    if name in _AS_BROWSERS:
        return _AS_BROWSERS[name]
    try:
        codec = codecs.lookup(name)
    except (LookupError, ValueError):
        return ""
    # Python also registers codecs that are no text encodings, such as zlib.
    return codec.name if codec._is_text_encoding else ""

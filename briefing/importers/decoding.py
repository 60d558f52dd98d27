"""From bytes to text: the encoding is found out, and doubts are said.

A byte-order mark decides; then whether the bytes are UTF-8 (a last character may be cut off);
then where NUL bytes stand; then charset-normalizer, which looks at the letters themselves; at last
Windows-1252. What was guessed is told, and `Options.encoding` overrules it.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections import Counter

from briefing.importers.base import BINARY, MOST_BYTES
from briefing.model import UserError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_ESCAPES = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|[@-Z\\-_])")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f\ufeff\ufffe\uffff\ud800-\udfff]")
_LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")


_META = re.compile(
    rb"""<(?:meta\b[^>]{0,200}?charset\s*=\s*|\?xml[^>]{0,100}?encoding\s*=\s*)["']?\s*([\w.:-]{2,40})""",
    re.IGNORECASE,
)
_SAMPLE = 200_000  # bytes that are looked at to guess an encoding
_UNREADABLE = "{} characters could not be read and stand as \ufffd."
# ISO-2022 and HZ are ASCII with marks that switch to another alphabet.
_SWITCHES = (
    (re.compile(rb"\x1b\$[@B]|\x1b\([JI]"), "iso2022_jp"),
    (re.compile(rb"\x1b\$\)C"), "iso2022_kr"),
    (re.compile(rb"~\{(?:[\x21-\x77][\x21-\x7e]){2,}~\}"), "hz"),
)
# The accented letters of languages, and in which encodings they are written; the commonest first.
_ALPHABETS = {
    language: frozenset(letters)
    for language, letters in {
        "French": "àâæçèéêëîïôœùûüÿ", "German": "äöüßéèàç", "Spanish": "áéíñóúüçªº",
        "Portuguese": "áàâãçéêíóôõúüªº", "Italian": "àèéìíîòóùúªº", "Dutch": "áéëèïíóöúüê",
        "Nordic": "åäöæøéüáà", "Icelandic": "áæéðíóöúýþ", "Catalan": "àçèéíïòóúü·",
        "Polish": "ąćęłńóśźż", "Czech": "áčďéěíňóřšťúůýž", "Slovak": "áäčďéíĺľňóôŕšťúýž",
        "Hungarian": "áéíóöőúüű", "Croatian": "čćđšž", "Romanian": "ăâîşţșț",
        "Turkish": "âçğıiöşüîû\u0307", "Lithuanian": "ąčęėįšųūž", "Latvian": "āčēģīķļņšūž",
        "Estonian": "äõöüšž",
    }.items()
}  # fmt: skip
_WESTERN = ("French", "German", "Spanish", "Portuguese", "Italian", "Dutch", "Nordic", "Icelandic",
            "Catalan")  # fmt: skip
_CENTRAL = ("Polish", "Czech", "Slovak", "Hungarian", "Croatian", "Romanian")
_BALTIC = ("Lithuanian", "Latvian", "Estonian")
_WITH_ACCENTS = {
    "cp1252": _WESTERN, "mac_roman": _WESTERN, "cp1250": _CENTRAL, "iso8859_2": _CENTRAL,
    "cp1254": ("Turkish",), "cp1257": _BALTIC, "cp850": _WESTERN, "cp852": _CENTRAL,
}  # fmt: skip
_SIGNS = frozenset("“”‘’„‚–—…«»‹›•§°€£©®™¿¡½¼¾²³\u00a0\u00ad´×±·")
# Names under which pages declare an encoding that browsers read as another.
_AS_BROWSERS = {
    "iso-8859-1": "cp1252", "latin-1": "cp1252", "latin1": "cp1252", "us-ascii": "cp1252",
    "ascii": "cp1252", "gb2312": "gb18030", "gbk": "gb18030", "ks_c_5601-1987": "cp949",
    "euc-kr": "cp949", "shift_jis": "cp932", "x-sjis": "cp932", "iso-8859-9": "cp1254",
    "tis-620": "cp874", "iso-8859-8-i": "iso8859_8", "unicode": "utf-8", "x-gbk": "gb18030",
}  # fmt: skip


def decode(data: bytes, name: str, encoding: str = "") -> tuple[str, tuple[str, ...]]:
    """The text of a file, lines ended by LF, without control characters; and notices about it.

    `encoding` is the user's word for how the bytes are to be read. UserError if it is no text.
    """
    _check(data, name)
    text, notices = _decoded(data, encoding)
    controls = len(_CONTROLS.findall(_ESCAPES.sub("", text)))
    if controls > 16 and controls > len(text) // 50:
        raise UserError(
            f"“{name}” is not a text file: it is full of characters that no text has. Save the "
            "article as plain text (UTF-8), and import that."
        )
    text = cleaned(text)
    if not text.strip():
        raise UserError(f"“{name}” holds no text. Check that the article was saved into it.")
    return text, notices + about_direction(text)


def decode_page(data: bytes, name: str, encoding: str = "") -> tuple[str, tuple[str, ...]]:
    """The text of a web page: what it declares counts where the bytes do not gainsay it."""
    _check(data, name, pages=True)
    if not encoding and not data.startswith(tuple(bom for bom, _ in _BOMS)):
        declared = _META.search(data[:4096])
        stated = declared[1].decode("ascii").lower() if declared else ""
        stated = _AS_BROWSERS.get(stated, stated)
        if stated and not _is_utf8(data) and _is_known(stated) and "utf" not in stated:
            return _replaced(data, stated)
    return _decoded(data, encoding)


def cleaned(text: str) -> str:
    """`text` with lines ended by LF, without control characters and colours of terminals."""
    return _LINE_ENDS.sub("\n", _CONTROLS.sub("", _ESCAPES.sub("", text)))


def about_direction(text: str) -> tuple[str, ...]:
    """A notice if there are invisible characters that change the direction of reading."""
    found = sorted(set(_BIDI.findall(text)))
    if not found:
        return ()
    listed = ", ".join(unicodedata.name(char).lower() for char in found)
    return (
        "The text holds invisible characters that change the direction of reading "
        f"({listed}): what is shown may stand in another order in the file.",
    )


def _check(data: bytes, name: str, *, pages: bool = False) -> None:
    most = MOST_BYTES * (2 if pages else 1)
    if len(data) > most:
        raise UserError(
            f"“{name}” is too large for an article ({len(data) // 2**20} MB; at most "
            f"{most // 2**20} MB). Cut the article out and import that."
        )
    for first, what in BINARY.items():
        if data.startswith(first):
            raise UserError(
                f"“{name}” is not a text file: it looks like {what}. Open it in its own program, "
                "save it as plain text (UTF-8), and import that."
            )


def _is_known(encoding: str) -> bool:
    try:
        return codecs.lookup(encoding)._is_text_encoding
    except LookupError:
        return False


def _is_utf8(data: bytes) -> bool:
    try:
        # A file that was cut off may end within a character.
        codecs.getincrementaldecoder("utf-8")().decode(data, final=False)
    except UnicodeDecodeError:
        return False
    return True


def _decoded(data: bytes, encoding: str) -> tuple[str, tuple[str, ...]]:
    if encoding:
        if not _is_known(encoding):
            raise UserError(f"“{encoding}” is no encoding that is known. Choose another one.")
        bare = next((data[len(bom) :] for bom, of in _BOMS if of == encoding.lower()
                     and data.startswith(bom)), data)  # fmt: skip
        return _replaced(bare, encoding)
    for bom, its in _BOMS:
        if data.startswith(bom):
            return _replaced(data[len(bom) :], its)
    wide = _by_nuls(data)
    if wide is not None:
        return _replaced(data, wide)
    for marks, its in _SWITCHES:
        if marks.search(data) and max(data, default=0) < 0x80:
            text = data.decode(its, errors="replace")
            if text.count("\ufffd") < 3:
                return text, _guessed(its)
    if _is_utf8(data):
        return codecs.getincrementaldecoder("utf-8")().decode(data, final=False), ()
    return _by_letters(data)


def _by_letters(data: bytes) -> tuple[str, tuple[str, ...]]:
    """Bytes that are not UTF-8: nearly UTF-8, or of an encoding that has to be guessed."""
    tolerant = _paired(data.decode("utf-8", errors="surrogatepass" if _cesu(data) else "replace"))
    bad = tolerant.count("\ufffd")
    good = sum(char > "\x7f" for char in tolerant) - bad
    if good > 2 * bad:
        return _replaced(data, "utf-8", _WINDOWS) if bad else (tolerant, ())
    if its := _by_alphabet(data[:_SAMPLE]):
        return data.decode(its, errors="replace"), _guessed(its)
    from charset_normalizer import from_bytes

    best = from_bytes(data[:_SAMPLE], cp_exclusion=["utf_8", "utf_16", "utf_32", "utf_7"]).best()
    its = best.encoding if best is not None else "cp1252"
    high = sum(byte > 0x7F for byte in data[:_SAMPLE]) / min(len(data), _SAMPLE)
    if high < 0.1 and (len(data) < 400 or not _is_latin(data[:_SAMPLE].decode(its, "replace"))):
        its = "cp1252"  # a few accented letters look like those of any other language
    text = data.decode(its, errors="replace")
    return text, _guessed(its)


def _by_alphabet(data: bytes) -> str:
    """The encoding in which all accented letters are those of one language; "" if there is none."""
    for its, languages in _WITH_ACCENTS.items():
        try:
            text = data.decode(its)
        except UnicodeDecodeError:
            continue
        beyond = {char for char in text.lower() if char > "\x7f"} - _SIGNS
        if any(beyond <= _ALPHABETS[language] for language in languages):
            return its
    return ""


def _is_latin(text: str) -> bool:
    """Whether the letters beyond ASCII are those of Latin alphabets."""
    letters = [char for char in text if char > "\x7f" and char.isalpha()]
    return all(char < "\u0370" for char in letters)


def _guessed(encoding: str) -> tuple[str, ...]:
    return (
        "The file says nothing about its encoding and is not UTF-8; it was read as "
        f"{_title(encoding)}. Check the accented letters; if they are wrong, choose another "
        "encoding and read it again.",
    )


def _title(encoding: str) -> str:
    if encoding.startswith("cp125"):
        return f"Windows-{encoding[2:]}"
    return encoding.replace("_", "-").upper()


def _as_windows(error: UnicodeError) -> tuple[str, int]:
    """What stands for a byte that is no UTF-8: most often it is Windows-1252, pasted in."""
    assert isinstance(error, UnicodeDecodeError)
    wrong = error.object[error.start : error.end]
    # Quotation marks and dashes cannot be anything else; other bytes can.
    is_sure = len(wrong) == 1 and 0x91 <= wrong[0] <= 0x97
    return wrong.decode("cp1252") if is_sure else "\ufffd", error.end


_WINDOWS = "briefing.windows"
codecs.register_error(_WINDOWS, _as_windows)


def _cesu(data: bytes) -> bool:
    """Whether emoji stand as two surrogates of three bytes each, as old databases write them."""
    if re.search(rb"\xed[\xa0-\xaf][\x80-\xbf]\xed[\xb0-\xbf][\x80-\xbf]", data) is None:
        return False
    try:
        data.decode("utf-8", errors="surrogatepass")
    except UnicodeDecodeError:
        return False
    return True


def _paired(text: str) -> str:
    if not any("\ud800" <= char <= "\udfff" for char in text):
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _replaced(data: bytes, encoding: str, errors: str = "replace") -> tuple[str, tuple[str, ...]]:
    text = data.decode(encoding, errors)
    bad = text.count("\ufffd")
    return text, (_UNREADABLE.format(bad),) if bad else ()


def _by_nuls(data: bytes) -> str | None:
    """UTF-16 or UTF-32 without a mark: in Latin text the high bytes are NUL."""
    sample = data[: 4096 - len(data) % 4 if len(data) < 4096 else 4096]
    sample = sample[: len(sample) // 4 * 4]
    if len(sample) < 4 or b"\x00" not in sample:
        return None
    shares = [sample[at::4].count(0) / (len(sample) // 4) for at in range(4)]
    if shares[0] < 0.1 and min(shares[2:]) > 0.9 and shares[1] > 0.4:
        return "utf-32-le"
    if shares[3] < 0.1 and min(shares[:2]) > 0.9 and shares[2] > 0.4:
        return "utf-32-be"
    even, odd = (shares[0] + shares[2]) / 2, (shares[1] + shares[3]) / 2
    if odd > 0.4 and even < 0.1:
        return "utf-16-le"
    if even > 0.4 and odd < 0.1:
        return "utf-16-be"
    # Other alphabets: the high bytes are nearly all the same, and NUL with blanks and stops.
    for first, other, its in ((1, 0, "utf-16-le"), (0, 1, "utf-16-be")):
        high = Counter(sample[first::2])
        often = sum(count for _, count in high.most_common(2))
        if high[0] and not sample[other::2].count(0) and often > 0.9 * (len(sample) // 2):
            return its
    return None

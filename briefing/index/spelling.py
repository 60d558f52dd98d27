"""One word, written in several ways: British and American, with a hyphen or without, in figures."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

# British forms are stemmed as if they were American. Only the stem changes, never what is indexed
# or shown.
_SPELLINGS = tuple(
    (re.compile(british), american)
    for british, american in (
        (r"^(def|off|pret)ence", r"\1ense"),
        (r"^licence", "license"),
        (r"^practis(?=e|ing)", "practic"),
        (r"^manoeuvr(?:e(?=s?$))?", "maneuver"),
        (
            r"^((?:centi|kilo|milli|nano)?(?:lit|met)|calib|cent|fib|lust|meag|sab|somb|spect"
            r"|theat)re(?=s?$)",
            r"\1er",
        ),
        (r"^programme(?=s?$)", "program"),
        (r"(?<=[a-z]{3})isation", "ization"),
        (r"(?<=[a-z]{3})is(e|es|ed|ing|er|ers)$", r"iz\1"),
        (r"(?<=[a-z]{2})ys(e|ed|ing)$", r"yz\1"),
        (
            r"(ard|arm|behavi|cand|clam|col|demean|endeav|fav|ferv|flav|glam|harb|hon|hum|lab"
            r"|neighb|od|parl|ranc|rig|rum|savi?|splend|tum|val|vap|vig)our",
            r"\1or",
        ),
        (
            r"(cancel|channel|counsel|dial|equal|fuel|jewel|label|level|libel|marshal|marvel|model"
            r"|panel|quarrel|rival|shovel|signal|total|travel|tunnel)l(?=[ei])",
            r"\1",
        ),
        (r"^(appal|distil|enrol|fulfil|instal|instil)(?=s?$|ments?$)", r"\1l"),
        (r"^(ski|wi)l(?=ful)", r"\1ll"),
        (r"^((?:ana|cata|dia|mono)log)ue(?=s?$)", r"\1"),
        (r"^(acknowledg|judg)ement", r"\1ment"),
        (r"^(benefit|focus|target)[st](?=ed|ing)", r"\1"),
        (r"(an|h|leuk)aem(?=[io])", r"\1em"),
        (r"paed(?=i)", "ped"),
        (r"^foet", "fet"),
        (r"^sulph", "sulf"),
        (r"^scept(?=ic)", "skept"),
        (r"^plough", "plow"),
        (r"^(m|sm)oul(?=d)", r"\1ol"),
        (r"^aluminium", "aluminum"),
        (r"^artefact", "artifact"),
        (r"^ageing$", "aging"),
        (r"^grey", "gray"),
        (r"^amongst$", "among"),
        (r"^whilst$", "while"),
        (r"^(burn|dream|learn|spoil)t$", r"\1ed"),
    )
)

# Any of them; most words are none of these, and one look tells.
_BRITISH = re.compile("|".join(f"(?:{known.pattern})" for known, _ in _SPELLINGS))

_UNITS = ("", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
# Short words that are not meant as abbreviations, and abbreviations that are not such words: "U.S."
# is not looked for as "us", but "us" as "U.S.", too. Those of two letters are all there are; of the
# longer ones, the most common: to look for their letters one by one would only take time.
_SMALL = frozenset(
    (
        *("am", "an", "as", "at", "be", "by", "do", "go", "he", "if", "in", "is"),
        *("it", "me", "my", "no", "of", "oh", "on", "or", "so", "to", "up", "we"),
        *("all", "and", "any", "are", "but", "can", "did", "few", "for", "get", "had", "has"),
        *("her", "him", "his", "how", "its", "let", "may", "new", "nor", "not", "now", "off"),
        *("old", "one", "our", "out", "own", "per", "put", "say", "see", "set", "she", "the"),
        *("too", "two", "use", "was", "way", "who", "why", "yet", "you", "also", "been", "both"),
        *("come", "does", "done", "each", "even", "ever", "from", "give", "good", "have", "here"),
        *("high", "into", "just", "kind", "know", "last", "less", "like", "long", "made", "make"),
        *("many", "more", "most", "much", "must", "need", "next", "none", "once", "only", "open"),
        *("over", "same", "says", "seem", "some", "such", "take", "than", "that", "them", "then"),
        *("they", "this", "thus", "time", "upon", "used", "very", "want", "well", "went", "were"),
        *("what", "when", "whom", "will", "with", "your", "year", "work"),
    )
)
_LONGEST_ABBREVIATION = 4
_DESIGNATION = re.compile(r"([a-z]+)(\d+)|(\d+)([a-z]+)")


def american(word: str) -> str:
    """`word` in American spelling where the British one is known to differ."""
    if _BRITISH.search(word):
        for known, spelling in _SPELLINGS:
            word = known.sub(spelling, word)
    return word


@lru_cache(maxsize=1 << 12)
def otherwise(tokens: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    """How a typed word, folded and cut into tokens, may stand in a text as well.

    "f-16" as "f16" and the other way round, "co-operate" as "cooperate", "u.s.a." as "usa", "10000"
    as "10 000", "twenty-five" as "25", "per cent" as "percent". Only what is hardly ever anything
    else: "forties" is not looked for as "for ties".
    """
    return tuple(_together(tokens) if len(tokens) > 1 else _apart(tokens[0]))


def _together(tokens: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    joined = "".join(tokens)
    if len(tokens) == 2 and tokens[0] in _TENS and tokens[1] in _UNITS:
        yield (str(10 * _TENS.index(tokens[0]) + _UNITS.index(tokens[1])),)
    elif joined.isalnum() and not joined.isdigit() and joined not in (*_SMALL, "us"):
        yield (joined,)


def _apart(token: str) -> Iterator[tuple[str, ...]]:
    if token == "percent":
        yield "per", "cent"
    if not token.isascii() or not token.isalnum():
        return
    if token.isalpha():
        if 1 < len(token) <= _LONGEST_ABBREVIATION and token not in _SMALL:
            yield tuple(token)
    elif token.isdigit():
        if len(token) > 3:
            first = len(token) % 3 or 3
            thousands = (token[at : at + 3] for at in range(first, len(token), 3))
            yield token[:first], *thousands
        elif len(token) == 2 and token[0] > "1" and token[1] > "0":
            yield _TENS[int(token[0])], _UNITS[int(token[1])]
    elif match := _DESIGNATION.fullmatch(token):
        first_part, second_part = match[1] or match[3], match[2] or match[4]
        yield first_part, second_part

"""Which part of a web page is its article, told by where the sentences stand.

Every element gets the weight of the sentences in it, less those in links. The article is the
smallest element that holds nearly all of that weight; sentences that trafilatura, as a second
opinion, leaves out count for little. Within the element, boxes of links, forms and what names
itself furniture are left out. The idea of judging by text and link density is that of
Kohlschütter et al., "Boilerplate Detection using Shallow Text Features" (WSDM 2010).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from briefing.importers import furniture
from briefing.importers.blocks import Block, Kind
from briefing.importers.html.walk import HEADINGS, Placed, placed_blocks, tag_of

if TYPE_CHECKING:
    from lxml.html import HtmlElement

# What page makers call the parts of a page that are no article, in `class`, `id` or `role`.
_FURNITURE = re.compile(
    r"""(?ix)
    (?:^|[\W_]|\b)(?:
      ad|ads|adv|advert\w*|adsense|adslot|ad-?(?:box|unit|break|wrap\w*|container|banner)|dfp|gpt|
      banner|bread-?crumbs?|carousel|comments?|comment-?(?:list|form|area|s|section)|commentlist|
      disqus\w*|\w*gallery\w*|slide-?show|d-none|hidden|hide|respond|replies|
      community|cookies?\w*|consent|gdpr|copyright|donate|donation|
      footer|page-?footer|site-?footer|masthead|nav|navi|navbar|navigation|menu|submenu|
      login|sign-?up|sign-?in|register|subscri\w+|newsletter\w*|
      modal|lightbox|overlay|popup|pop-?up|paywall|
      pager|pagination|paging|prev-?next|
      most-?(?:read|popular|viewed)|popular|trending|outbrain|taboola|
      promo\w*|recirc\w*|recommend\w*|related\w*|read-?more|more-?(?:stories|news|from)|
      see-?also|similar|teasers?|
      rss|share|sharing|shares|sharebar|share-?(?:bar|box|buttons?|links?|tools)|
      sociable|social\w*|follow-?us|addthis\w*|
      sidebar|side-?bar|rail|right-?rail|widgets?|
      skip-?(?:link|nav\w*)|sponsor\w*|supplement\w*|tag-?(?:list|cloud|s)|tags|
      toolbar|tools|topbar|top-?stories|utility|
      print-?(?:only|footer)|screen-?reader\w*|sr-only|visually-?hidden|
      editsection|mw-editsection|jump-?to-?nav|navbox\w*|catlinks|printfooter|
      author-?(?:bio|box|info|card)|about-?the-?author|bio-?box|
      infobox-?ad|hidden-?print|no-?print
    )(?:$|[\W_]|\d)
    """
)
# What holds the article itself names itself so, whatever else it is called.
_ARTICLE = re.compile(
    r"(?i)(?:article|story|post|entry|page|main|news|blog)[-_]?"
    r"(?:body|content|text|main|copy)|articlebody|^(?:article|main|content|story|post|entry|body)$"
    r"|hentry|main-?content|has-?sidebar|with-?sidebar|no-?sidebar"
)
_ROLES = frozenset(
    [
        "alert",
        "alertdialog",
        "banner",
        "complementary",
        "contentinfo",
        "dialog",
        "menu",
        "menubar",
        "navigation",
        "search",
        "toolbar",
    ]
)
_NEVER = frozenset(("nav", "form", "footer", "aside", "dialog", "menu", "fieldset"))
_HIDDEN = re.compile(r"(?i)(?:display\s*:\s*none|visibility\s*:\s*hidden)")
_STOP = re.compile(r"[.!?…:;,،؛؟](?=\s|$|[”\"’')\]])|[。！？，、]")
_WIDE = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_DATELINE = re.compile(r"(?i)\b(?:19|20)\d\d\b|\d:\d\d|^by\b")

# Found by trying on some hundred pages; the scores hardly change around these values.
_UNSEEN = 0.05  # what a sentence weighs that the second opinion leaves out
_SHARE = 0.75  # of the weight that the article's element must hold at least …
_SEEN = 0.95  # … and of the weight of what the second opinion keeps
_MUCH = 0.3  # what holds more of the weight is no furniture, whatever it is called
_LINKED = 0.6  # a box with more of its letters in links is a box of links
_BOXES = frozenset(("div", "section", "ul", "ol", "dl", "table", "figure", "header", "details"))
# Long enough to be told apart, short enough to be found in a text that was cut otherwise.
_KEY = 60


@dataclass(frozen=True, slots=True)
class Found:
    """The blocks of the article, and the words of the page that were left out."""

    blocks: tuple[Block, ...]
    left_out: tuple[str, ...]


def find(tree: HtmlElement, opinion: str = "") -> Found:
    """The article of a page. `opinion` is its text as another program sees it."""
    everything = placed_blocks(tree, is_hidden)
    weights = _weigh(tree, everything)
    total = weights.get(tree, 0.0)

    def drop(element: HtmlElement) -> bool:
        if is_hidden(element):
            return True
        if not is_furniture(element):
            return False
        much = _MUCH if tag_of(element) not in _NEVER else 2 * _MUCH
        return weights.get(element, 0.0) <= much * total

    placed = placed_blocks(tree, drop)
    root = _root(tree, placed, _key(opinion))
    boxes = _link_boxes(root, placed_blocks(root, drop))
    inside = placed_blocks(root, lambda element: element in boxes or drop(element))
    kept = _trimmed(inside)
    blocks = tuple(one.block for one in kept)
    return Found(blocks, _left_out(everything, blocks))


def whole(tree: HtmlElement) -> Found:
    """Everything that a browser would show."""
    return Found(tuple(one.block for one in placed_blocks(tree, is_hidden)), ())


def is_hidden(element: HtmlElement) -> bool:
    """Whether a browser would not show the element."""
    if element.get("hidden") is not None or _HIDDEN.search(element.get("style") or ""):
        return True
    if tag_of(element) in ("noscript", "annotation", "annotation-xml"):
        return True
    return element.get("aria-hidden") == "true" and "math" not in (element.get("class") or "")


def is_furniture(element: HtmlElement) -> bool:
    """Whether the element says of itself that it is no part of an article."""
    tag = tag_of(element)
    if tag in ("html", "body", "article", "main"):
        return False
    if tag in _NEVER or (element.get("role") or "").lower() in _ROLES:
        return True
    names = f"{element.get('class') or ''} {element.get('id') or ''}".strip()
    if not names or tag in HEADINGS or tag in ("a", "p", "em", "i", "b", "strong", "blockquote"):
        return False
    if any(_ARTICLE.search(name) for name in names.split()):
        return False
    return _FURNITURE.search(names[:400]) is not None


def _weight(placed: Placed) -> float:
    """How much a block speaks for being part of an article."""
    block = placed.block
    text = block.text
    length = len(text) + 2 * len(_WIDE.findall(text))
    if block.kind is Kind.HEADING or length < 25:
        return 0.0
    free = max(0.0, length - 2.5 * placed.linked)
    if not _STOP.search(text):
        free *= 0.3
    if block.kind in (Kind.ITEM, Kind.ROW):
        free *= 0.6
    return free if length >= 80 else free * 0.5


def _weigh(
    tree: HtmlElement, placed: Iterable[Placed], weight: Callable[[Placed], float] = _weight
) -> dict[HtmlElement, float]:
    """The weight of every element that has one: its own blocks' and its children's."""
    weights: dict[HtmlElement, float] = {}
    for one in placed:
        weights[one.element] = weights.get(one.element, 0.0) + weight(one)
    for element in reversed(list(tree.iter())):
        parent = element.getparent()
        if parent is not None and element is not tree and element in weights:
            weights[parent] = weights.get(parent, 0.0) + weights[element]
    return weights


def _key(text: str) -> str:
    return "".join(re.findall(r"\w+", text.casefold()))


def _root(tree: HtmlElement, placed: list[Placed], opinion: str) -> HtmlElement:
    """The smallest element that holds nearly all of the weight."""
    seen = {id(one): not opinion or _key(one.block.text)[:_KEY] in opinion for one in placed}
    weights = _weigh(tree, placed, lambda one: _weight(one) * (1.0 if seen[id(one)] else _UNSEEN))
    agreed = _weigh(tree, (one for one in placed if seen[id(one)]))
    node = tree
    while True:
        best = max(node, key=lambda child: weights.get(child, 0.0), default=None)
        if best is None or weights.get(best, 0.0) <= _SHARE * weights.get(node, 0.0):
            return node
        if agreed.get(best, 0.0) < _SEEN * agreed.get(node, 0.0):
            return node
        if tag_of(best) in ("p", "li", "td", "tr", "ul", "ol"):
            return node
        node = best


def _link_boxes(root: HtmlElement, placed: list[Placed]) -> set[HtmlElement]:
    """Elements that hold links rather than sentences."""
    letters = _weigh(root, placed, lambda one: len(one.block.text))
    linked = _weigh(root, placed, lambda one: min(one.linked, len(one.block.text)))
    weights = _weigh(root, placed)
    most = 0.15 * weights.get(root, 0.0)
    return {
        element
        for element, length in letters.items()
        if element is not root
        and tag_of(element) in _BOXES
        and linked[element] > _LINKED * length
        and weights[element] < most
    }


def _trimmed(placed: list[Placed]) -> list[Placed]:
    """Without lines of furniture, datelines above the first sentence, links below the last."""
    good = [at for at, one in enumerate(placed) if _weight(one) > 30]
    if not good:
        return placed
    first, last = good[0], good[-1]
    kept = []
    for at, one in enumerate(placed):
        text = one.block.text
        dateline = len(text) < 100 and _DATELINE.search(text) is not None
        if at < first and (one.linked > 0.5 * len(text) or dateline):
            continue
        if at > last and (one.linked > 0.3 * len(text) or one.block.kind is Kind.HEADING):
            continue
        if furniture.is_furniture(text, at_the_edge=not first < at < last):
            continue
        kept.append(one)
    return kept


def _left_out(everything: Iterable[Placed], kept: Iterable[Block]) -> tuple[str, ...]:
    """The texts of the page that are not in the article, each once."""
    texts = {block.text for block in kept}
    missing = (one.block.text for one in everything if one.block.text not in texts)
    return tuple(dict.fromkeys(missing))

"""Page furniture: what a web page says around an article, and copying takes along."""

from __future__ import annotations

import re


def _names(table: str) -> frozenset[str]:
    return frozenset(name.strip() for name in table.replace("\n", " ").split("|"))


# Always furniture when they are a line of their own.
_ALWAYS = _names(
    """
    accept all cookies | accept cookies | add to favourites | advertise with us | advertisement |
    advertising | article continues below advertisement | back to top | close this dialog |
    continue reading | continue reading below | cookie policy | cookie settings | copy link |
    copy link to clipboard | create account | download app | editors' picks | editor's picks |
    follow us | in other news | jump to content | jump to navigation | leave a comment |
    leave a reply | listen to this article | load more | load more comments | log in | log out |
    manage cookies | more stories | most popular | most read | most viewed | next article |
    open in app | popular stories | post a comment | previous article | print this article |
    privacy policy | promoted content | read also | read more | read next | recommended for you |
    recommended stories | related articles | related content | related news | related posts |
    related stories | related topics | report an error | save article | save for later |
    see all comments | share article | share this | share this article | share this page |
    share this story | show comments | show less | show more | sign in | sign up |
    skip advertisement | skip to content | skip to main content | sponsored | sponsored content |
    story continues below | subscribe | subscribe now | terms of service | terms of use |
    top stories | trending now |
    view all | view comments | what to read next | you may also like | you might also like |
    your ad here | subscribe to our newsletter | sign up for our newsletter | see also
    """
)
# Furniture at the beginning or end of a page; in the middle they may be headings.
_AT_THE_EDGE = _names(
    """
    about us | ad | ads | comments | contact | contact us | copy | cookies | email | e-mail |
    facebook | home | instagram | latest | latest news | link | linkedin | loading | login | menu |
    more | news | newsletter | next | pinterest | popular | previous | print | recommended |
    reddit | register | related | reply | search | share | tags | telegram | trending | tweet |
    twitter | video | whatsapp | x | youtube
    """
)
_PATTERNS = re.compile(
    r"""(?ix)
    (?:share|post|tweet|pin|send|follow\ us)\ (?:this\ )?(?:on|via|by|with)\ [\w\ ,/&()-]{1,60}
    | share:?(?:\s*(?:facebook|twitter|x|linkedin|whatsapp|telegram|e-?mail|reddit|print|,|\|))+
    | (?:we|this\ (?:web)?site)\ uses?\ cookies\b.*
    | by\ (?:continuing|using\ this\ site),?\ .{0,80}\bcookies\b.*
    | (?:subscribe|sign\ up|register)\ (?:to|for|now|here|today)\b.{0,100}
    | \d+\s+(?:comments?|shares?|likes?|views?)
    | (?:©|\(c\)|copyright)\s.{0,80}
    | (?:.{0,60}\W)?all\ rights\ reserved
    | (?:click|tap)\ (?:here|to)\b.{0,60}
    | (?:read|see)\ more\ (?:on|about|from|in|at)\b.{0,60}
    | more\ from\ .{1,40}
    | \d+\s*(?:-\s*)?min(?:ute)?s?\ read
    """
)
# Below one of these stand headlines of other articles.
_LISTS_FOLLOW = _names(
    """
    in other news | latest news | more stories | most popular | most read | most viewed |
    read also | read next | recommended | recommended for you | recommended stories | related |
    related articles | related content | related news | related posts | related stories | see also |
    top stories | trending now | what to read next | you may also like | you might also like
    """
)
_MOST_WORDS = 60


def _key(line: str) -> str:
    words = re.sub(r"\s+", " ", line.casefold().replace("’", "'"))
    return words.strip(" .:…»›>→|•·-–—*!\u00a0")


def is_furniture(line: str, *, at_the_edge: bool) -> bool:
    """Whether a whole line belongs to the page and not to the article."""
    key = _key(line)
    if not key or len(key.split()) > _MOST_WORDS:
        return False
    if key in _ALWAYS or (at_the_edge and key in _AT_THE_EDGE):
        return True
    return _PATTERNS.fullmatch(key) is not None


def begins_list(line: str) -> bool:
    """Whether headlines of other articles may follow the line."""
    return _key(line) in _LISTS_FOLLOW

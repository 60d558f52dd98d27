from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.importers import Glance, for_file
from briefing.importers.html.metadata import _day, _people
from briefing.model import UserError
from briefing.text.passages import passages, to_plain
from tests.importers.build import STORY, article, page, paragraphs

HTML, MHTML = "html.page:read_html", "html.page:read_mhtml"


def test_the_article_comes_in_and_the_page_around_it_stays_out() -> None:
    got = article(HTML, page("<h1>The Dam</h1>" + paragraphs(), "<title>The Dam | Courier</title>"))
    assert got.title == "The Dam"
    assert to_plain(got.text_md).split("\n") == list(STORY)
    left = " ".join(one.text for one in got.dropped)
    assert "Related stories" in left and "All rights reserved" in left


def test_headings_lists_quotations_and_emphasis_are_kept() -> None:
    body = (
        f"<h1>The Dam</h1><p>{STORY[0]}</p><h2>What was found</h2><p>{STORY[1]} It was "
        "<em>no</em> small <b>crack</b>.</p><ol start=3><li>Walls</li><li>Fish<ul><li>Trout</li>"
        f"</ul></li></ol><blockquote><p>{STORY[2]}</p></blockquote><p>{STORY[3]}</p>"
        "<table><tr><th>Year</th><th>Cracks</th></tr><tr><td>1990</td><td>2|3</td></tr></table>"
    )
    got = article(HTML, page(body)).text_md
    assert "\n## What was found\n" in got and "*no* small **crack**." in got
    assert "3. Walls\n4. Fish\n    - Trout\n" in got
    assert f"\n> {STORY[2]}\n" in got
    kinds = [one.kind for one in passages(got)]
    assert kinds.count("item") == 3 and kinds.count("row") == 2
    assert "1990 2|3" in to_plain(got)


def test_what_is_hidden_is_no_text() -> None:
    hidden = (
        "<p style='display:none'>Secret one.</p><p hidden>Secret two.</p><div aria-hidden='true'>"
        "Secret three.</div><script>var secret='four'</script><template>Secret five</template>"
    )
    got = article(HTML, page(paragraphs(STORY[:2]) + hidden + paragraphs(STORY[2:])))
    assert "ecret" not in got.text_md
    assert [one.text for one in passages(got.text_md)] == list(STORY)


def test_what_the_page_says_of_its_article() -> None:
    head = (
        "<title>x</title><link rel=canonical href='https://courier.example/dam'>"
        "<meta property='og:site_name' content='Ford Courier'>"
        '<script type="application/ld+json">{"@graph": [{"@type": "NewsArticle", "headline": '
        '"Mend &amp; pay", "datePublished": "2024-03-09T10:00:00Z", "author": [{"name": "Ada '
        'Okafor"}, {"name": "By Ben Poole"}]}]}</script>'
    )
    got = article(HTML, page(paragraphs(), head))
    assert (got.title, got.date, got.venue) == ("Mend & pay", "2024-03-09", "Ford Courier")
    assert got.authors == ("Ada Okafor", "Ben Poole")
    assert got.url == "https://courier.example/dam"


def test_a_byline_and_a_time_in_the_page_itself() -> None:
    body = (
        "<h1>The Dam</h1><p class=byline>By Ada Okafor and Ben Poole | 3 May 2024</p>"
        "<time class=published datetime='2024-05-03'>May 3</time>" + paragraphs()
    )
    got = article(HTML, page(body))
    assert got.authors == ("Ada Okafor", "Ben Poole") and got.date == "2024-05-03"


def test_dates_and_names_as_pages_write_them() -> None:
    assert _day("Published 2024/7/18 10:00") == "2024-07-18"
    assert (_day("20240718103000"), _day("2024-02-31"), _day("2024")) == ("2024-07-18", "", "2024")
    assert _people(["By Ana Rivera and Jo Park", "https://x.example/ana", "admin"]) == (
        "Ana Rivera",
        "Jo Park",
    )


def test_a_page_that_needs_javascript_says_so() -> None:
    data = b"<html><body><div id=app></div><script src=app.js></script></body></html>"
    with pytest.raises(UserError, match="JavaScript"):
        article(HTML, data)
    with pytest.raises(UserError, match="no text"):
        article(HTML, b"")


def test_the_declared_encoding_counts() -> None:
    body = "<p>Ärger über Öl. " + "Der Damm hält, sagte die Bürgermeisterin von Fürth. " * 8
    data = f"<html><head><meta charset=iso-8859-1></head><body>{body}".encode("cp1252")
    assert "Bürgermeisterin" in article(HTML, data).text_md
    assert (
        "世界人权宣言"
        in article(HTML, "<meta charset=gb2312><p>世界人权宣言".encode("gbk")).text_md
    )


def test_depth_without_end_is_read() -> None:
    data = b"<div>" * 3000 + STORY[0].encode() + b"</div>" * 3000
    assert STORY[0] in to_plain(article(HTML, data).text_md)


def test_what_a_parser_gives_up_on_is_not_lost() -> None:
    data = f"<div><p>{STORY[0]}</p>".encode() * 5000
    got = to_plain(article(HTML, data).text_md)
    assert got.count(STORY[0]) == 5000


def test_a_web_archive_of_one_page() -> None:
    html = page("<h1>The Dam</h1>" + paragraphs())
    data = (
        b"From: <Saved>\r\nSnapshot-Content-Location: https://courier.example/dam\r\n"
        b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"\r\n\r\n--b\r\n'
        b"Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n"
        b"Content-Location: https://courier.example/dam\r\n\r\n"
        + html.replace(b"=", b"=3D").replace(b"nobody", b"no=\r\nbody")
        + b"\r\n--b\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        + b"iVBO\r\n--b--"
    )
    assert for_file(Glance("dam.txt", data)).name == "mhtml"
    got = article(MHTML, data)
    assert to_plain(got.text_md).split("\n") == list(STORY)
    assert got.url == "https://courier.example/dam"
    with pytest.raises(UserError, match="no web page"):
        article(MHTML, b"MIME-Version: 1.0\r\nContent-Type: text/plain\r\n\r\nHello")


def test_a_page_under_another_ending_is_read_as_a_page() -> None:
    assert for_file(Glance("a.txt", page("x"))).name == "html"
    assert for_file(Glance("a.pdf", b"<html><body>x")).name == "html"


WORD = st.text("abcdefghijklmnopqrstuvwxyzäöü*_`[]<>&|#1.-", min_size=1, max_size=9)


@given(st.lists(st.lists(WORD, min_size=12, max_size=40), min_size=3, max_size=8), st.data())
@settings(deadline=None, max_examples=25)
def test_no_word_of_the_body_is_lost(texts: list[list[str]], data: st.DataObject) -> None:
    from html import escape

    tags = data.draw(st.lists(st.sampled_from(("p", "li", "blockquote", "h3", "div")),
                              min_size=len(texts), max_size=len(texts)))  # fmt: skip
    lines = [" ".join(("start", *words, "end.")) for words in texts]
    body = "".join(f"<{t}>{escape(x)}</{t}>" for t, x in zip(tags, lines, strict=True))
    got = article(HTML, page(paragraphs() + body + paragraphs()))
    words = to_plain(got.text_md).split() + " ".join(one.text for one in got.dropped).split()
    missing = [word for line in lines for word in line.split() if word not in words]
    assert missing == []

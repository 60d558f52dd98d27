"""Word files made for tests: paragraphs of runs, in the styles of Verbatim or in none."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from xml.sax.saxutils import escape

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
HEAD = f'<w:document xmlns:w="{W}" xmlns:mc="{MC}"><w:body>'
_OFFICE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships'
    '+xml"/><Default Extension="xml" ContentType="application/xml"/>'
    '<Default Extension="bin" ContentType="application/octet-stream"/>'
    f'<Override PartName="/{{0}}" ContentType="{_OFFICE}.document.main+xml"/>'
    f'<Override PartName="/{{1}}" ContentType="{_OFFICE}.styles+xml"/></Types>'
)
RELS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Target="{}" Type="http://schemas.openxmlformats.org/officeDocument/'
    '2006/relationships/{}"/></Relationships>'
)
_STYLES = [
    ("paragraph", "Normal", "Normal", "", "", '<w:sz w:val="22"/>'),
    *(
        ("paragraph", f"Heading{n}", f"heading {n}", alias, f'<w:outlineLvl w:val="{n - 1}"/>', "")
        for n, alias in enumerate(("Pocket", "Hat", "Block", "Tag"), 1)
    ),
    ("paragraph", "Analytic", "Analytic", "", '<w:outlineLvl w:val="3"/>', ""),
    ("paragraph", "Undertag", "Undertag", "", "", "<w:i/>"),
    ("character", "Style13ptBold", "Style 13 pt Bold", "Cite", "", '<w:b/><w:sz w:val="26"/>'),
    ("character", "StyleUnderline", "Style Underline", "Underline", "", '<w:u w:val="single"/>'),
    ("character", "Emphasis", "Emphasis", "", "", '<w:b/><w:u w:val="single"/>'),
    (
        "character",
        "Heading3Char",
        "Heading 3 Char",
        "Block Char",
        "",
        '<w:b/><w:u w:val="single"/>',
    ),
]


def styles() -> str:
    """A styles part as Verbatim 6 writes it."""
    made = "".join(
        f'<w:style w:type="{kind}" w:styleId="{id_}"'
        f"{' w:default=' + chr(34) + '1' + chr(34) if id_ == 'Normal' else ''}>"
        f'<w:name w:val="{name}"/>'
        + (f'<w:aliases w:val="{alias}"/>' if alias else "")
        + (f"<w:pPr>{of_paragraph}</w:pPr>" if of_paragraph else "")
        + f"<w:rPr>{of_run}</w:rPr></w:style>"
        for kind, id_, name, alias, of_paragraph, of_run in _STYLES
    )
    return f'<w:styles xmlns:w="{W}">{made}</w:styles>'


def run(text: str, style: str = "", direct: str = "") -> str:
    """A run; in the text, a tab and a line feed become their elements."""
    named = f'<w:rStyle w:val="{style}"/>' if style else ""
    parts = []
    for char in text.replace("\t", "\0\t\0").replace("\n", "\0\n\0").split("\0"):
        if char == "\t":
            parts.append("<w:tab/>")
        elif char == "\n":
            parts.append("<w:br/>")
        elif char:
            parts.append(f'<w:t xml:space="preserve">{escape(char)}</w:t>')
    settings = f"<w:rPr>{named}{direct}</w:rPr>" if named or direct else ""
    return f"<w:r>{settings}{''.join(parts)}</w:r>"


def paragraph(*runs: str, style: str = "", direct: str = "") -> str:
    """A paragraph of runs; a bare text is a run."""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    settings = f"<w:pPr>{named}{direct}</w:pPr>" if named or direct else ""
    inner = "".join(one if one.startswith(("<w:", "<mc:")) else run(one) for one in runs)
    return f"<w:p>{settings}{inner}</w:p>"


def card(tag: str, short: str, rest: str, body: Sequence[str]) -> str:
    """A card as Verbatim makes it: tag, cite, body paragraphs."""
    cite = paragraph(run(short, "Style13ptBold"), run(rest))
    return paragraph(tag, style="Heading4") + cite + "".join(body)


def word(
    body: str,
    *,
    with_styles: bool = True,
    main: str = "word/document.xml",
    parts: Sequence[tuple[str, str]] = (),
) -> bytes:
    """A whole file; `body` is the XML of its paragraphs."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        folder, _, name = main.rpartition("/")
        made.writestr("[Content_Types].xml", TYPES.format(main, f"{folder}/styles.xml"))
        made.writestr("_rels/.rels", RELS.format(main, "officeDocument"))
        made.writestr(main, f"{HEAD}{body}</w:body></w:document>")
        if with_styles:
            made.writestr(f"{folder}/styles.xml", styles())
            made.writestr(f"{folder}/_rels/{name}.rels", RELS.format("styles.xml", "styles"))
        for name, data in parts:
            made.writestr(name, data)
    return stream.getvalue()


def marked_body() -> str:
    """A body with every mark: underlined, emphasised, highlighted, shrunk."""
    yellow, small = '<w:highlight w:val="yellow"/>', '<w:sz w:val="16"/>'
    return paragraph(
        run("In our sample, ", direct=small),
        run("a carbon price ", "StyleUnderline", yellow),
        run("cut emissions", "Emphasis", yellow),
        run(" over ten years", direct=small),
        run(" in all of the thirty cities that we looked at", "StyleUnderline"),
        run(". We caution that the result may not hold in small markets.", direct=small),
    )


CITE = (
    " [Ana Rivera, Professor of Economics at Test University, “Prices and Limits,” Journal of "
    "Examples, 3-14-2024, https://example.org/prices, accessed 5-1-2024] //XX"
)

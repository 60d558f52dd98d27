"""Writing whole files: articles and cases."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from briefing.library import files
from briefing.library.articles import article_values, read_article
from briefing.library.cases import case_values, read_case, render_items
from briefing.library.context import Context
from briefing.library.opened import Opened, require_id
from briefing.library.root import CLAIMS
from briefing.library.splicing import with_body
from briefing.model import Article, ArticleId, Case, CaseId, Place, UserError, free_name, slug
from briefing.text import front_matter
from briefing.text.records import clean


def save_article(root: Path, article: Article, old: Article | None = None) -> Article:
    """Write `article`: over the file at its place, or into a new file named after its title.

    Returns the article with its id and place. With `old`, what was read before, UserError if the
    file holds anything else by now.
    """
    if not article.title.strip():
        raise UserError("The article has no title. Give it one.")
    if article.place is None:
        return _new_article(root, article)
    path = article.place.path
    opened = Opened(root, path)
    there = read_article(Context(), path, article.topic, article.id, opened.text)
    if old is not None and there != old:
        raise files.changed(opened.path)
    text = _changed_values(opened.text, article_values(there), article_values(article))
    if clean(article.text_md) != there.text_md:
        text = with_body(text, clean(article.text_md) + "\n")
    opened.text = text
    opened.write()
    return read_article(Context(), path, article.topic, article.id, opened.text)


def _new_article(root: Path, article: Article) -> Article:
    folder = Path(article.topic, "articles")
    if not (root / article.topic / "topic.md").is_file():
        raise UserError(f"There is no topic {article.topic} in the library.")
    taken = {path.name.casefold() for path in root.glob("*/articles/*")}
    name = _free(article.id or slug(article.title), taken)
    path = folder / f"{name}.md"
    opened = Opened.create(root, path)
    text = front_matter.with_values("", article_values(article))
    opened.text = text + clean(article.text_md) + "\n"
    opened.write()
    return replace(article, id=ArticleId(name), place=Place(path))


def save_case(root: Path, case: Case, old: Case | None = None) -> Case:
    """Write `case`: over the file at its place, or into a new file named after its title.

    Returns the case as it now reads: two texts in a row have become one. With `old`, what was
    read before, UserError if the file holds anything else by now.
    """
    if not case.title.strip():
        raise UserError("The case has no title. Give it one.")
    if case.place is None:
        taken = {path.name.casefold() for path in (root / "cases").glob("*")}
        case = replace(case, id=CaseId(_free(case.id or slug(case.title), taken)))
    path = case.place.path if case.place else Path("cases", f"{case.id}.md")
    opened = Opened.create(root, path) if case.place is None else Opened(root, path)
    if opened.is_new:
        opened.text = front_matter.with_values("", case_values(case)) + render_items(case.items)
    else:
        there = read_case(Context(), path, case.id, opened.text)
        if old is not None and there != old:
            raise files.changed(opened.path)
        text = _changed_values(opened.text, case_values(there), case_values(case))
        body = render_items(case.items)
        opened.text = text if body == render_items(there.items) else with_body(text, body)
    opened.write()
    return read_case(Context(), path, case.id, opened.text)


def delete_case(root: Path, case: Case) -> None:
    """Remove the file of `case`; UserError if it holds anything else by now."""
    path = case.place.path if case.place else Path("cases", f"{case.id}.md")
    opened = Opened(root, path)
    if read_case(Context(), path, case.id, opened.text) != case:
        raise files.changed(opened.path)
    opened.remove()


def _free(name: str, taken: set[str]) -> str:
    """`name`, or `name-2` and so on, so that no file of that name is taken."""
    require_id(name)
    return free_name(
        name, lambda one: bool({f"{one}.md".casefold(), f"{one}{CLAIMS}".casefold()} & taken)
    )


def _changed_values(text: str, old: dict[str, str], new: dict[str, str]) -> str:
    changed = {key: value for key, value in new.items() if value != old[key]}
    return front_matter.with_values(text, changed) if changed else text

"""The article that the course puts on trial, in our words: a line for each paragraph, and what it leaves out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..core.document import Columns, Heading, List, Paragraph, Part, Text, small
from ..tables import catalogue
from ..tables.phrases import say
from ..tables.rows.evidence import ArticlePart, Claim
from ..tables.shows_document import ShowsDocument


@dataclass(frozen=True, repr=False)
class Article(ShowsDocument):
    """What the article says, ``rows`` in its order, and its ``omissions``; shows itself as a list for each heading."""

    rows: tuple[ArticlePart, ...]
    omissions: tuple[Claim, ...]

    def parts(self) -> Iterator[Part]:
        yield Heading(say("article.title")), Paragraph(say("article.published"))
        groups: list[list[Heading | List]] = [[]]
        lines: list[Text] = []
        for row in self.rows:
            if row.part == "heading":
                groups[-1].append(_list(lines))
                groups.append([Heading(_line(row), 4, apart=True)])
                lines = []
            else:
                lines.append(_line(row))
        groups[-1].append(_list(lines))
        groups.append([Heading(say("article.absent"), 4, apart=True),
                       _list([_with_claims(claim.claim, (claim.id,)) for claim in self.omissions])])
        yield Columns(tuple(map(tuple, groups)))


def article() -> Article:
    """The article in our words: its title and day, a line for each heading and paragraph with the claims taken from it,
    and what it leaves out.

    A paragraph from which no claim was taken is named as such. Of the article's own words only the title stands here.
    """
    omissions = tuple(claim for claim in catalogue.rows(Claim) if claim.verdict == "omission")
    return Article(catalogue.rows(ArticlePart), omissions)


def _list(lines: list[Text]) -> List:
    return List(tuple(lines), indent=2, mark="")


def _line(row: ArticlePart) -> Text:
    gist = row.gist or say("article.no_claim")
    if row.part == "title":
        gist = say("article.title_says", gist=gist)
    elif row.part == "paragraph":
        gist = say("article.paragraph", number=row.paragraph, gist=gist)
    return _with_claims(gist, row.claims)


def _with_claims(text: str, claims: tuple[str, ...]) -> Text:
    return (f"{text} ", small(f"({', '.join(claims)})")) if claims else text

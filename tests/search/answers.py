"""Answers of the search for tests of its page, whatever the engine would find."""

from django.utils.safestring import mark_safe

from search.finding import Answer, Facet, Hit

HIT = Hit(
    title=mark_safe("Samen <mark>eten</mark>"),
    url="/agenda/samen-eten/",
    kind="activity",
    kind_label="Activiteit",
    language="nl",
    extract=mark_safe("Schuif aan &amp; <mark>eet</mark> mee."),
    when="vrijdag 27 november",
    place="De Schakel, Zuilen",
    art_topic="food",
    art_seed="seed",
)


def answer(*hits: Hit, total: int | None = None, pages: int = 1, **fields: object) -> Answer:
    """An answer with these hits and something to choose."""
    facets = {
        "kinds": [Facet("activity", "Activiteiten", 4), Facet("partner", "Partners", 2), Facet("news", "Nieuws", 0)],
        "whens": [Facet("week", "Deze week", 3)],
        "districts": [Facet("overvecht", "Overvecht", 2), Facet("zuid", "Zuid", 0)],
        "topics": [Facet("eten", "Eten en koken", 4)],
    }
    amount = len(hits) if total is None else total
    return Answer(hits=list(hits), total=amount, pages=pages, searched="eten", **{**facets, **fields})

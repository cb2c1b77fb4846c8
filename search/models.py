"""Words that mean the same, kept by editors; and what the search keeps of everything that can be found."""

from django.conf import settings
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.utils.translation import gettext_lazy as _


def site_languages() -> list[tuple[str, str]]:
    """The languages of the site; a function, so that one more asks for no migration."""
    return [(code, str(name)) for code, name in settings.LANGUAGES]


class Synonyms(models.Model):
    """A group of words that mean the same: who asks for one, finds the others."""

    language = models.CharField(_("language"), max_length=10, choices=site_languages, default=settings.LANGUAGE_CODE)
    words = models.TextField(
        _("words that mean the same"),
        max_length=1000,
        help_text=_("One on each line, at least two. A group of words is allowed, for example 'samen eten'."),
    )

    class Meta:
        verbose_name = _("words that mean the same")
        verbose_name_plural = _("words that mean the same")
        ordering = ["language", "words", "pk"]

    def __str__(self) -> str:
        return " = ".join(self.word_list)

    @property
    def word_list(self) -> list[str]:
        """The words, cleaned of empty lines."""
        return [" ".join(line.split()) for line in self.words.splitlines() if line.strip()]


class MissedSearch(models.Model):
    """Words that were looked for often and not found; nothing about who asked."""

    term = models.CharField(_("words"), max_length=60)
    language = models.CharField(_("language"), max_length=10, choices=site_languages)
    times = models.PositiveIntegerField(_("times"))
    last_seen = models.DateField(_("last seen"), db_index=True)

    class Meta:
        verbose_name = _("search without result")
        verbose_name_plural = _("searches without result")
        ordering = ["-times", "term", "pk"]
        # Rows come by themselves: there is nothing to add or change.
        default_permissions = ("view", "delete")
        constraints = [models.UniqueConstraint(fields=["term", "language"], name="missed_search_once")]

    def __str__(self) -> str:
        return self.term


class Entry(models.Model):
    """What the search keeps of one thing in one language. Whether anybody may see it is asked of the thing itself."""

    page = models.OneToOneField("wagtailcore.Page", null=True, on_delete=models.CASCADE, related_name="+")
    document = models.OneToOneField("core.CustomDocument", null=True, on_delete=models.CASCADE, related_name="+")
    venue = models.OneToOneField("agenda.Venue", null=True, on_delete=models.CASCADE, related_name="+")
    language = models.CharField(max_length=10)
    kind = models.CharField(max_length=20)
    title = models.CharField(max_length=255)
    # The words of the title without accents, with a space before each: for suggestions.
    title_words = models.CharField(max_length=600)
    # What a result shows, without markup: introduction first.
    text = models.TextField()
    place = models.CharField(max_length=255)
    topic = models.ForeignKey("core.Topic", null=True, on_delete=models.SET_NULL, related_name="+")
    # Keys with a space around each, as in " 3 7 ".
    districts = models.CharField(max_length=255)
    first_day = models.DateField(null=True)
    last_day = models.DateField(null=True)
    # The page whose dates it has; no relation, so that a deleted source takes nothing along.
    dates_of = models.BigIntegerField(null=True)
    art_seed = models.CharField(max_length=60)
    # The words by weight: PostgreSQL only, SQLite has a table of its own (`search.engines`).
    vector = SearchVectorField(null=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.title


class Word(models.Model):
    """A word of everything that can be found: for splitting compounds and for 'did you mean'."""

    language = models.CharField(max_length=10)
    text = models.CharField(max_length=64)
    # As people write it, with its accents.
    written = models.CharField(max_length=80)
    # In how many entries it was when all was written anew.
    entries = models.PositiveIntegerField(default=1)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["language", "text"], name="word_once")]

    def __str__(self) -> str:
        return self.text


class DocumentText(models.Model):
    """The text of a document, read in the background; or why it could not be read."""

    document = models.OneToOneField("core.CustomDocument", on_delete=models.CASCADE, related_name="read_text")
    # Of the file this was read from: another file is read anew.
    file_hash = models.CharField(max_length=40)
    text = models.TextField(blank=True)
    problem = models.CharField(_("why it could not be read"), max_length=200, blank=True)
    pages = models.PositiveIntegerField(default=0)
    read_at = models.DateTimeField(auto_now=True)

    class Meta:
        default_permissions = ()
        verbose_name = _("text of a document")
        verbose_name_plural = _("texts of documents")

    def __str__(self) -> str:
        return str(self.document)

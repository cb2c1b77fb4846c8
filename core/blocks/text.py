"""Blocks of words: headings, paragraphs, quotes, figures, steps."""

from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock

from core.blocks.links import LinkBlock, LinkValue

# No italics anywhere: they are harder to read.
RICH_TEXT = ["h3", "bold", "ol", "ul", "link", "document-link"]
PLAIN_RICH_TEXT = ["bold", "ol", "ul", "link", "document-link"]


class HeadingBlock(blocks.StructBlock):
    """A heading inside the text."""

    text = blocks.CharBlock(label=_("heading"), max_length=100)
    level = blocks.ChoiceBlock(
        label=_("level"), choices=[("2", _("Heading")), ("3", _("Smaller heading"))], default="2"
    )

    class Meta:
        icon = "title"
        label = _("Heading")
        description = _("A heading that divides the text. Start with 'Heading'.")
        template = "blocks/heading.html"
        preview_value = {"text": "Zo gaat het", "level": "2"}


class ParagraphBlock(blocks.RichTextBlock):
    """Running text."""

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        description = _("Paragraphs, lists and links.")
        template = "blocks/paragraph.html"
        features = RICH_TEXT
        preview_value = "<p>Om half zes gaat de deur open. We eten aan lange tafels. Na het toetje is er koffie.</p>"

    def __init__(self, **kwargs: object) -> None:
        """Offer only what the design has a style for."""
        kwargs.setdefault("features", RICH_TEXT)
        super().__init__(**kwargs)


class PictureBlock(blocks.StructBlock):
    """A picture with a caption."""

    image = ImageBlock(label=_("picture"))
    caption = blocks.CharBlock(label=_("caption"), max_length=200, required=False)

    class Meta:
        icon = "image"
        label = _("Picture")
        description = _("A photo or drawing in the text, with an optional caption.")
        template = "blocks/picture.html"
        preview_value = SimpleLazyObject(lambda: {"caption": "Samen aan tafel"})


class QuoteBlock(blocks.StructBlock):
    """Somebody's words."""

    text = blocks.TextBlock(label=_("quote"), max_length=300, help_text=_("Without quotation marks."))
    source = blocks.CharBlock(label=_("who says this"), max_length=120, required=False)

    class Meta:
        icon = "openquote"
        label = _("Quote")
        description = _("One sentence that stays with you. At most one or two on a page.")
        template = "blocks/quote.html"
        preview_value = {"text": "Alleen komen is heel gewoon.", "source": "Een gastvrouw"}


class FigureBlock(blocks.StructBlock):
    """A number with what it counts, and where it comes from."""

    value = blocks.CharBlock(label=_("figure"), max_length=20, help_text=_("For example 87 or 2.200+."))
    label = blocks.CharBlock(label=_("what it counts"), max_length=80)
    source = blocks.CharBlock(label=_("source and year"), max_length=160)

    class Meta:
        icon = "order"
        label = _("Figure")
        description = _("A figure is shown only with its source and year.")
        template = "blocks/figure.html"
        preview_value = {"value": "87", "label": "organisaties doen mee", "source": "Netwerkbijeenkomst, 2022"}


class FigureListBlock(blocks.ListBlock):
    """Figures side by side."""

    class Meta:
        icon = "order"
        label = _("Figures")
        description = _("Up to four figures side by side, each with its source.")
        template = "blocks/figure_list.html"
        preview_value = [
            {"value": "87", "label": "organisaties doen mee", "source": "2022"},
            {"value": "15", "label": "buurtnetwerken", "source": "2021"},
        ]


class StepBlock(blocks.StructBlock):
    """One step of a plan."""

    title = blocks.CharBlock(label=_("step"), max_length=80)
    text = blocks.CharBlock(label=_("explanation"), max_length=240, required=False)

    class Meta:
        icon = "list-ol"
        label = _("Step")
        template = "blocks/step.html"
        preview_value = {"title": "Vraag één buur.", "text": "Wie zie je vaak, maar spreek je weinig?"}


class StepListBlock(blocks.ListBlock):
    """Numbered steps."""

    class Meta:
        icon = "list-ol"
        label = _("Steps")
        description = _("Numbered steps, for example how to start something yourself.")
        template = "blocks/step_list.html"
        preview_value = [
            {"title": "Vraag één buur.", "text": "Wie zie je vaak, maar spreek je weinig?"},
            {"title": "Kies een vaste dag.", "text": "Elke week, of één keer in de maand."},
        ]


class NoticeBlock(blocks.StructBlock):
    """A box that stands out."""

    title = blocks.CharBlock(label=_("title"), max_length=80, required=False)
    text = blocks.RichTextBlock(label=_("text"), features=PLAIN_RICH_TEXT)

    class Meta:
        icon = "info-circle"
        label = _("Notice")
        description = _("Something people must not miss. Use it sparingly.")
        template = "blocks/notice.html"
        preview_value = {"title": "Goed om te weten", "text": "<p>Je hoeft je niet aan te melden.</p>"}


class ButtonBlock(LinkBlock):
    """A link that looks like a button."""

    class Meta:
        icon = "link"
        label = _("Button")
        description = _("The one thing you want people to do on this page.")
        template = "blocks/button.html"
        value_class = LinkValue
        preview_value = {"label": "Bekijk de agenda", "url": "https://example.org/"}


class VideoBlock(blocks.StructBlock):
    """A film on another site: nothing is loaded from there until somebody chooses to go."""

    title = blocks.CharBlock(label=_("what the film shows"), max_length=120)
    url = blocks.URLBlock(label=_("address of the film"))
    transcript = blocks.RichTextBlock(
        label=_("text of the film"),
        features=PLAIN_RICH_TEXT,
        required=False,
        help_text=_("What is said and what can be seen, for people who cannot hear or see the film."),
    )

    class Meta:
        icon = "media"
        label = _("Film")
        description = _("A film on YouTube or elsewhere, with an explanation and a link.")
        template = "blocks/video.html"
        preview_value = {"title": "Een kijkje bij de buurtcaravan", "url": "https://www.youtube.com/"}


class DetailsBlock(blocks.StructBlock):
    """A question that opens its answer."""

    question = blocks.CharBlock(label=_("question"), max_length=120)
    answer = blocks.RichTextBlock(label=_("answer"), features=PLAIN_RICH_TEXT)

    class Meta:
        icon = "help"
        label = _("Question and answer")
        description = _("A question; the answer opens when it is chosen.")
        template = "blocks/details.html"
        preview_value = {"question": "Moet ik mij aanmelden?", "answer": "<p>Nee. Loop gewoon binnen.</p>"}


class TimelineEntryBlock(blocks.StructBlock):
    """A moment in a history."""

    date = blocks.CharBlock(label=_("when"), max_length=40, help_text=_("For example 'september 2019'."))
    text = blocks.RichTextBlock(label=_("what happened"), features=PLAIN_RICH_TEXT)

    class Meta:
        icon = "history"
        label = _("Moment")
        template = "blocks/timeline_entry.html"
        preview_value = {"date": "September 2019", "text": "<p>Het netwerk krijgt een naam.</p>"}


class TimelineBlock(blocks.ListBlock):
    """Moments in order of time; also fits the programme of a meeting."""

    class Meta:
        icon = "history"
        label = _("Timeline or programme")
        description = _("Moments one after the other: a history, or the programme of a meeting.")
        template = "blocks/timeline.html"
        preview_value = [
            {"date": "2018", "text": "<p>De lokale aanpak begint.</p>"},
            {"date": "September 2019", "text": "<p>Het netwerk krijgt een naam.</p>"},
        ]


class ColumnBlock(blocks.StructBlock):
    """A heading with text below it."""

    title = blocks.CharBlock(label=_("heading"), max_length=80)
    text = blocks.RichTextBlock(label=_("text"), features=PLAIN_RICH_TEXT)

    class Meta:
        icon = "form"
        label = _("Column")
        template = "blocks/column.html"
        preview_value = {"title": "Kansen", "text": "<ul><li>Positiever vertellen</li></ul>"}


class ColumnListBlock(blocks.ListBlock):
    """Columns side by side."""

    class Meta:
        icon = "table"
        label = _("Columns")
        description = _("Two or three columns side by side, below each other on a telephone.")
        template = "blocks/column_list.html"
        preview_value = [
            {"title": "Uitdagingen", "text": "<p>Hoe vinden we elkaar?</p>"},
            {"title": "Kansen", "text": "<p>Jongerenwerk en rolmodellen.</p>"},
        ]


class ResourceBlock(blocks.StructBlock):
    """Something to read or download, here or elsewhere; also when it has no address (yet)."""

    title = blocks.CharBlock(label=_("title"), max_length=160)
    text = blocks.CharBlock(label=_("what it is"), max_length=300, required=False)
    source = blocks.CharBlock(label=_("maker and year"), max_length=120, required=False)
    url = blocks.URLBlock(label=_("address on another site"), required=False)
    document = DocumentChooserBlock(label=_("document"), required=False)

    class Meta:
        icon = "doc-full"
        label = _("Publication")
        template = "blocks/resource.html"
        preview_value = {"title": "Infokaart", "text": "Een kaart die helpt bij het gesprek.", "source": "2021"}


class ResourceListBlock(blocks.ListBlock):
    """Publications one below the other."""

    class Meta:
        icon = "folder-open-inverse"
        label = _("Publications")
        description = _("Reports, cards and guides to read or download.")
        template = "blocks/resource_list.html"
        preview_value = [{"title": "Infokaart", "text": "Een kaart die helpt bij het gesprek.", "source": "2021"}]

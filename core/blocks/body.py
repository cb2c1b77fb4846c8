"""The body of a page: the blocks an editor can choose from, in groups."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from core.blocks.counts import CountBlock
from core.blocks.text import (
    ButtonBlock,
    ColumnBlock,
    ColumnListBlock,
    DetailsBlock,
    FigureBlock,
    FigureListBlock,
    HeadingBlock,
    NoticeBlock,
    ParagraphBlock,
    PictureBlock,
    QuoteBlock,
    ResourceBlock,
    ResourceListBlock,
    StepBlock,
    StepListBlock,
    TimelineBlock,
    TimelineEntryBlock,
    VideoBlock,
)


class BodyBlock(blocks.StreamBlock):
    """Everything a body can hold."""

    heading = HeadingBlock(group=_("Text"))
    paragraph = ParagraphBlock(group=_("Text"))
    quote = QuoteBlock(group=_("Text"))
    notice = NoticeBlock(group=_("Text"))
    details = DetailsBlock(group=_("Text"))
    columns = ColumnListBlock(ColumnBlock(), min_num=2, max_num=3, group=_("Text"))
    picture = PictureBlock(group=_("Picture and sound"))
    video = VideoBlock(group=_("Picture and sound"))
    figures = FigureListBlock(FigureBlock(), max_num=4, group=_("Facts"))
    count = CountBlock(group=_("Facts"))
    steps = StepListBlock(StepBlock(), max_num=8, group=_("Facts"))
    timeline = TimelineBlock(TimelineEntryBlock(), group=_("Facts"))
    button = ButtonBlock(group=_("Onward"))
    resources = ResourceListBlock(ResourceBlock(), group=_("Onward"))

    class Meta:
        required = False
        template = "blocks/body.html"

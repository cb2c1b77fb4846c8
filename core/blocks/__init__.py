"""The blocks an editor builds a text from. One block, one template of the same name in templates/blocks/."""

from core.blocks.body import BodyBlock
from core.blocks.counts import CountBlock
from core.blocks.links import LinkBlock, LinkColumnBlock, LinkListBlock
from core.blocks.text import FigureBlock, QuoteBlock, StepBlock

__all__ = [
    "BodyBlock",
    "CountBlock",
    "FigureBlock",
    "LinkBlock",
    "LinkColumnBlock",
    "LinkListBlock",
    "QuoteBlock",
    "StepBlock",
]

"""For every template: words in one language at an address of another. Built in, so that `{% url %}` is always ours."""

import unicodedata
from typing import Any

from django import template
from django.conf import settings
from django.template import defaulttags
from django.template.base import FilterExpression, Node, NodeList, Parser, Token
from django.utils import translation
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from wagtail.models import Page

from core import addresses
from core.blocks.reading import words_of_blocks
from core.languages import direction, versions_in
from core.models.locales import language_of_title
from core.reading import reader_language, speaking

register = template.Library()


class SpeakNode(Node):
    """What stands between `{% speak code %}` and `{% endspeak %}`."""

    def __init__(self, code: FilterExpression, nodes: NodeList) -> None:
        self.code, self.nodelist = code, nodes

    def render(self, context: template.Context) -> SafeString:
        """Render it in the language, with links for the reader."""
        with speaking(self.code.resolve(context)):
            return self.nodelist.render(context)


@register.tag
def speak(parser: Parser, token: Token) -> SpeakNode:
    """`{% speak "nl" %}…{% endspeak %}`: in that language, while links stay in the reader's."""
    code = parser.compile_filter(token.split_contents()[1])
    nodes = parser.parse(("endspeak",))
    parser.delete_first_token()
    return SpeakNode(code, nodes)


class ReaderURLNode(defaulttags.URLNode):
    """Django's `{% url %}`, under the language of the reader."""

    def render(self, context: template.Context) -> str:
        """The address, or nothing when it is kept in a variable."""
        with translation.override(reader_language() or translation.get_language()):
            return super().render(context)


@register.tag
def url(parser: Parser, token: Token) -> ReaderURLNode:
    """`{% url name arguments %}` as in Django, also right inside `{% speak %}`."""
    node = defaulttags.url(parser, token)
    return ReaderURLNode(node.view_name, node.args, node.kwargs, node.asvar)


@register.simple_tag(takes_context=True)
def canonical_address(context: dict[str, Any], address: str = "") -> str:
    """The address search engines should keep: `address`, else that of the page; of what is in Dutch the Dutch one."""
    page = context.get("page")
    return addresses.canonical(page, address, context.get("request")) if isinstance(page, Page) else address


@register.simple_tag
def language_of(text: Any) -> SafeString:
    """`<h3{% language_of card %}>`: says the language of a page's title, or a code, where it is not that around it."""
    code = text if isinstance(text, str) else language_of_title(text)
    if not code or code == translation.get_language():
        return SafeString("")
    return format_html(' lang="{}" dir="{}"', code, direction(code))


@register.simple_tag(takes_context=True)
def said_in(context: dict[str, Any], words: str) -> SafeString:
    """`<p{% said_in page.summary %}>`: says so where a translated page still has the Dutch words."""
    is_dutch = bool(words) and words in getattr(context.get("page"), "still_dutch", ())
    return language_of(settings.LANGUAGE_CODE) if is_dutch else SafeString("")


@register.simple_tag(takes_context=True)
def parts_of(context: dict[str, Any], stream: Any) -> list[tuple[SafeString, list[Any]]]:
    """`{% parts_of value as parts %}`: its blocks, those that still are Dutch apart, with what says so."""
    parts: list[tuple[SafeString, list[Any]]] = []
    still_dutch = getattr(context.get("page"), "still_dutch", None)
    words = words_of_blocks(stream) if still_dutch else [""] * len(stream)
    for block, said in zip(stream, words, strict=True):
        language = said_in(context, said) if said else SafeString("")
        if not parts or parts[-1][0] != language:
            parts.append((language, []))
        parts[-1][1].append(block)
    return parts


@register.simple_tag
def dutch(text: str) -> SafeString:
    """`{% dutch date.note %}`: words that are only there in Dutch, marked as such where the page is not."""
    foreign = language_of(settings.LANGUAGE_CODE) if text else ""
    return format_html("<span{}>{}</span>", foreign, text) if foreign else conditional_escape(text)


@register.simple_tag
def page_title(page: Page) -> SafeString:
    """`{% page_title page %}`: the title of the page a link leads to, in the present language where there is one."""
    version = versions_in(translation.get_language() or settings.LANGUAGE_CODE).get(page.url_path)
    if version and not version.is_alias:
        return conditional_escape(version.title)
    foreign = language_of(page)
    return format_html("<span{}>{}</span>", foreign, page.title) if foreign else conditional_escape(page.title)


@register.filter
def direction_of_words(words: str) -> str:
    """`{{ title|direction_of_words }}`: ltr or rtl, by the first letter that has a direction."""
    kinds = (unicodedata.bidirectional(sign) for sign in words)
    return next(("ltr" if kind == "L" else "rtl" for kind in kinds if kind in {"L", "R", "AL"}), "ltr")


@register.filter
def direction_of(code: str) -> str:
    """`{{ code|direction_of }}`: ltr or rtl."""
    return direction(code)

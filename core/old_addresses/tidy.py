"""A redirect that names the address of a page becomes one to the page itself, which follows when the page moves.

And an address that leads on is no longer one that was not found.
"""

from typing import Any
from urllib.parse import urlsplit

from django.db.models.signals import post_save, pre_save
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Site

from core.models import MissingAddress
from core.old_addresses.addresses import canonical, own_part, plain
from core.old_addresses.finding import answer_below, page_at


def connect() -> None:
    """Do so whenever a redirect is saved; called once, when the apps are ready."""
    pre_save.connect(name_page, sender=Redirect, dispatch_uid="redirect-to-page")
    post_save.connect(forget_missing, sender=Redirect, dispatch_uid="redirect-no-longer-missing")


def name_page(instance: Redirect, **kwargs: Any) -> None:
    """Put the page in place of its address; an address with a question or a place on the page stays as it is."""
    own = own_part(instance.redirect_link) if instance.redirect_link and not instance.redirect_page_id else None
    if own is None or "?" in own or "#" in own:
        return
    site = instance.site or Site.objects.select_related("root_page").filter(is_default_site=True).first()
    if site is None:
        return
    path = plain(urlsplit(own).path)
    page, route = page_at(site, path), ""
    if page is None:
        page, route = answer_below(path, lambda head: page_at(site, head)) or (None, "")
    if page:
        instance.redirect_page, instance.redirect_page_route_path, instance.redirect_link = page, route, ""


def forget_missing(instance: Redirect, raw: bool = False, **kwargs: Any) -> None:
    """Take the address out of the list of what was not found: it leads on now."""
    if not raw:
        MissingAddress.objects.filter(path=canonical(instance.old_path)).delete()

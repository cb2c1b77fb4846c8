"""How often something may be done: counted in the cache, under a name that says nothing about the visitor."""

import ipaddress

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac


def allows(name: str, who: str, *, most: int, seconds: int) -> bool:
    """Count one more time for `who`; False when that is more than `most` within `seconds` of the first.

    A cache that is down allows everything: the form's other guards stay.
    """
    key = f"throttle:{name}:{salted_hmac('core.intake.throttle', who).hexdigest()[:32]}"
    if cache.add(key, 1, timeout=seconds):
        return True
    try:
        return (cache.incr(key) or 0) <= most
    except ValueError:
        # It ended between the two questions.
        return True


def visitor(request: HttpRequest) -> str:
    """Where a request comes from, for counting only; never stored. The last proxy's word counts, nobody else's."""
    found = request.META.get(settings.CLIENT_ADDRESS_HEADER, "") or request.META.get("REMOTE_ADDR", "")
    try:
        address = ipaddress.IPv6Address(found)
    except ValueError:
        return found
    # One household has a whole network of these, and may use another one each time.
    return str(ipaddress.IPv6Network((address, 64), strict=False))

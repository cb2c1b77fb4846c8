"""Counting something that may only be written down once it has come often: until then nothing of it is kept."""

import logging

from django.core.cache import cache
from django.utils.crypto import salted_hmac

logger = logging.getLogger(__name__)


def count_up(name: str, text: str, step: int = 5, days: int = 30) -> int:
    """Count `text` once more; answers how many to add to its row now: `step` at every step-th time, else 0.

    What was not counted for `days` days begins again. The cache never sees the text, only its HMAC, and the key of
    that comes from SECRET_KEY and `name`. What can be made up has no end: the cache's own limits (`MAX_ENTRIES`,
    Redis' `maxmemory`) push the oldest out, which only makes a count begin again. A cache that is down answers 0.
    """
    key = f"tally:{name}:{salted_hmac(f'core.tally.{name}', text, algorithm='sha256').hexdigest()}"
    try:
        if cache.add(key, 1, timeout=days * 86400):
            times = 1
        else:
            times = cache.incr(key) or 0
            cache.touch(key, days * 86400)
    except Exception as reason:  # noqa: BLE001 — each cache fails in its own way, and a visitor must not notice
        logger.warning("Could not count for %s: %s", name, type(reason).__name__)
        return 0
    return step if times and times % step == 0 else 0

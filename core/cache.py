"""A cache that may fail: without Redis the site is slower, not down."""

import logging
from collections.abc import Callable
from typing import Any

from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)


def _or_miss(name: str, miss: Any) -> Callable[..., Any]:
    operation = getattr(RedisCache, name)

    def attempt(self: RedisCache, *args: Any, **kwargs: Any) -> Any:
        try:
            return operation(self, *args, **kwargs)
        except RedisError as reason:
            logger.warning("The cache did not answer (%s): %s", name, reason)
            # `get` answers what the caller gives for a miss.
            return kwargs.get("default", args[1] if name == "get" and len(args) > 1 else miss)

    return attempt


class ForgivingRedisCache(RedisCache):
    """Django's Redis cache, where an unreachable server counts as a miss and is logged."""

    get = _or_miss("get", None)
    get_many = _or_miss("get_many", {})
    set = _or_miss("set", None)
    set_many = _or_miss("set_many", [])
    add = _or_miss("add", False)
    delete = _or_miss("delete", False)
    delete_many = _or_miss("delete_many", None)
    clear = _or_miss("clear", False)
    # What is counted here is then not limited: see `core.intake.throttle`.
    incr = _or_miss("incr", None)

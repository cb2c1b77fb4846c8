"""Ending a process between any two of its writes, to see that all of something happened or nothing."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.db import connection, transaction


class Killed(BaseException):
    """Whatever ends a process: no part of our code may catch it."""


def rows(model: type) -> set[tuple]:
    """All rows of a table."""
    return {tuple(map(str, row)) for row in model.objects.values_list()}


def everything(*labels: str) -> dict[str, set[tuple]]:
    """All rows of every table of these apps, of the foundations and of Wagtail's pages."""
    models = [model for model in apps.get_models() if model._meta.app_label in {"core", "wagtailcore", *labels}]
    return {model._meta.label: {tuple(map(str, row)) for row in model._base_manager.values_list()} for model in models}


@contextmanager
def killed_after(writes: int) -> Iterator[list[str]]:
    """End what happens inside after so many statements that write; the list says which there were."""
    seen: list[str] = []

    def count(execute: Callable, sql: str, params: Any, many: bool, context: dict) -> Any:
        result = execute(sql, params, many, context)
        if sql.lstrip().upper().startswith(("INSERT", "UPDATE", "DELETE")):
            seen.append(sql)
            if len(seen) == writes:
                raise Killed
        return result

    with connection.execute_wrapper(count):
        yield seen


def writes_of(job: Callable[[], Any]) -> list[str]:
    """The statements with which something writes; it is undone."""
    with killed_after(0) as writes, transaction.atomic():
        job()
        transaction.set_rollback(True)
    return writes

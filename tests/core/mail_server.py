"""A real mail server on this machine, that fails in whatever way a test asks for."""

import asyncio
import email
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


class MailServer:
    """A mail server that behaves as a test tells it to, and keeps what it took."""

    def __init__(self) -> None:
        self.taken: list[email.message.Message] = []
        self.at_rcpt: Callable[[str], str | None] = lambda address: None
        self.at_data: Callable[[], str | None] = lambda: None
        self.dies_after_data = False
        self.seconds = 0.0

    async def handle_RCPT(self, server: SMTP, session: Session, envelope: Envelope, address: str, options: Any) -> str:
        """Take the address, or not."""
        if answer := self.at_rcpt(address):
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Take the letter, or not; maybe late, maybe without saying so."""
        await asyncio.sleep(self.seconds)
        if answer := self.at_data():
            return answer
        self.taken.append(email.message_from_bytes(envelope.content))
        if self.dies_after_data:
            server.transport.abort()
        return "250 OK"

    @property
    def names(self) -> list[str]:
        """The Message-ID of each letter taken."""
        return [letter["Message-ID"] for letter in self.taken]


@contextmanager
def running() -> Iterator[tuple[MailServer, int]]:
    """The server and the port it listens to, until the end of the block."""
    handler = MailServer()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield handler, port
    finally:
        controller.stop()

"""gunicorn under systemd: ``gunicorn -c deploy/gunicorn.conf.py`` from the root of the checkout."""

import gc
import os
from typing import Any

# The socket is for our own group, of which nginx's account is a member.
umask = 0o007
wsgi_app = "utrechtomarmt.wsgi:application"
# `site/` is a source root, never a package.
pythonpath = "site"
bind = os.environ.get("GUNICORN_BIND", "unix:/run/utrechtomarmt/gunicorn.sock")
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
worker_class = "gthread"
threads = 4
# Imported once, shared by the workers.
preload_app = True
timeout = 60
graceful_timeout = 30
keepalive = 5
# Memory that leaks, in us or in a library, never grows for ever.
max_requests = 5000
max_requests_jitter = 500
# Heartbeat files in memory: a busy disk must not look like a dead worker.
worker_tmp_dir = "/dev/shm"  # noqa: S108
# Only the socket's other end, nginx, may say what the visitor's address and scheme were.
forwarded_allow_ips = "*" if bind.startswith("unix:") else "127.0.0.1"
accesslog = None
errorlog = "-"


def when_ready(server: Any) -> None:
    """Set what was loaded at the start aside from garbage collection, and look for garbage less often.

    A page makes some ten thousand objects and drops them all: by default Python searches them several times.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)

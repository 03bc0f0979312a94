"""The live preview of a project in the browser: sources and metadata to edit, every output to see, verdicts beside the lines.

Flow: ``serve`` -> a socket on the loopback -> ``application`` behind its ``gate`` (token, host, origin) -> pages. A source is read
and saved by ``source_files``; ``live_views`` renders and judges in one thread of its own; ``child_builds`` runs a build as a
process; ``watching`` sees what other programs change. Nothing but the folder of content is written here.
"""

from __future__ import annotations

import secrets
import socket
from collections.abc import Callable
from pathlib import Path

from flugblatt.model.errors import ToolMissing, UsageError

LOOPBACK = "127.0.0.1"
PATIENCE = 1
"""Seconds that open pages get when the server ends."""


def serve(content: Path, out: Path, work: str, port: int, opened: Callable[[str], None]) -> None:
    """Serves the project until it is interrupted; ``opened`` is told the address as soon as it answers. UsageError for a work
    that is not there or a port that is taken, ToolMissing without the extra ``serve``."""
    try:
        import uvicorn

        from flugblatt.serve import application
    except ModuleNotFoundError as error:
        if error.name and error.name.startswith("flugblatt"):
            raise
        from flugblatt.doctor import set_up

        raise ToolMissing(f"serve needs the package {error.name}; type: {set_up(*_extra())}") from error
    if work and not (content / work).is_dir():
        raise UsageError(f"there is no work {work!r} in {content}")
    with _listening(port) as listener:
        number = listener.getsockname()[1]
        token = secrets.token_urlsafe(24)
        address = f"http://{LOOPBACK}:{number}/{token}/"
        made = application.make(content, out, token, (f"{LOOPBACK}:{number}", f"localhost:{number}"))
        settings = uvicorn.Config(
            made,
            log_level="warning",
            access_log=False,
            server_header=False,
            date_header=False,
            timeout_graceful_shutdown=PATIENCE,
        )
        opened(f"{address}works/{work}/" if work else address)
        uvicorn.Server(settings).run(sockets=[listener])


def _extra() -> tuple[str, ...]:
    from flugblatt.doctor import requirements_of

    return requirements_of("serve")


def _listening(port: int) -> socket.socket:
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((LOOPBACK, port))
        listener.listen()
    except (OSError, OverflowError) as error:
        listener.close()
        reason = error.strerror if isinstance(error, OSError) else "no port has this number"
        raise UsageError(f"port {port} cannot be used: {reason}; leave out --port for a free one") from error
    return listener

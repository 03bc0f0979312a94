"""Whether an address of the web leads to a host, and to nothing that says who follows it (RFC 3986, 3.2; RFC 1123, 2.1).

Flow: an address -> its authority -> ``fault``: what is wrong with it, in words.
"""

from __future__ import annotations

import ipaddress
import re

_AUTHORITY = re.compile(r"(?i)https?://(?P<authority>[^/?#\\]*)")
_LABEL = re.compile(r"(?!-)[\w\u00b7\u200c\u200d-]{1,63}(?<!-)")
LONGEST = 253  # characters of a name of a host (RFC 1035, 2.3.4)


def fault(address: str) -> str:
    """What was found instead of a host in an http or https address, in words; empty where nothing is wrong."""
    match = _AUTHORITY.match(address)
    authority = match["authority"] if match else ""
    if "@" in authority:
        return "a name of a user before the host, which is sent along"
    host, port = authority, ""
    if authority.startswith("["):
        host, closed, port = authority.partition("]")
        if not closed or not _is_ipv6(host[1:]) or (port and not port.startswith(":")):
            return "a broken address of IPv6"
        return _port_fault(port.removeprefix(":"))
    host, _, port = authority.partition(":")
    labels = host.removesuffix(".").split(".")
    if not host or len(host) > LONGEST or not all(_LABEL.fullmatch(label) for label in labels):
        return "a broken name of a host" if host else "no host"
    if labels[-1].isdecimal() and not _is_ipv4(host):
        return "a broken address of IPv4"
    return _port_fault(port)


def _port_fault(port: str) -> str:
    return (
        ""
        if not port or (port.isascii() and port.isdecimal() and len(port) < 6 and int(port) < 65536)
        else "a broken port"
    )


def _is_ipv4(host: str) -> bool:
    try:
        return bool(ipaddress.IPv4Address(host))
    except ValueError:
        return False


def _is_ipv6(host: str) -> bool:
    try:
        return "%" not in host and bool(ipaddress.IPv6Address(host))
    except ValueError:
        return False

"""Addresses of the web: a host, and nothing that says who follows it."""

import pytest

from flugblatt.model import hosts


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org",
        "https://example.org./a?b@c#d",
        "http://localhost:8000/",
        "https://xn--e1afmkfd.xn--p1ai/",
        "https://пример.рф/путь",
        "https://192.0.2.1/",
        "https://[2001:db8::1]:443/a",
        "https://a_b.example.org:65535",
        "https://example.org/@name",
    ],
)
def test_a_good_address_has_no_fault(address: str) -> None:
    assert hosts.fault(address) == ""


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("https://user:word@example.org/", "a name of a user"),
        ("https://user@example.org", "a name of a user"),
        ("https://", "no host"),
        ("https:///a", "no host"),
        ("https://a..b/", "host"),
        ("https://-a.de/", "host"),
        ("https://a b.de/", "host"),
        ("https://" + "a" * 64 + ".de", "host"),
        ("https://" + "a." * 200 + "de", "host"),
        ("https://[::1", "IPv6"),
        ("https://[fe80::1%25]/", "IPv6"),
        ("https://[::1]x/", "IPv6"),
        ("https://1.2.3.999/", "IPv4"),
        ("https://a.de:99999/", "port"),
        ("https://a.de:8o/", "port"),
        ("https://a.de:٣/", "port"),
    ],
)
def test_a_bad_one_is_told_by_what_is_wrong(address: str, words: str) -> None:
    assert words in hosts.fault(address)

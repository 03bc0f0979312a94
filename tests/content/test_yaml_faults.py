"""What is no YAML is said in the words of people who write none."""

from __future__ import annotations

import pytest

from flugblatt.content.yaml_source import read_yaml

CASES = {
    "date: 2024\n\tissuers: x\n": ("a tab where YAML wants blanks", "indent with spaces only"),
    "date: @b\n": ("@ at the beginning of a value", 'put the value in quotes: date: "@b"'),
    "summary: We: now\n": ("a colon with a blank behind it", 'put the value in quotes: summary: "We: now"'),
    "issuers: - A\n": ("an item, - …, in the line of its key", "begin a new line for each item"),
    "issuers: [A\nkind: b\n": ("a list in [ ] that does not end", "] behind the last"),
    "rights: {license: b\nkind: d\n": ("keys in { } that do not end", "} behind the last"),
    'summary: "b\n': ("a text whose quotation mark is never closed", "close it in its line"),
    'summary: "C:\\Users"\n': ("a backslash in double quotes", "write single quotes"),
    "issuers:\n  - A\n - B\n": ("a line that is indented unlike", "indent it by as many spaces"),
    'summary: "We" say\n': ("words behind the quotation mark", "put the value in quotes: summary: '\"We\" say'"),
}


@pytest.mark.parametrize("text", CASES)
def test_a_fault_is_said_in_plain_words(text):
    message, hint = CASES[text]
    node, (finding,) = read_yaml(text, "work/statement.yaml")
    assert node is None and finding.code == "yaml-syntax"
    assert message in finding.message and hint in finding.hint
    assert not any(word in finding.message for word in ("scanning", "parsing", "token", "mapping"))

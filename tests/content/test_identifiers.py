"""Identifiers are names made from names: the same everywhere, others for others."""

from __future__ import annotations

import uuid
from dataclasses import replace

import pytest

from flugblatt.content import read_work
from flugblatt.model import Identifiers
from flugblatt.model.identifiers import edition_id, form_id, instance_id, work_id
from tests.content.writing import write_work


@pytest.fixture
def statement(tmp_path):
    yaml = "date: 2022-01-06\nissuers:\n  be: [Рада]\n  de: [Rat]\noriginal: be\n"
    statement, findings = read_work(write_work(tmp_path, yaml, be="# Заява\n\nМір.\n", de="# Erklärung\n\nFrieden.\n"))
    assert statement is not None and not findings
    return statement


def test_work_id_is_over_canonical_json_of_date_issuers_and_work(statement):
    assert work_id(statement) == uuid.uuid5(uuid.NAMESPACE_URL, '["2022-01-06",["Рада"],"work"]')
    first = replace(statement, original="")
    assert work_id(first) == work_id(statement)
    assert work_id(replace(statement, original="de")) == uuid.uuid5(uuid.NAMESPACE_URL, '["2022-01-06",["Rat"],"work"]')


def test_work_id_is_over_uri_or_url_where_given(statement):
    url = replace(statement, url="https://example.org/a")
    both = replace(url, identifiers=Identifiers(uri="https://example.org/b"))
    assert work_id(url) == uuid.uuid5(uuid.NAMESPACE_URL, "https://example.org/a")
    assert work_id(both) == uuid.uuid5(uuid.NAMESPACE_URL, "https://example.org/b")


def test_edition_form_and_instance_follow_from_one_another(statement):
    be, de = statement.editions
    assert edition_id(statement, de) == uuid.uuid5(work_id(statement), "de")
    assert form_id(statement, de, "epub") == uuid.uuid5(edition_id(statement, de), "epub")
    ids = {
        form_id(statement, de, "epub"),
        form_id(statement, be, "epub"),
        form_id(statement, de, "web"),
        instance_id(statement, de, "epub"),
        instance_id(statement, be, "epub"),
    }
    assert len(ids) == 5


def test_a_change_of_text_or_metadata_is_another_instance_of_the_same_form(statement):
    de = statement.editions[1]
    text = replace(de, source=replace(de.source, data=de.source.data + b"\n"))
    metadata = replace(statement, source=replace(statement.source, data=statement.source.data + b"\n"))
    instances = {
        instance_id(statement, de, "epub"),
        instance_id(statement, text, "epub"),
        instance_id(metadata, de, "epub"),
    }
    assert len(instances) == 3
    assert form_id(statement, text, "epub") == form_id(metadata, de, "epub") == form_id(statement, de, "epub")

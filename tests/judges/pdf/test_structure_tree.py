"""The reader of the structure tree: elements with what they say, marked content with its page, annotations."""

from __future__ import annotations

import io

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from flugblatt.judges.pdf import structure_tree
from flugblatt.judges.pdf.structure_tree import Annotation, Element, MarkReference, Tree


def read(*kids: Dictionary, **root: object) -> Tree:
    """The tree of a file of two pages whose top elements these are; ``/Pg`` 2 in one means the second page."""
    pdf = pikepdf.new()
    for _ in range(2):
        pdf.add_blank_page()
    for kid in kids:
        if kid.get("/Pg") == 2:
            kid.Pg = pdf.pages[1].obj
    held = [pdf.make_indirect(kid) for kid in kids]
    pdf.Root.StructTreeRoot = Dictionary(Type=Name.StructTreeRoot, K=Array([*held, held[0]]), **root)
    pdf.Root.Lang = String("de")
    out = io.BytesIO()
    pdf.save(out)
    tree = structure_tree.read(out.getvalue())
    assert tree is not None
    return tree


def test_elements_say_what_their_dictionaries_say() -> None:
    attributes = Array(
        [Dictionary(O=Name.Table, ColSpan=2), Dictionary(O=Name.Layout, ColSpan=3, WritingMode=Name.RlTb)]
    )
    element = Dictionary(
        S=Name.P, Lang=String("ru"), ActualText=String("x"), Alt=String("y"), A=attributes, ID=String("n")
    )
    tree = read(element, RoleMap=Dictionary(Em=Name.Span))
    first = tree.kids[0]
    assert isinstance(first, Element)
    assert (first.kind, first.language, first.actual, first.alternative, first.identifier) == ("P", "ru", "x", "y", "n")
    assert (first.attributes["/ColSpan"], first.attributes["/WritingMode"]) == ("2", "/RlTb")
    assert (tree.roles, tree.language, tree.right_to_left) == ((("Em", "Span"),), "de", False)


def test_marked_content_is_on_the_page_of_its_element_or_its_own() -> None:
    reference = Dictionary(Type=Name.MCR, MCID=4, Stm=Dictionary())
    tree = read(Dictionary(S=Name.P, Pg=2, K=Array([0, Dictionary(S=Name.Span, K=1), reference])))
    (first, _) = tree.kids
    assert isinstance(first, Element)
    assert list(first.contents) == [MarkReference(2, 0), MarkReference(2, 1), MarkReference(2, 4, elsewhere=True)]


def test_an_element_that_stands_in_the_tree_twice_is_read_once() -> None:
    first, second = read(Dictionary(S=Name.P, K=0)).kids
    assert isinstance(first, Element) and isinstance(second, Element)
    assert not first.again and second.again and second.kids == ()


def test_an_annotation_says_where_it_leads() -> None:
    link = Dictionary(
        Type=Name.Annot,
        Subtype=Name.Link,
        Rect=Array([0, 0, 9, 9]),
        Contents=String("dorthin"),
        A=Dictionary(S=Name.URI, URI=String("https://example.org/")),
    )
    (element, _) = read(Dictionary(S=Name.Link, K=Dictionary(Type=Name.OBJR, Obj=link))).kids
    assert isinstance(element, Element)
    (kid,) = element.kids
    assert isinstance(kid, Annotation)
    assert (kid.kind, kid.target, kid.contents) == ("/Link", "https://example.org/", "dorthin")
    assert kid.has_area and not kid.has_picture


def test_a_file_without_structure_has_no_tree() -> None:
    pdf = pikepdf.new()
    pdf.add_blank_page()
    out = io.BytesIO()
    pdf.save(out)
    assert structure_tree.read(out.getvalue()) is None

"""The values that cross rooms: a statement, its editions, what is made of them and what was found.

Flow: Source -> Statement -> Edition -> Artefact -> Check -> Report. Every value is frozen; sequences are tuples.
Lines and columns are 1-based and count characters of the decoded source, as an editor shows them.
"""

from __future__ import annotations

from flugblatt.model.artefacts import Artefact as Artefact
from flugblatt.model.artefacts import Cover as Cover
from flugblatt.model.artefacts import Deposited as Deposited
from flugblatt.model.artefacts import Group as Group
from flugblatt.model.artefacts import Laid as Laid
from flugblatt.model.artefacts import NotDue as NotDue
from flugblatt.model.artefacts import OnDisk as OnDisk
from flugblatt.model.artefacts import PageStart as PageStart
from flugblatt.model.artefacts import Pagination as Pagination
from flugblatt.model.artefacts import Product as Product
from flugblatt.model.artefacts import Wish as Wish
from flugblatt.model.brand import Brand as Brand
from flugblatt.model.checks import Check as Check
from flugblatt.model.checks import Grade as Grade
from flugblatt.model.checks import Verdict as Verdict
from flugblatt.model.findings import Finding as Finding
from flugblatt.model.findings import FindingCode as FindingCode
from flugblatt.model.findings import Place as Place
from flugblatt.model.findings import Severity as Severity
from flugblatt.model.text import Block as Block
from flugblatt.model.text import Break as Break
from flugblatt.model.text import Call as Call
from flugblatt.model.text import Cell as Cell
from flugblatt.model.text import Code as Code
from flugblatt.model.text import CodeBlock as CodeBlock
from flugblatt.model.text import DefinitionList as DefinitionList
from flugblatt.model.text import Direction as Direction
from flugblatt.model.text import Emphasis as Emphasis
from flugblatt.model.text import Entry as Entry
from flugblatt.model.text import Heading as Heading
from flugblatt.model.text import Image as Image
from flugblatt.model.text import Inline as Inline
from flugblatt.model.text import Item as Item
from flugblatt.model.text import Link as Link
from flugblatt.model.text import List as List
from flugblatt.model.text import Note as Note
from flugblatt.model.text import Paragraph as Paragraph
from flugblatt.model.text import Quote as Quote
from flugblatt.model.text import Rule as Rule
from flugblatt.model.text import Shifted as Shifted
from flugblatt.model.text import Span as Span
from flugblatt.model.text import Strong as Strong
from flugblatt.model.text import Table as Table
from flugblatt.model.text import Text as Text
from flugblatt.model.text import collapse as collapse
from flugblatt.model.text import is_captioned as is_captioned
from flugblatt.model.text import leaves as leaves
from flugblatt.model.text import plain_text as plain_text
from flugblatt.model.text import spans as spans
from flugblatt.model.text import walk as walk
from flugblatt.model.trade import Exemption as Exemption
from flugblatt.model.trade import Price as Price
from flugblatt.model.trade import Subject as Subject
from flugblatt.model.work import ByLanguage as ByLanguage
from flugblatt.model.work import Cataloguing as Cataloguing
from flugblatt.model.work import Change as Change
from flugblatt.model.work import Contact as Contact
from flugblatt.model.work import Edition as Edition
from flugblatt.model.work import Identifiers as Identifiers
from flugblatt.model.work import Ignored as Ignored
from flugblatt.model.work import ImageFile as ImageFile
from flugblatt.model.work import Imprint as Imprint
from flugblatt.model.work import Isbn as Isbn
from flugblatt.model.work import Issuer as Issuer
from flugblatt.model.work import Kind as Kind
from flugblatt.model.work import Publisher as Publisher
from flugblatt.model.work import Rights as Rights
from flugblatt.model.work import Series as Series
from flugblatt.model.work import Signatory as Signatory
from flugblatt.model.work import Source as Source
from flugblatt.model.work import Statement as Statement
from flugblatt.model.work import Withdrawal as Withdrawal

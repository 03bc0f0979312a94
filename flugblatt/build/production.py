"""Production of one edition: every renderer that its targets name, and the judges that need no Java.

Flow: (Statement, Edition, targets) -> renderers, in the order of the table -> ``Product``s -> judges. It runs the same in this
process and in a worker, and writes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from flugblatt.judges import judge_table
from flugblatt.language import shaping
from flugblatt.language.table import language_of
from flugblatt.model import Artefact, Check, Edition, Finding, NotDue, PageStart, Product, Statement, Wish
from flugblatt.model.cases import Case
from flugblatt.model.errors import ContentError, ToolMissing
from flugblatt.model.targets import Target, form, load, row

UNSET = ("web", "text")
"""The targets that show a text also where no font of ours has a character of it."""


def unset(statement: Statement, editions: Iterable[Edition]) -> tuple[Finding, ...]:
    """What the fonts cannot set of these editions."""
    sides = (side for edition in editions for side in edition.sides)
    found = (finding for side in sides for finding in shaping.problems(statement, side, language_of(side)))
    return tuple(dict.fromkeys(found))


def exit_code(found: Iterable[Finding]) -> int:
    """The exit code for what cannot be set: that of a missing font where one would help."""
    errors = (ToolMissing if finding.code == shaping.FONT_CODE else ContentError for finding in found)
    return max((error.exit_code for error in errors), default=0)


def is_fatal(found: Iterable[Finding]) -> bool:
    """Whether nothing but plain text can be made: a sequence is faulty. A character that no font has leaves what readers' own
    fonts set."""
    return any(finding.code not in shaping.LACKING for finding in found)


def produce(
    statement: Statement, edition: Edition, targets: tuple[Target, ...], leaflets: tuple[str, ...] = ("auto",)
) -> tuple[Product | NotDue, ...]:
    """Everything of one edition, rendered and judged but for the Java judges."""
    return tuple(
        made if isinstance(made, NotDue) else judged(statement, edition, made)
        for made in render(statement, edition, targets, leaflets)
    )


def render(
    statement: Statement, edition: Edition, targets: tuple[Target, ...], leaflets: tuple[str, ...] = ("auto",)
) -> Iterator[Product | NotDue]:
    """The products in the order of ``targets``, each as soon as it is made; ``leaflets`` names formats, "auto" or "all".
    ContentError where a sequence of the edition cannot be set, unless it is wanted as plain text alone; where no font has a
    character, only what the reader's own fonts set is due."""
    wanted = [target for target in targets if target.scope in ("edition", "pair")]
    found: tuple[Finding, ...] = ()
    if {target.name for target in wanted} - {"text"}:
        found = unset(statement, (edition,))
    if is_fatal(found):
        raise ContentError(found)
    if found:
        reason = f"{shaping.REASON}: {found[0].where}"
        yield from (NotDue(target.name, edition.tags, reason) for target in wanted if target.name not in UNSET)
        wanted = [target for target in wanted if target.name in UNSET]
    pages: dict[str, tuple[PageStart, ...]] = {}
    for renderer in dict.fromkeys(target.renderer for target in wanted):
        own = [target for target in wanted if target.renderer == renderer]
        for needed in {target.needs for target in own} - {"", *pages}:
            pages[needed] = _pages(statement, edition, row(needed))
        wish = Wish(tuple(target.name for target in own), leaflets, pages.get(own[0].needs, ()))
        for made in _as_it_may_claim(statement, edition, own[0], wish):
            if isinstance(made, Product) and made.pages:
                pages.setdefault(made.artefact.target, made.pages)
            yield made


def _as_it_may_claim(statement: Statement, edition: Edition, target: Target, wish: Wish) -> Iterator[Product | NotDue]:
    """What the renderer of a target makes; again without a claim, where it claims accessibility and ``a11y`` finds anything."""
    if not target.claims:
        yield from load(target.renderer)(statement, edition, wish)
        return
    made = tuple(load(target.renderer)(statement, edition, wish))
    if any(isinstance(one, Product) and _finds(statement, edition, one) for one in made):
        made = tuple(load(target.renderer)(statement, edition, replace(wish, claims=False)))
    yield from made


def _finds(statement: Statement, edition: Edition, made: Product) -> bool:
    artefact = made.artefact
    return bool(judge_table.judge("a11y", Case(statement, edition, artefact.target, artefact.data)).findings)


def _pages(statement: Statement, edition: Edition, target: Target) -> tuple[PageStart, ...]:
    """The pages of a target that is not wanted itself."""
    return next(made.pages for made in load(target.renderer)(statement, edition, Wish((target.name,))))


def judged(statement: Statement, edition: Edition, product: Product, without: tuple[str, ...] = ()) -> Product:
    """The product with the checks that run in this process, as the table of targets names them; those whose names begin as
    ``without`` says are left out, and with them what plain readers see, which has no weight."""
    artefact = product.artefact
    if not artefact.size:
        failed = Check.of("fidelity", "our checks", product.findings, product.fit)
        return replace(product, checks=(replace(failed, verdict="failed"),))
    case = Case(
        statement,
        edition,
        artefact.target,
        artefact.data,
        product.pages,
        product.format,
        artefact.kind,
        product.beside,
    )
    names = (name for name in case.form.checks if not (judge_table.needs_java(name) or name.startswith(without)))
    checks = (judge_table.judge(name, case) for name in names)
    return replace(product, checks=tuple(_told(check, edition, product, not without) for check in checks))


def in_order(checks: Iterable[Check], artefact: Artefact, reason: str) -> tuple[Check, ...]:
    """The checks as the table of targets lists them; one that is missing was not run, for this reason."""
    made = {check.check: check for check in checks}
    names = form(artefact.target, artefact.kind).checks
    return tuple(made.get(name) or Check.not_run(name, reason) for name in names)


def _told(check: Check, edition: Edition, product: Product, plain: bool) -> Check:
    """``fidelity`` with what the rendering itself found and, where ``plain``, what plain readers see; ``preflight`` with how the
    text was fitted, ``visual`` with how its lines were set."""
    artefact = product.artefact
    if check.check == "preflight":
        return replace(check, detail="; ".join(filter(None, (product.fit, check.detail))))
    if check.check == "visual":
        return replace(check, detail="; ".join(filter(None, (product.lines, check.detail))))
    if check.check != "fidelity":
        return check
    errors = any(finding.severity == "error" for finding in product.findings)
    searched = plain and artefact.media_type == "application/pdf" and artefact.kind in ("", "read")
    return replace(
        check,
        readers=_seen_plainly(edition, artefact) if searched else (),
        verdict="failed" if errors else check.verdict,
        findings=(*product.findings, *check.findings),
    )


def _seen_plainly(edition: Edition, artefact: Artefact) -> tuple[Check, ...]:
    from flugblatt import proving  # it brings all that reads files of others, for which a draft would wait

    return proving.as_plain_text(edition, artefact.data)

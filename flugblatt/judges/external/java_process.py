"""The inside of the Java process: one JVM with veraPDF and EPUBCheck that answers JSON lines.

Flow: serve() -> the JVM starts -> one thread for each judge, which warms it up on a tiny file where that is wished, then
takes requests from its queue -> the main thread deals out what comes on standard input and ends the process when that
closes. veraPDF keeps its state per thread, so it must stay on one; with a thread each, a PDF need not wait for EPUBCheck.

Nothing that Java prints reaches the protocol: standard output is moved aside first and replaced by standard error.
Java sees an empty home and no network: names are looked up in an empty hosts file, connections go to a dead proxy.
"""

from __future__ import annotations

import importlib
import json
import os
import queue
import sys
import threading
import traceback
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from lxml import etree

from flugblatt.judges.external import specimens
from flugblatt.judges.external.java_flags import FLAGS, epubcheck_jars, libjvm, verapdf_jar

Request = Mapping[str, Any]
Answer = Callable[[Request], dict[str, Any]]

PROFILES = {
    "3a": "PDFA-3A",
    "ua1": "PDFUA-1",
    "4f": "PDFA-4F",
    "ua2": "PDFUA-2-ISO32005",
    "wtpdf-a": "WTPDF-1-0-Accessibility",
    "wtpdf-r": "WTPDF-1-0-Reuse",
    **{level: f"PDFA-{level.upper()}" for level in ("1a", "1b", "2a", "2b", "2u", "3b", "3u", "4", "4e")},
}
"""Profile as a request names it, and its file in the veraPDF jar."""

_V = {"v": "http://www.verapdf.org/ValidationProfile"}


def serve(arguments: Sequence[str]) -> None:
    """Answer requests until standard input ends. ``arguments``: the process's folder, ``warm`` for a warm-up, and
    ``archive=PATH`` for classes that were loaded before (``java_archive``)."""
    folder, warm = Path(arguments[0]), "warm" in arguments[1:]
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    lock = threading.Lock()

    def send(number: int, reply: dict[str, Any]) -> None:
        with lock:
            answers.write(json.dumps({**reply, "id": number}).encode("ascii") + b"\n")
            answers.flush()

    java = _start_java(folder, *(f"-XX:AOTCache={word[8:]}" for word in arguments if word.startswith("archive=")))
    queues: dict[str, queue.SimpleQueue[Request]] = {name: queue.SimpleQueue() for name in ("verapdf", "epubcheck")}
    warmed = {name: threading.Event() for name in queues}
    for name, ready in (("verapdf", _verapdf), ("epubcheck", _epubcheck)):
        work = (ready, java, folder, warm, queues[name], warmed[name], send)
        threading.Thread(target=_answer_queue, args=work, name=name, daemon=True).start()
    for line in sys.stdin.buffer:
        request = json.loads(line)
        if request.get("versions"):
            threading.Thread(target=_answer_versions, args=(java, request, warmed.values(), send), daemon=True).start()
        else:
            queues[request["judge"]].put(request)
    os._exit(0)


def _answer_queue(
    ready: Callable[[Any, Path, bool], Answer],
    java: Any,
    folder: Path,
    warm: bool,
    requests: queue.SimpleQueue[Request],
    warmed: threading.Event,
    send: Callable[[int, dict[str, Any]], None],
) -> None:
    try:
        answer = ready(java, folder, warm)
    except BaseException:
        traceback.print_exc()
        sys.stderr.flush()
        os._exit(1)  # a judge that cannot warm up cannot judge; the host reads why in the log
    warmed.set()
    while True:
        request = requests.get()
        try:
            send(request["id"], answer(request))
        except Exception as error:  # whatever Java throws becomes a failed request, never a verdict
            send(request["id"], {"failed": f"{type(error).__name__}: {error}"[:500]})


def _answer_versions(java: Any, request: Request, warmed: Iterable[threading.Event], send: Callable[..., None]) -> None:
    for event in warmed:
        event.wait()
    send(
        request["id"],
        {
            "java": str(java.JClass("java.lang.System").getProperty("java.version")),
            "verapdf": _verapdf_version(java),
            "epubcheck": _epubcheck_version(java),
        },
    )


def _start_java(folder: Path, *more: str) -> Any:
    """The jpype module with its JVM running; ``more`` are flags of one's own."""
    sys.modules["numpy"] = None  # type: ignore[assignment]  # the bridge imports it where it is there, for arrays that nobody sends
    java = importlib.import_module("jpype")
    (folder / "hosts").touch()
    own = [f"-D{key}={folder}" for key in ("user.home", "user.dir", "java.io.tmpdir")]
    own += [f"-Djdk.net.hosts.file={folder / 'hosts'}", f"-XX:ErrorFile={folder / 'crash.log'}"]
    jars = [*epubcheck_jars(), verapdf_jar()]
    java.startJVM(*FLAGS, *more, *own, jvmpath=libjvm(), classpath=[str(jar) for jar in jars], convertStrings=True)
    logging = java.JClass("java.util.logging.Logger").getLogger("")
    logging.setLevel(java.JClass("java.util.logging.Level").OFF)
    return java


def rehearse(folder: Path, archive: Path) -> None:
    """Go through the warm-up of both judges, and lay down in an archive what Java has loaded for it (JEP 514)."""
    java = _start_java(folder, f"-XX:AOTCacheOutput={archive}")
    for ready in (_verapdf, _epubcheck):
        ready(java, folder, True)
    java.shutdownJVM()


# --- EPUBCheck -----------------------------------------------------------------------------------


def _epubcheck_version(java: Any) -> str:
    return str(java.JClass("com.adobe.epubcheck.api.EpubCheck").version())


def _epubcheck(java: Any, folder: Path, warm: bool) -> Answer:
    """EPUBCheck. Its answer: ``code`` (0: no error), ``report`` (its JSON report, or None) and ``version``."""
    checker = java.JClass("com.adobe.epubcheck.tool.EpubChecker")
    version = _epubcheck_version(java)
    output = folder / "epubcheck.json"

    def answer(request: Request) -> dict[str, Any]:
        output.unlink(missing_ok=True)
        code = int(checker().run([request["path"], "--quiet", "--locale", "en", "--json", str(output)]))
        try:
            report = json.loads(output.read_bytes())
        except (OSError, ValueError):
            report = None
        return {"code": code, "report": report, "version": version}

    if warm:
        specimen = folder / "warm.epub"
        specimen.write_bytes(specimens.book())
        answer({"path": str(specimen)})
    return answer


# --- veraPDF -------------------------------------------------------------------------------------


def _verapdf_version(java: Any) -> str:
    return str(java.JClass("org.verapdf.ReleaseDetails").byId("validation-model").getVersion())


def _verapdf(java: Any, folder: Path, warm: bool) -> Answer:
    """veraPDF. Its answer: ``compliant``, ``assertions`` (how many tests ran), ``failures`` (one for each rule:
    clause, test, description, message, contexts, count) and ``version``; or ``unreadable`` with the parser's words."""
    java.JClass("org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider").initialise()
    foundry = java.JClass("org.verapdf.pdfa.Foundries").defaultInstance()
    file = java.JClass("java.io.File")
    broken = tuple(
        java.JClass(f"org.verapdf.core.{name}") for name in ("ModelParsingException", "EncryptedPdfException")
    )
    version = _verapdf_version(java)
    jar = zipfile.ZipFile(verapdf_jar())
    profiles: dict[str, Any] = {}

    def answer(request: Request) -> dict[str, Any]:
        if request["profile"] not in profiles:
            profiles[request["profile"]] = _profile(java, jar, PROFILES[request["profile"]])
        flavour, profile = profiles[request["profile"]]
        try:
            parser = foundry.createParser(file(request["path"]), flavour)
        except broken as error:
            return {"unreadable": str(error), "version": version}
        try:
            result = foundry.createValidator(profile, 5, False, True, False).validate(parser)
        finally:
            parser.close()
        return {**_outcome(result), "version": version}

    if warm:
        specimen = folder / "warm.pdf"
        specimen.write_bytes(specimens.page())
        for name in ("3a", "ua1"):
            answer({"profile": name, "path": str(specimen)})
    return answer


def _outcome(result: Any) -> dict[str, Any]:
    counts = {_rule_key(entry.getKey()): int(entry.getValue()) for entry in result.getFailedChecks().entrySet()}
    failures: dict[tuple[str, int], dict[str, Any]] = {}
    rules = {_rule_key(rule.getRuleId()): rule for rule in result.getValidationProfile().getRules()}
    for assertion in result.getTestAssertions():
        if str(assertion.getStatus().name()) != "FAILED":
            continue
        key = _rule_key(assertion.getRuleId())
        failure = failures.setdefault(
            key,
            {
                "clause": key[0],
                "test": key[1],
                "description": str(rules[key].getDescription()),
                "message": str(assertion.getErrorMessage() or assertion.getMessage() or ""),
                "contexts": [],
                "count": counts.get(key, 0),
            },
        )
        failure["contexts"].append(str(assertion.getLocation().getContext()))
    return {
        "compliant": bool(result.isCompliant()),
        "ended": str(result.getJobEndStatus().name()),
        "assertions": int(result.getTotalAssertions()),
        "failed_checks": sum(counts.values()),
        "failures": list(failures.values()),
    }


def _rule_key(rule: Any) -> tuple[str, int]:
    return str(rule.getClause()), int(rule.getTestNumber())


def _profile(java: Any, jar: zipfile.ZipFile, name: str) -> tuple[Any, Any]:
    """Flavour and profile, built value by value: the jar lacks the JAXB runtime that veraPDF would read them with."""
    values = java.JClass("org.verapdf.pdfa.validation.profiles.Profiles")
    argument = java.JClass("org.verapdf.pdfa.validation.profiles.ErrorArgumentImpl")
    flavours = java.JClass("org.verapdf.pdfa.flavours.PDFAFlavour")
    specifications = java.JClass("org.verapdf.pdfa.flavours.PDFAFlavour$Specification")
    lists, sets, date = (java.JClass(f"java.util.{kind}") for kind in ("ArrayList", "HashSet", "Date"))
    boolean = java.JClass("java.lang.Boolean")
    root = etree.fromstring(jar.read(f"org/verapdf/pdfa/validation/{name}.xml"))

    rules = sets()
    for rule in root.iterfind("v:rules/v:rule", _V):
        number = rule.find("v:id", _V)
        identity = values.ruleIdFromValues(
            specifications.valueOf(number.get("specification")), number.get("clause"), int(number.get("testNumber"))
        )
        arguments = lists()
        for given in rule.iterfind("v:error/v:arguments/v:argument", _V):
            arguments.add(argument.fromValues(given.text or "", given.get("name"), None))
        deferred = rule.get("deferred")
        rules.add(
            values.ruleFromValues(
                identity,
                rule.get("object"),
                None if deferred is None else boolean(deferred == "true"),
                rule.get("tags"),
                rule.findtext("v:description", "", _V),
                rule.findtext("v:test", "", _V),
                values.errorFromValues(rule.findtext("v:error/v:message", "", _V), arguments),
                lists(),
            )
        )
    variables = sets()
    for variable in root.iterfind("v:variables/v:variable", _V):
        initial, value = (variable.findtext(f"v:{part}", "", _V) for part in ("defaultValue", "value"))
        variables.add(values.variableFromValues(variable.get("name"), variable.get("object"), initial, value))
    flavour = flavours.valueOf(root.get("flavour"))
    details = values.profileDetailsFromValues(name, name, "veraPDF", date(0))
    return flavour, values.profileFromValues(flavour, details, "", rules, variables)

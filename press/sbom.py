"""The bill of materials: everything that built the editions, as CycloneDX 1.6.

Packages come from the lock, with the hashes that were checked when they were installed and the
license that the installed package states; what pip does not bring (Python, Pango, the browser) and
what the editions carry along (reveal.js, the fonts) is listed beside them.
https://cyclonedx.org/docs/1.6/json/
"""

from __future__ import annotations

import hashlib
import platform
import re
import subprocess
import uuid
from collections.abc import Iterator
from datetime import datetime
from importlib.metadata import PackageMetadata, PackageNotFoundError, metadata
from pathlib import Path

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model import HashAlgorithm, HashType, Property
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentScope, ComponentType
from cyclonedx.model.license import DisjunctiveLicense
from cyclonedx.output.json import JsonV1Dot6
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from fontTools.ttLib import TTFont
from packageurl import PackageURL
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from sphinx_revealjs.utils import get_revealjs_path

from press.checks.outcome import UnavailableError
from press.css import theme_folder
from press.layout import Layout
from press.pango import load_weasyprint

_ENTRY = re.compile(r"^(?P<name>[\w.-]+)==(?P<version>\S+?)(?: ; (?P<marker>[^\\]+?))?\s*\\?$")
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")
_CLASSIFIER = "License :: OSI Approved :: "
_NAMED = {  # classifiers that leave no doubt; the others are given as they stand
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "ISC License (ISCL)": "ISC",
}
_SPACE = uuid.UUID("6f1c5a52-6d0a-4d62-9c7b-0d3d0c7c4a55")  # of this file's serial numbers


def locked(lock: str) -> Iterator[tuple[str, str, list[str]]]:
    """Yield name, version and SHA-256 sums of each package of a lock that this machine needs."""
    entry: tuple[str, str, list[str]] | None = None
    for line in lock.splitlines():
        if found := _ENTRY.match(line):
            if entry:
                yield entry
            words = f"{found['name']}; {found['marker']}" if found["marker"] else found["name"]
            marker = Requirement(words).marker
            wanted = marker is None or marker.evaluate()
            entry = (found["name"], found["version"], []) if wanted else None
        elif entry:
            entry[2].extend(_HASH.findall(line))
    if entry:
        yield entry


def _licenses(stated: PackageMetadata) -> list[str]:
    """Return SPDX expressions or plain names, as far as the package states any."""
    facts = stated.json
    if expression := facts.get("license_expression"):
        return [str(expression)]
    found = [
        value.removeprefix(_CLASSIFIER)
        for value in facts.get("classifier", [])
        if value.startswith(_CLASSIFIER)
    ]
    text = str(facts.get("license", ""))
    # Some packages put the whole text of their license there.
    return [_NAMED.get(name, name) for name in found] or ([text] if 0 < len(text) < 80 else [])


def _packages(lock: str) -> Iterator[Component]:
    make = LicenseFactory().make_from_string
    for name, version, sums in locked(lock):
        try:
            stated = _licenses(metadata(name))
        except PackageNotFoundError:  # in the lock, and nothing that is installed needs it
            continue
        yield Component(
            name=canonicalize_name(name),
            version=version,
            type=ComponentType.LIBRARY,
            bom_ref=f"pypi:{canonicalize_name(name)}",
            purl=PackageURL("pypi", None, canonicalize_name(name), version),
            licenses=[make(text) for text in stated[:1]],
            # The lock holds a sum for each file of a release; which of them pip took is not known.
            properties=[Property(name="lock:sha256", value=value) for value in sums],
        )


def _machine() -> Iterator[Component]:
    """Yield what pip does not bring."""
    load_weasyprint()
    from weasyprint.text.ffi import pango  # noqa: PLC0415 -- loads Pango

    numbers = divmod(pango.pango_version(), 10_000)
    yield Component(
        name="CPython",
        version=platform.python_version(),
        type=ComponentType.PLATFORM,
        bom_ref="cpython",
    )
    yield Component(
        name="Pango",
        version=".".join(map(str, (numbers[0], *divmod(numbers[1], 100)))),
        type=ComponentType.LIBRARY,
        bom_ref="pango",
    )
    from press.checks.browser import find_chromium  # noqa: PLC0415 -- needs the test group

    try:
        said = subprocess.run(
            [find_chromium(), "--version"], capture_output=True, text=True, check=True
        ).stdout
    except (UnavailableError, OSError, subprocess.CalledProcessError):
        return  # only the handouts need it
    if found := re.search(r"(\w+) (\d[\d.]+)", said):
        yield Component(
            name=found[1],
            version=found[2],
            type=ComponentType.APPLICATION,
            scope=ComponentScope.OPTIONAL,
            bom_ref="browser",
        )


def _carried(layout: Layout) -> Iterator[Component]:
    """Yield what lies in the editions and was not made here."""
    theme = theme_folder(layout.root)
    for name, stated in (
        ("reveal.js", Path(get_revealjs_path()) / "dist/reveal.js"),
        ("minisearch", theme / "web/search/README.md"),
    ):
        words = stated.read_text(encoding="utf-8")[:300]
        found = re.search(rf"{re.escape(name)}\S* (\d[\d.]*\d)", words, re.IGNORECASE)
        if found is None:
            raise ValueError(f"{stated.name} does not say which {name} this is: add its version")
        yield Component(
            name=name,
            version=found[1],
            type=ComponentType.LIBRARY,
            bom_ref=f"npm:{name}",
            purl=PackageURL("npm", None, name, found[1]),
            licenses=[_license("MIT")],
        )
    for file in sorted((theme / "fonts").glob("*.ttf")):
        with TTFont(file, lazy=True) as font:
            version = f"{font['head'].fontRevision:.3f}"
        digest = hashlib.sha256(file.read_bytes()).hexdigest()
        yield Component(
            name=file.name,
            version=version,
            type=ComponentType.FILE,
            bom_ref=f"font:{file.stem}",
            hashes=[HashType(alg=HashAlgorithm.SHA_256, content=digest)],
            licenses=[_license("OFL-1.1")],
        )


def _license(spdx: str) -> DisjunctiveLicense:
    """Return a license by its SPDX identifier."""
    return LicenseFactory().make_with_id(spdx)


def make_sbom(layout: Layout, name: str, version: str, when: datetime) -> str:
    """Return the bill of materials of the book ``name`` as JSON, valid against the schema.

    ``when`` is the moment that it states. The serial number follows from the contents, so that
    two builds of the same have the same one.

    :raises ValueError: the library wrote what the schema does not allow.
    """
    bom = Bom(components=[*_packages(layout.lock.read_text(encoding="utf-8"))])
    bom.components.update([*_machine(), *_carried(layout)])
    bom.metadata.component = Component(
        name=name, version=version, type=ComponentType.DATA, bom_ref="book"
    )
    bom.metadata.timestamp = when
    bom.register_dependency(bom.metadata.component, bom.components)
    contents = "\n".join(f"{item.bom_ref} {item.version}" for item in bom.components)
    bom.serial_number = uuid.uuid5(_SPACE, f"{name} {version} {when.isoformat()}\n{contents}")
    text = JsonV1Dot6(bom).output_as_string(indent=1)
    if trouble := JsonStrictValidator(SchemaVersion.V1_6).validate_str(text):
        raise ValueError(f"the bill of materials is not valid CycloneDX: {trouble}")
    return text + "\n"

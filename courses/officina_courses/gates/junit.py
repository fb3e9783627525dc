"""The gates as JUnit XML, which continuous integration shows as tests."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from officina_courses.check import format_finding
from officina_courses.gates.report import GateReport, GateResult


def junit(report: GateReport) -> bytes:
    """One test case for each gate and file that it found something in."""
    cases = [(gate, path) for gate in report.gates for path in _paths(gate)]
    suite = Element("testsuite", name=report.course_id, tests=str(len(cases)))
    failures = skips = 0
    for gate, path in cases:
        name = f"{gate.id} {gate.title}" + (f": {path}" if path else "")
        case = SubElement(suite, "testcase", classname=f"{report.course_id}.{gate.id}", name=name)
        lines = [format_finding(found) for found in gate.findings if found.path == path or not path]
        if gate.state == "failed":
            failures += 1
            failure = SubElement(case, "failure", message=lines[0] if lines else gate.question)
            failure.text = "\n".join(lines)
        elif gate.state == "skipped":
            skips += 1
            SubElement(case, "skipped", message=gate.note)
        elif lines:
            SubElement(case, "system-out").text = "\n".join(lines)
    suite.set("failures", str(failures))
    suite.set("skipped", str(skips))
    suite.set("time", f"{report.seconds:.1f}")
    indent(suite)
    text: bytes = tostring(suite, encoding="utf-8", xml_declaration=True)
    return text + b"\n"


def _paths(gate: GateResult) -> Iterator[str]:
    """The files of its findings; one empty path where a single case says it all."""
    paths = dict.fromkeys(found.path for found in gate.findings)
    yield from paths if gate.state == "failed" and paths else ("",)

#!/usr/bin/env python3
"""Reads the reports of an audit and prints one table: each tool, what it was asked, what it found by
severity, and whether all of that is accepted.

    judge.py REPORTS ACCEPTED SECONDS

ACCEPTED has one finding a line, `tool | id | until | reason`; the id may have * in it. What is accepted
until a day that has passed is open again. Exit code 1 where something above informational is open, or a
tool failed.
"""
import collections
import csv
import datetime
import fnmatch
import glob
import json
import os
import re
import sys
import xml.etree.ElementTree

LEVELS = ["critical", "high", "medium", "low", "info"]
# tool, id (stable between two runs), level, a sentence for the person.
Finding = collections.namedtuple("Finding", "tool id level says")


def load(path):
    with open(path, encoding="utf-8", errors="replace") as file:
        return json.load(file)


def read(path):
    with open(path, encoding="utf-8", errors="replace") as file:
        return file.read()


def path_of(url):
    """The path of an address, numbers and codes left out: two runs make other ones."""
    path = re.sub(r"^https?://[^/]*", "", url).split("?")[0] or "/"
    return re.sub(r"[0-9a-f-]{32,36}|\d+", "N", path)


def npm(path, tool):
    report = load(path)
    if "vulnerabilities" not in report:
        raise ValueError(report.get("message") or report.get("error") or "no answer of the registry")
    for name, of in report["vulnerabilities"].items():
        level = {"moderate": "medium"}.get(of["severity"], of["severity"])
        titles = [via["title"] for via in of["via"] if isinstance(via, dict)]
        yield Finding(tool, name, level, "; ".join(titles) or "by way of " + ", ".join(map(str, of["via"])))


def cargo(path, tool):
    report = load(path)
    for of in report["vulnerabilities"]["list"]:
        yield Finding(tool, of["advisory"]["id"], "high", f"{of['package']['name']} {of['package']['version']}: {of['advisory']['title']}")
    for kind, all_of in report.get("warnings", {}).items():
        for of in all_of:
            name = (of.get("advisory") or {}).get("id") or kind
            yield Finding(tool, name, "low", f"{of['package']['name']} {of['package']['version']}: {kind}")


def observatory(path, tool):
    for site, of in load(path).items():
        yield Finding(tool, f"grade@{site}", "info", f"{of['scan']['grade']}, {of['scan']['score']} of 100 and more")
        for name, test in of["tests"].items():
            if not test["pass"]:
                level = "medium" if test.get("scoreModifier", 0) <= -20 else "low"
                yield Finding(tool, f"{name}@{site}", level, test["result"])


def testssl(path, tool):
    for of in load(path):
        level = of["severity"].lower()
        level = {"ok": None, "warn": "info", "fatal": "high"}.get(level, level)
        if of["id"] in ("scanProblem", "scanTime") and level not in (None, "info"):
            raise ValueError(of["finding"])
        if level:
            yield Finding(tool, of["id"], level, of["finding"])


def schemathesis(path, tool):
    ours = {"server error": "high", "response violates schema": "medium"}
    for case in xml.etree.ElementTree.parse(path).getroot().iter("testcase"):
        for fault in [*case.iter("failure"), *case.iter("error")]:
            said = fault.get("message") or fault.text or ""
            for title in re.findall(r"^\s*- (.+?)\s*$", said, re.M) or [said.split("\n")[0][:80]]:
                yield Finding(tool, f"{title}@{case.get('name')}", ours.get(title.lower(), "low"), said.strip()[:300])


def dirsearch(path, tool):
    for of in load(path).get("results", []):
        status = int(of["status"])
        # What is served, or breaks, has to be looked at; a refusal or a redirect shows that something is
        # known there, no more.
        level = "medium" if status == 200 or status >= 500 else "info"
        yield Finding(tool, f"{status}@{path_of(of['url'])}", level, of["url"])


def sqlmap(folder, tool):
    for path in sorted(glob.glob(f"{folder}/sqlmap-*.log")):
        name, said = os.path.basename(path)[7:-4], read(path)
        found = re.findall(r"^Parameter: (.+)$", said, re.M)
        for parameter in found:
            yield Finding(tool, f"{parameter}@{name}", "critical", f"injectable: {name}")
        # Neither yes nor no is no answer.
        if not found and "do not appear to be injectable" not in said:
            yield Finding(tool, f"unfinished@{name}", "low", said.strip().split("\n")[-1][:200])


WAPITI = {0: "info", 1: "low", 2: "medium", 3: "high", 4: "critical"}


def wapiti(path, tool):
    report = load(path)
    for kind in ("vulnerabilities", "anomalies", "additionals"):
        for category, all_of in report.get(kind, {}).items():
            for of in all_of:
                level = "info" if kind == "additionals" else WAPITI[of["level"]]
                where = f"{of['method']} {path_of(of['path'])}" + (f" {of['parameter']}" if of.get("parameter") else "")
                yield Finding(tool, f"{category}@{where}", level, of["info"].split("\n")[0][:300])


def slow(path, tool):
    with open(path, encoding="utf-8") as file:
        rows = [{key.strip(): int(value) for key, value in row.items() if key and value} for row in csv.DictReader(file)]
    key = next(key for key in rows[0] if "vailable" in key)
    most = max(row["Connected"] for row in rows)
    away = sum(1 for row in rows if not row[key])
    if most < 100:
        raise ValueError(f"it held {most} connections at most: that is no test")
    if away:
        yield Finding(tool, "not available", "high", f"for {away} of {len(rows)} seconds, by its own probe")
    probes = [line.split() for line in read(path[:-4] + ".probe").splitlines()]
    failed = [status for status, _ in probes if status != "200"]
    slowest = max(float(seconds) for _, seconds in probes)
    if failed:
        yield Finding(tool, "others refused", "high", f"{len(failed)} of {len(probes)} requests of another visitor: {', '.join(sorted(set(failed)))}")
    elif slowest > 2:
        yield Finding(tool, "others wait", "medium", f"{slowest:.1f} s for another visitor's request")
    yield Finding(tool, "seen", "info", f"{most} connections at most; {len(probes)} requests of another visitor, the slowest {slowest:.2f} s")


def log(folder, tool):
    for line in read(f"{folder}/portal.log").splitlines():
        try:
            of = json.loads(line)
        except ValueError:
            if "panicked" in line:
                yield Finding(tool, "panic", "high", line[:300])
            continue
        if of.get("level") == "ERROR":
            where = path_of(of.get("path") or of.get("module") or of.get("target") or "")
            said = f"{of.get('message')}: {of.get('cause') or of.get('error')}"
            yield Finding(tool, f"error@{where}", "high" if of.get("path") else "medium", said[:300])
    for line in read(f"{folder}/nginx.log").splitlines():
        of = json.loads(line)
        # 503 is how the portal refuses while it is overloaded.
        if of["status"] >= 500:
            level = "info" if of["status"] == 503 else "medium"
            yield Finding(tool, f"{of['status']}@{of['method']} {path_of(of['path'])}", level, of["host"] + of["path"])


def findings(folder, tool):
    """What a tool of this name found."""
    file = lambda name: os.path.join(folder, name)
    word = tool.split()[-1]
    if tool.startswith("npm audit"):
        return npm(file(f"npm-{word.replace('/', '-')}.json"), tool)
    if tool.startswith("slowhttptest"):
        return slow(file(f"slow-{word}.csv"), tool)
    return {
        "cargo audit": lambda: cargo(file("cargo-audit.json"), tool),
        "observatory": lambda: observatory(file("observatory.json"), tool),
        "testssl.sh": lambda: testssl(file("testssl.json"), tool),
        "schemathesis": lambda: schemathesis(file("schemathesis.xml"), tool),
        "dirsearch": lambda: dirsearch(file("dirsearch.json"), tool),
        "sqlmap": lambda: sqlmap(folder, tool),
        "wapiti": lambda: wapiti(file("wapiti.json"), tool),
        "wapiti-editor": lambda: wapiti(file("wapiti-editor.json"), tool),
        "portal's log": lambda: log(folder, tool),
        "SBOM": lambda: (),
    }[tool]()


def acceptances(path):
    """(tool, id, last day, reason, where it was used)"""
    for number, line in enumerate(read(path).splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        parts = [part.strip() for part in line.split("|")]
        if len(parts) != 4 or not all(parts):
            sys.exit(f"{path}:{number}: tool | id | until | reason")
        yield [*parts[:2], datetime.date.fromisoformat(parts[2]), parts[3], 0]


def covers(name, tool):
    """Whether a line for a tool speaks of this run of it: `wapiti` also of `wapiti-editor`."""
    return tool == name or tool.startswith((name + " ", name + "-"))


def main(folder, accepted_path, seconds):
    accepted = list(acceptances(accepted_path))
    today, rows, open_ones, failed = datetime.date.today(), [], {}, False
    runs = [line.split("\t") for line in read(os.path.join(folder, "runs.tsv")).splitlines()]
    for tool, version, took, state, what in runs:
        count, taken, fresh = collections.Counter(), 0, 0
        why = ""
        if state == "ran":
            try:
                # The same thing at the same place counts once.
                found = {(one.id, one.level): one for one in findings(folder, tool)}
            except Exception as fault:  # a report that cannot be read is a tool that failed
                state, why, found = "failed", f"{type(fault).__name__}: {fault}", {}
            for one in found.values():
                count[one.level] += 1
                if one.level == "info":
                    continue
                line = next((line for line in accepted if covers(line[0], tool)
                             and fnmatch.fnmatchcase(one.id, line[1]) and line[2] >= today), None)
                if line:
                    line[4] += 1
                    taken += 1
                else:
                    fresh += 1
                    open_ones[tool, one.id] = one
        if state == "failed":
            failed = True
            open_ones[tool, "failed"] = Finding(tool, "failed", "-", why or what)
        verdict = {"ran": f"{fresh} open" if fresh else "good", "failed": "FAILED", "left-out": "left out"}[state]
        figures = [str(count[level] or "-") if state == "ran" else "" for level in LEVELS]
        rows.append([tool, version, what, *figures, str(taken or "-"), verdict, f"{int(took)} s"])
    head = ["tool", "version", "what was asked of it", "crit", "high", "med", "low", "info", "accepted", "verdict", "time"]
    widths = [max(len(row[at]) for row in [head, *rows]) for at in range(len(head))]
    for row in [head, *rows]:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip())
    print()
    for (tool, name), one in open_ones.items():
        print(f"open: {tool}: {one.level}: {name}: {one.says}")
    for tool, name, until, _, used in accepted:
        if until < today:
            print(f"note: accepted until {until}, which has passed: {tool}: {name}")
        elif not used and any(covers(tool, run[0]) for run in runs if run[3] == "ran"):
            print(f"note: accepted, but not found any more: {tool}: {name}")
    print(f"{'nothing above informational is open' if not open_ones else f'{len(open_ones)} open'}; {seconds} s in all")
    return 1 if open_ones or failed else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:4]))

#!/usr/bin/env python3
"""Writes what the portal is made of as one CycloneDX 1.6 document, from Cargo.lock and the npm locks.

    sbom.py FILE            writes it
    sbom.py --check FILE    holds it against the schema (needs cyclonedx-python-lib)

What is needed to build or run is `required`; what only tests and the front end's tools need is `excluded`.
Hashes are those of the lock files, so each component can be compared with what a registry hands out.
"""
import base64
import json
import os
import re
import subprocess
import sys
import tomllib
from urllib.parse import quote

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", ".."))
NPM = ["web", "tests/e2e"]
# Tools but for these, whose files the program carries.
SHIPPED = {"@fontsource/be-vietnam-pro"}
ALGORITHMS = {"sha512": "SHA-512", "sha1": "SHA-1", "sha256": "SHA-256"}


def crates():
    """Components and edges of the Rust workspace."""
    with open(f"{ROOT}/Cargo.lock", "rb") as file:
        locked = {(of["name"], of["version"]): of for of in tomllib.load(file)["package"]}
    # Licences, and what only tests need, stand in the crates' own files. Those for other systems were
    # never fetched.
    host = re.search(r"^host: (.+)$", subprocess.run(["rustc", "-vV"], capture_output=True, text=True, check=True).stdout, re.M)[1]
    told = subprocess.run(["cargo", "metadata", "--format-version", "1", "--locked", "--offline", "--filter-platform", host],
                          cwd=ROOT, capture_output=True)
    if told.returncode:
        sys.exit(told.stderr.decode())
    meta = json.loads(told.stdout)
    packages = {of["id"]: of for of in meta["packages"]}
    nodes = {of["id"]: of for of in meta["resolve"]["nodes"]}
    purl = lambda name, version: f"pkg:cargo/{quote(name)}@{quote(version)}"
    ref = lambda key: purl(packages[key]["name"], packages[key]["version"])
    needed, waiting = set(), list(meta["workspace_members"])
    while waiting:
        key = waiting.pop()
        if key not in needed:
            needed.add(key)
            waiting += [dep["pkg"] for dep in nodes[key]["deps"] if any(kind["kind"] != "dev" for kind in dep["dep_kinds"])]
    scope = {ref(key): "required" if key in needed else "excluded" for key in nodes}
    licences = {ref(key): of.get("license") for key, of in packages.items()}
    own = {ref(key) for key in meta["workspace_members"]}
    components, edges = [], {}
    for (name, version), of in sorted(locked.items()):
        at = purl(name, version)
        # Locked for a system that is not this one, or a feature that is off: not in what cargo resolves.
        one = {"type": "application" if name == "portal" else "library", "bom-ref": at, "name": name, "version": version, "purl": at,
               "scope": scope.get(at, "optional")}
        if at in own:
            del one["purl"]
        if licences.get(at):
            one["licenses"] = [{"expression": licences[at].replace("/", " OR ")}]
        if "checksum" in of:
            one["hashes"] = [{"alg": "SHA-256", "content": of["checksum"]}]
        components.append(one)
        to = set()
        for dep in of.get("dependencies", []):
            dep_name, _, rest = dep.partition(" ")
            dep_version = rest.split(" ")[0] or next(v for n, v in locked if n == dep_name)
            to.add(purl(dep_name, dep_version))
        edges[at] = to
    return components, edges, own


def modules(folder):
    """Components and edges of a folder with a package-lock.json."""
    with open(f"{ROOT}/{folder}/package-lock.json", encoding="utf-8") as file:
        lock = json.load(file)["packages"]
    purl = lambda name, version: f"pkg:npm/{quote(name, safe='/')}@{quote(version)}"
    own = lock[""]["name"]
    name_of = lambda place: lock[place].get("name") or place.rpartition("node_modules/")[2] or own
    refs = {place: purl(name_of(place), of.get("version", "0.0.0")) for place, of in lock.items()}
    components, edges = [], {}
    for place, of in lock.items():
        one = {"type": "application" if not place else "library", "bom-ref": refs[place], "name": name_of(place),
               "version": of.get("version", "0.0.0"), "scope": "required" if not place or name_of(place) in SHIPPED else "excluded"}
        if place:
            one["purl"] = refs[place]
        if of.get("license"):
            licence = of["license"]
            one["licenses"] = [{"expression": licence}] if " " in licence else [{"license": {"id": licence}}]
        if of.get("integrity"):
            alg, _, sum_of = of["integrity"].split(" ")[0].partition("-")
            one["hashes"] = [{"alg": ALGORITHMS[alg], "content": base64.b64decode(sum_of).hex()}]
        components.append(one)
        wanted = {**of.get("dependencies", {}), **of.get("optionalDependencies", {}), **(of.get("devDependencies", {}) if not place else {})}
        to = set()
        for name in wanted:
            # As Node looks: beside it, then ever further out.
            start = place
            while True:
                at = f"{start}/node_modules/{name}" if start else f"node_modules/{name}"
                if at in lock:
                    to.add(refs[at])
                    break
                if not start:
                    break
                start = start.rpartition("node_modules/")[0].rstrip("/")
        edges.setdefault(refs[place], set()).update(to)
    return components, edges, refs[""]


def write(path):
    components, edges, own = crates()
    roots = set(own)
    for folder in NPM:
        more, more_edges, root = modules(folder)
        components += more
        roots.add(root)
        for at, to in more_edges.items():
            edges.setdefault(at, set()).update(to)
    once = {}
    for one in components:
        kept = once.setdefault(one["bom-ref"], one)
        if one["scope"] == "required":
            kept["scope"] = "required"
    version = next(one["version"] for one in once.values() if one["name"] == "portal")
    top = f"portal@{version}"
    document = {
        "bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1,
        "metadata": {"component": {"type": "application", "bom-ref": top, "name": "portal of a province", "version": version,
                                   "licenses": [{"license": {"id": "GPL-3.0-or-later"}}]}},
        "components": list(once.values()),
        "dependencies": [{"ref": top, "dependsOn": sorted(roots)}, *({"ref": at, "dependsOn": sorted(to)} for at, to in sorted(edges.items()))],
    }
    with open(path, "w", encoding="utf-8") as file:
        json.dump(document, file, ensure_ascii=False, indent=1)
        file.write("\n")
    kinds = {kind: sum(1 for ref in once if ref.startswith(f"pkg:{kind}/")) for kind in ("cargo", "npm")}
    needed = sum(one["scope"] == "required" for one in once.values())
    print(f"{kinds['cargo']} crates, {kinds['npm']} npm packages, {needed} of them needed to build or run")


def check(path):
    from cyclonedx.schema import SchemaVersion
    from cyclonedx.validation.json import JsonStrictValidator
    with open(path, encoding="utf-8") as file:
        text = file.read()
    fault = JsonStrictValidator(SchemaVersion.V1_6).validate_str(text)
    if fault:
        sys.exit(f"not as the schema wants it: {fault}")
    document = json.loads(text)
    refs = {one["bom-ref"] for one in document["components"]} | {document["metadata"]["component"]["bom-ref"]}
    lost = {to for edge in document["dependencies"] for to in edge["dependsOn"] if to not in refs}
    if lost:
        sys.exit(f"edges that lead nowhere: {sorted(lost)[:5]}")
    kinds = {kind: sum(ref.startswith(f"pkg:{kind}/") for ref in refs) for kind in ("cargo", "npm")}
    print(f"Cargo.lock, npm locks: {kinds['cargo']} crates, {kinds['npm']} npm packages; valid by the schema")


if __name__ == "__main__":
    check(sys.argv[2]) if sys.argv[1] == "--check" else write(sys.argv[1])

"""Trims Kubernetes' own OpenAPI document to the kinds that the chart renders, as strict JSON Schema.

openapi.py SWAGGER KINDS... > src/test/resources/kubernetes.json

SWAGGER is api/openapi-spec/swagger.json of the module k8s.io/kubernetes (go mod download -json k8s.io/kubernetes@VERSION).
A kind is written as in manifests: apps/v1/Deployment, v1/Service.
"""

import json
import sys

PREFIX = "#/definitions/"


def schema(node):
    """One definition without prose, in which a field that is not declared is a mistake."""
    if isinstance(node, list):
        return [schema(item) for item in node]
    if not isinstance(node, dict):
        return node
    if node.get("format") == "int-or-string":
        return {"type": ["integer", "string"]}
    kept = {}
    for key, value in node.items():
        if key == "properties":
            kept[key] = {name: schema(field) for name, field in value.items()}
        elif key in ("$ref", "type", "required", "enum", "items", "additionalProperties"):
            kept[key] = schema(value)
    if "properties" in kept:
        kept["additionalProperties"] = False
    return kept


def references(node):
    if isinstance(node, dict):
        if isinstance(node.get("$ref"), str):
            yield node["$ref"].removeprefix(PREFIX)
        for value in node.values():
            yield from references(value)
    elif isinstance(node, list):
        for value in node:
            yield from references(value)


def main(swagger, kinds):
    with open(swagger, encoding="utf-8") as file:
        document = json.load(file)
    known = {}
    for name, definition in document["definitions"].items():
        for kind in definition.get("x-kubernetes-group-version-kind", []):
            known["/".join(part for part in (kind["group"], kind["version"], kind["kind"]) if part)] = name
    missing = [kind for kind in kinds if kind not in known]
    if missing:
        sys.exit(f"not in {swagger}: {', '.join(missing)}")
    waiting = [known[kind] for kind in kinds]
    definitions = {}
    while waiting:
        name = waiting.pop()
        if name not in definitions:
            definitions[name] = schema(document["definitions"][name])
            waiting += references(definitions[name])
    trimmed = {
        "kinds": {kind: known[kind] for kind in sorted(kinds)},
        "definitions": dict(sorted(definitions.items())),
    }
    json.dump(trimmed, sys.stdout, separators=(",", ":"))
    print()


main(sys.argv[1], sys.argv[2:])

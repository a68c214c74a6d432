"""Validates the files of specs by the JSON Schemas of the format.

Usage: schema.py SCHEMA_DIR SPEC_DIR…

Prints a line for each spec: its folder, a tab, and `accepted`, `not YAML`, or what the first refused file was refused for.
"""

import json
import pathlib
import sys

import jsonschema
import yaml

# The same in C, where PyYAML was built with it.
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

schemas, *specs = map(pathlib.Path, sys.argv[1:])
validators = {}
for name in ("service", "errors", "chapter"):
    schema = json.loads((schemas / f"{name}.schema.json").read_text("utf-8"))
    jsonschema.Draft7Validator.check_schema(schema)
    validators[name] = jsonschema.Draft7Validator(schema)


def verdict(spec):
    for path in sorted(spec.glob("*.yaml")):
        try:
            content = yaml.load(path.read_text("utf-8"), LOADER)
        except yaml.YAMLError:
            return "not YAML"
        validator = validators.get(path.stem, validators["chapter"])
        error = jsonschema.exceptions.best_match(validator.iter_errors(content))
        if error is not None:
            return f"{path.name}: {error.json_path}: {error.message}"
    return "accepted"


for spec in specs:
    print(spec, verdict(spec), sep="\t")

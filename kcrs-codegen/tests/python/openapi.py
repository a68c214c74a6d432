"""Validates OpenAPI 3.1 documents, and what they have for examples against their own schemas.

    openapi.py DOCUMENT...

A document that is not valid ends the run with what is wrong. YAML need only say what the JSON beside it says.
"""

import json
import sys

import yaml
from openapi_schema_validator import OAS31Validator
from openapi_spec_validator import OpenAPIV31SpecValidator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012


# The same in C, where PyYAML was built with it.
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read(path):
    with open(path, encoding="utf-8") as file:
        # PyYAML reads YAML 1.1, to which an unquoted date is no text.
        return yaml.load(file, LOADER) if path.endswith(".yaml") else json.load(file)


def examples(document):
    """Each example with its schema and where it is."""
    for path, item in document["paths"].items():
        for operation in item.values():
            for parameter in operation.get("parameters", []):
                if "example" in parameter:
                    yield f"{path} {parameter['name']}", parameter["schema"], parameter["example"]
            for name, message in [
                ("form", operation.get("requestBody", {})),
                ("response", operation["responses"]["200"]),
            ]:
                for media in message.get("content", {}).values():
                    # What only real clients show has no example response.
                    if name == "form" or "example" in media:
                        yield f"{path} {name}", media["schema"], media["example"]
    for response_name, response in document["components"]["responses"].items():
        for media in response["content"].values():
            for name, example in media.get("examples", {}).items():
                yield f"{response_name} {name}", media["schema"], example["value"]


def validate(path):
    document = read(path)
    OpenAPIV31SpecValidator(document).validate()
    resource = Resource(contents=document, specification=DRAFT202012)
    registry = Registry().with_resource("urn:document", resource)
    count = 0
    for place, schema, example in examples(document):
        absolute = json.loads(json.dumps(schema).replace('"#/', '"urn:document#/'))
        try:
            OAS31Validator(absolute, registry=registry).validate(example)
        except Exception as error:
            sys.exit(f"{path}: {place}: {error}")
        count += 1
    operations = [o["operationId"] for item in document["paths"].values() for o in item.values()]
    assert len(set(operations)) == len(document["paths"]), "an operation an action"
    print(f"{path}: valid, {len(operations)} operations, {count} examples")


for argument in sys.argv[1:]:
    if argument.endswith(".yaml"):
        assert read(argument) == read(argument.replace(".yaml", ".json")), argument
        print(f"{argument}: valid, says what its JSON says")
    else:
        validate(argument)

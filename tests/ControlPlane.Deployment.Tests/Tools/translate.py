"""Translates a SAM template as CloudFormation does: template path as argument, list of parameter sets as JSON on standard input."""
import json
import sys

from samtranslator.translator.transform import transform
from samtranslator.yaml_helper import yaml_parse


class NoManagedPolicies:
    def load(self):
        return {}


def load(path):
    with open(path, encoding="utf-8") as file:
        template = yaml_parse(file)
    # As sam deploy does it: the package in S3 in place of the folder.
    for resource in template["Resources"].values():
        if resource["Type"] == "AWS::Serverless::Function":
            resource["Properties"]["CodeUri"] = "s3://bucket/" + resource["Properties"]["CodeUri"].strip("/").replace("/", "-")
    return template


json.dump([transform(load(sys.argv[1]), parameters, NoManagedPolicies())["Resources"] for parameters in json.load(sys.stdin)], sys.stdout)

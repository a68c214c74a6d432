"""Drives the whole life of an instance against a running emulator with the vendor's Python SDKs.

    drive.py ENDPOINT ACCESS_KEY SECRET_KEY {ksyun|kscore} {GET|POST}

The emulator must have been started with `--settle 60s`: the script moves its clock. At the end every action that the
SDK knows has been called and has responded. What the SDK does not know is called through the other one.
"""

import json
import sys
import urllib.request

import kscore.session
from ksyun.client.kcrs.v20211109 import models
from ksyun.client.kcrs.v20211109.client import KcrsClient
from ksyun.common import credential
from ksyun.common.exception.ksyun_sdk_exception import KsyunSDKException
from ksyun.common.profile.client_profile import ClientProfile
from ksyun.common.profile.http_profile import HttpProfile

SHA = "sha256:" + "5" * 64


class Ksyun:
    """kingsoftcloud-sdk-python."""

    def __init__(self, endpoint, access_key, secret_key, method):
        host = endpoint.removeprefix("http://")
        http = HttpProfile(protocol="http", endpoint=host, reqMethod=method)
        self.client = KcrsClient(
            credential.Credential(access_key, secret_key),
            "cn-beijing-6",
            ClientProfile(httpProfile=http),
        )

    def actions(self):
        return {name for name in vars(KcrsClient) if name[0].isupper()}

    def call(self, action, **params):
        request = getattr(models, action + "Request")()
        for name, value in params.items():
            # Not through `_deserialize`, which drops False and 0.
            setattr(request, name, value)
        try:
            return json.loads(getattr(self.client, action)(request))
        except KsyunSDKException as error:
            raise Refused(str(error)) from error


class Kscore:
    """ksc-sdk-python."""

    def __init__(self, endpoint, access_key, secret_key, method):
        self.client = kscore.session.get_session().create_client(
            "kcrs",
            "cn-beijing-6",
            use_ssl=False,
            endpoint_url=endpoint,
            ks_access_key_id=access_key,
            ks_secret_access_key=secret_key,
        )
        # Its data file has one method for each action.
        model = self.client.meta.service_model
        for name in model.operation_names:
            model.operation_model(name)
            model._service_description["operations"][name]["http"]["method"] = method
        self.methods = self.client.meta.method_to_api_mapping

    def actions(self):
        return set(self.methods.values())

    def call(self, action, **params):
        method = {name: python for python, name in self.methods.items()}[action]
        try:
            response = getattr(self.client, method)(**flat(params))
        except kscore.exceptions.ClientError as error:
            raise Refused(str(error)) from error
        # It gives text where the body of a response is JSON, too.
        return json.loads(response) if isinstance(response, (str, bytes)) else response


class Refused(Exception):
    """The emulator responded with an error."""


def flat(value, prefix=""):
    """Lists are numbered from 1; kscore leaves that to its user."""
    if isinstance(value, dict):
        parts = value.items()
    elif isinstance(value, list):
        parts = enumerate(value, 1)
    else:
        return {prefix: value}
    whole = {}
    for name, part in parts:
        whole.update(flat(part, f"{prefix}.{name}" if prefix else str(name)))
    return whole


class Admin:
    """The emulator's own API."""

    def __init__(self, endpoint):
        self.endpoint = endpoint

    def __call__(self, method, path, **fields):
        body = json.dumps(fields).encode() if fields else None
        request = urllib.request.Request(f"{self.endpoint}/_kcrs/{path}", body, method=method)
        if body:
            request.add_header("Content-Type", "application/json")
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(request, timeout=10) as response:
            return json.load(response)

    def settle(self):
        self("POST", "clock", AdvanceSeconds=60)


def same(found, expected):
    assert found == expected, f"expected {expected!r}, found {found!r}"


def has(response, *names):
    for name in names:
        assert response.get(name), f"{name} is missing or empty: {response}"


def one(response, items, total=1):
    same(response["TotalCount"], total)
    same((response["Marker"], len(response[items])), (0, total))
    has(response, "RequestId", "MaxResults")
    return response[items][0] if total else None


def refused(part, call):
    try:
        response = call()
    except Refused as error:
        assert part in str(error), f"expected {part}, found {error}"
        return
    raise AssertionError(f"expected {part}, found {response}")


def live(call, admin):
    """The life of an instance. `call` takes an action and its parameters."""
    name = "life"
    instance = call("CreateInstance", InstanceName=name, InstanceType="basic", ProjectId="0")
    has(instance, "InstanceId", "RequestId")
    i = {"InstanceId": instance["InstanceId"]}
    other = call("CreateInstance", InstanceName="other", InstanceType="premium", ChargeType="Monthly", PurchaseTime=12)
    found = one(call("DescribeInstance", InstanceId=[i["InstanceId"]], MaxResults=20, Marker=0), "InstanceSet")
    same((found["InstanceStatus"], found["InstanceName"]), ("Creating", name))
    refused("InstanceNotReady", lambda: call("CreateNamespace", Namespace="early", Public=True, **i))
    admin.settle()
    found = one(call("DescribeInstance", InstanceName=name), "InstanceSet")
    same((found["InstanceStatus"], found["InstanceType"]), ("Running", "basic"))
    same((found["ChargeType"], found["ExpiredTime"]), ("HourlyInstantSettlement", None))
    has(found, "InternalEndpoint", "CreateTime", "ProjectId")
    both = [i["InstanceId"], other["InstanceId"]]
    same(call("DescribeInstance", InstanceId=both, ProjectId=["0"])["TotalCount"], 2)
    page = call("DescribeInstance", InstanceId=both, MaxResults=1)
    same((page["Marker"], len(page["InstanceSet"])), (1, 1))
    page = call("DescribeInstance", InstanceId=both, MaxResults=1, Marker=1)
    same((page["Marker"], len(page["InstanceSet"])), (0, 1))
    same(call("DescribeInstance", InstanceId=["nobody"])["TotalCount"], 0)
    refused("InvalidParameterValue", lambda: call("CreateInstance", InstanceName="1x", InstanceType="basic"))
    usage = call("DescribeInstanceUsage", **i)
    same((usage["NamespaceUsage"], usage["RepoUsage"]), (0, 0))
    has(usage, "NamespaceQuota", "RepoQuota")

    tokens(call, admin, i)
    endpoints(call, admin, i)
    namespaces(call, admin, i)

    has(call("DeleteInstance", DeleteBucket=True, **i), "RequestId")
    same(one(call("DescribeInstance", InstanceName=name), "InstanceSet")["InstanceStatus"], "Deleting")
    admin.settle()
    same(call("DescribeInstance", InstanceName=name)["TotalCount"], 0)


def tokens(call, admin, i):
    text = "a b+c*~/%&=登录"
    made = call("CreateInstanceToken", TokenType="Hour", TokenTime=1, Desc=text, **i)
    has(made, "Username", "Token", "ExpireTime", "RequestId")
    t = {"TokenId": made.get("TokenId") or made["tokenId"], **i}
    token = one(call("DescribeInstanceToken", MaxResults=99, Marker=0, **i), "TokenSet")
    same((token["TokenId"], token["Enable"], token["Desc"]), (t["TokenId"], True, text))
    has(call("ModifyInstanceTokenStatus", Enable=False, **t), "RequestId")
    has(call("ModifyInstanceTokenInformation", TokenType="NeverExpire", TokenTime=1, Desc="new", **t), "RequestId")
    token = one(call("DescribeInstanceToken", **i), "TokenSet")
    same((token["Enable"], token["Desc"], token["ExpireTime"]), (False, "new", None))
    has(call("DeleteInstanceToken", **t), "RequestId")
    one(call("DescribeInstanceToken", **i), "TokenSet", 0)


def endpoints(call, admin, i):
    vpc = {"VpcId": "31e21dca-c92e-4b06-a8ce-000000000001", **i}
    has(call("CreateInternalEndpoint", ReserveSubnetId="372bdbac-ea1d-4f99-9c30-000000000001", **vpc), "RequestId")
    response = call("DescribeInternalEndpoint", **i)
    endpoint = response["AccessVpcSet"][0]
    same((response["TotalCount"], endpoint["Status"], endpoint["VpcId"]), (1, "Creating", vpc["VpcId"]))
    has(endpoint, "EniLBIp", "SubnetId")
    admin.settle()
    same(call("DescribeInternalEndpoint", **i)["AccessVpcSet"][0]["Status"], "Running")
    link = {"EniLBIp": endpoint["EniLBIp"], **vpc}
    dns = {"InternalEndpointDns": "PrivateDomain", **link}
    statuses = []
    entries = lambda: call("DescribeInternalEndpointDns", **dns)
    statuses.append(status_of(entries()))
    has(call("CreateInternalEndpointDns", **dns), "RequestId")
    statuses.append(status_of(entries()))
    admin.settle()
    statuses.append(status_of(entries()))
    same(statuses, ["Closed", "Opening", "Running"])
    has(call("DeleteInternalEndpointDns", **dns), "RequestId")
    admin.settle()
    has(call("DeleteInternalEndpoint", **link), "RequestId")
    admin.settle()
    same(call("DescribeInternalEndpoint", **i)["TotalCount"], 0)


def status_of(response):
    """The list of entries is the only one in the response."""
    lists = [value for value in response.values() if isinstance(value, list)]
    same((len(lists), len(lists[0])), (1, 1))
    return lists[0][0]["Status"]


def namespaces(call, admin, i):
    n = {"Namespace": "team", **i}
    same(call("DescribeNamespaceExist", **n)["Exist"], False)
    has(call("CreateNamespace", Public=True, **n), "RequestId")
    same(call("DescribeNamespaceExist", **n)["Exist"], True)
    found = one(call("DescribeNamespace", Namespace="team", Public=True, MaxResults=1, Marker=0, **i), "NamespaceSet")
    same((found["Namespace"], found["Public"], int(found["RepoCount"])), ("team", True, 0))
    has(call("ModifyNamespaceType", Public=False, **n), "RequestId")
    same(one(call("DescribeNamespace", **i), "NamespaceSet")["Public"], False)

    trigger = webhook(call, n)
    repositories(call, admin, n)
    logs = call("DescribeWebhookTriggerLog", TriggerId=trigger, MaxResults=99, Marker=0, **n)
    assert logs["TotalCount"] >= 2, logs
    same({log["TriggerId"] for log in logs["Logs"]}, {trigger})
    same({log["EventType"] for log in logs["Logs"]}, {"PushImage", "DeleteImage"})
    has(call("DeleteWebhookTrigger", TriggerId=trigger, **n), "RequestId")
    one(call("DescribeWebhookTrigger", **n), "TriggerSet", 0)

    has(call("DeleteNamespace", **n), "RequestId")
    one(call("DescribeNamespace", **i), "NamespaceSet", 0)


def webhook(call, n):
    trigger = {
        "TriggerName": "ci",
        "EventType": ["PushImage"],
        # Nothing listens there; that the delivery fails is in the log.
        "TriggerUrl": "http://127.0.0.1:9/hook?a=b&c=d e",
        "Header": [{"Key": "X-One", "Value": ["a b", "c"]}, {"Key": "X-Two", "Value": ["d"]}],
        "Enabled": True,
    }
    made = call("CreateWebhookTrigger", Trigger=trigger, **n)
    number = made.get("TriggerId") or made["triggerId"]
    found = one(call("DescribeWebhookTrigger", TriggerId=number, MaxResults=10, Marker=0, **n), "TriggerSet")
    same((found["TriggerName"], found["TriggerUrl"]), ("ci", trigger["TriggerUrl"]))
    same((found["EventType"], found["Enabled"]), (["PushImage"], True))
    change = {"TriggerId": number, "TriggerName": "cd", "EventType": ["PushImage", "DeleteImage"]}
    has(call("ModifyWebhookTrigger", Trigger=change, **n), "RequestId")
    found = one(call("DescribeWebhookTrigger", **n), "TriggerSet")
    same((found["TriggerName"], found["EventType"]), ("cd", ["PushImage", "DeleteImage"]))
    same(found["TriggerUrl"], trigger["TriggerUrl"])
    has(found, "CreateTime", "UpdateTime")
    return number


def repositories(call, admin, n):
    for tag in ("v1", "latest"):
        pushed = admin("POST", "images", RepoName="app", TagName=tag, ImageId=SHA, Size=1024, **n)
        same(pushed["ImageId"], SHA)
    admin("POST", "images", RepoName="app", TagName="v2", **n)
    r = {"RepoName": "app", **n}
    found = one(call("DescribeRepository", RepoName=["app"], MaxResults=20, Marker=0, **n), "RepoSet")
    same((found["RepoName"], found["Public"]), ("app", False))
    has(call("ModifyRepoDesc", Desc="说明 with spaces", **r), "RequestId")
    same(one(call("DescribeRepository", **n), "RepoSet")["Desc"], "说明 with spaces")
    refused("NamespaceInUse", lambda: call("DeleteNamespace", **n))

    image = one(call("DescribeImages", ImageId=SHA, MaxResults=20, Marker=0, **r), "ImageSet")
    same((image["Size"], sorted(image["TagNames"])), (1024, ["latest", "v1"]))
    same(call("DescribeImages", **r)["TotalCount"], 2)
    has(call("StartImageScan", ImageId=SHA, **r), "RequestId")
    assert call("DescribeImageScan", ImageId=SHA, **r)["Status"] != "Success"
    admin.settle()
    scan = call("DescribeImageScan", ImageId=SHA, **r)
    same((scan["Status"], scan["TotalCount"]), ("Success", sum(scan["Summary"].values())))
    has(call("DeleteRepoTag", TagName="latest", **r), "RequestId")
    same(one(call("DescribeImages", ImageId=SHA, **r), "ImageSet")["TagNames"], ["v1"])
    has(call("DeleteImages", ImageId=SHA, **r), "RequestId")
    same(call("DescribeImages", ImageId=SHA, **r)["TotalCount"], 0)
    has(call("DeleteRepository", **r), "RequestId")
    one(call("DescribeRepository", **n), "RepoSet", 0)


def main(endpoint, access_key, secret_key, sdk, method):
    admin = Admin(endpoint)
    admin("POST", "reset")
    made = {"ksyun": Ksyun, "kscore": Kscore}
    driver = made[sdk](endpoint, access_key, secret_key, method)
    helper = Ksyun(endpoint, access_key, secret_key, "POST")
    known, called = driver.actions(), set()

    def call(action, **params):
        if action not in known:
            return helper.call(action, **params)
        response = driver.call(action, **params)
        called.add(action)
        return response

    live(call, admin)

    # The SDK is newer than the document: what it has beyond is unknown here, and is said so as documented.
    unknown = known - called
    for action in sorted(unknown):
        refused("this emulator has not", lambda: driver.call(action))
    assert not [name for name in unknown if "Retention" not in name and name != "Schedule"], unknown
    records = admin("GET", "requests")["Requests"]
    same({r["Action"] for r in records if r["Method"] == method and r["Status"] == 200} >= called, True)
    assert not [r for r in records if (r["Status"] or 500) >= 500 and r["Status"] != 501], "a response of 500"
    warnings = sorted({w["Kind"] for r in records for w in r["Warnings"]})
    print(json.dumps({"sdk": sdk, "method": method, "called": len(called), "warnings": warnings}))


if __name__ == "__main__":
    main(*sys.argv[1:])

#!/usr/bin/env python3
"""Prints what the client costs beside its floor, bare reqwest with the same features.

Usage: tests/benches/table.py [--features http2] [--instructions]

The programs are tests/downstream/{client,floor}. Without --features both speak HTTP/1.1 and take proxies from the
environment; with http2 they speak HTTP/2 too and take the system's proxies. Counted are CPU seconds (user and system) of a
cold build, bytes of the stripped release binary, and instructions of a call, which do not depend on the load of the
machine: valgrind counts them, of many calls minus few, against a server that sends 1 or 99 items. --instructions leaves out
the dev builds. Needs valgrind; builds offline with the versions of Cargo.lock.
"""

import http.server
import json
import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import threading

ROOT = os.path.realpath(os.path.join(os.path.dirname(__file__), "../.."))
PROGRAMS = ("client", "floor")
FEW, MANY = 20, 120


def main():
    arguments = sys.argv[1:]
    features = arguments[arguments.index("--features") + 1] if "--features" in arguments else ""
    with tempfile.TemporaryDirectory() as work:
        for program in PROGRAMS:
            prepare(work, program)
        rows = []
        if "--instructions" not in arguments:
            rows.append(("cold dev build, CPU s", [build(work, name, features, []) for name in PROGRAMS]))
        release = ["--release", "--config", "profile.release.strip=false"]
        rows.append(("cold release build, CPU s", [build(work, name, features, release) for name in PROGRAMS]))
        rows.append(("stripped release binary, MB", [stripped(work, name) for name in PROGRAMS]))
        for items in (1, 99):
            totals, hashes = zip(*(instructions(work, name, items) for name in PROGRAMS))
            rows.append((f"instructions of a call, {items} items", list(totals)))
            rows.append((f"instructions of a call without SHA-256, {items} items", [t - h for t, h in zip(totals, hashes)]))
    print(f"| features: {features or 'default'} | client | floor | ratio |\n|---|---|---|---|")
    for name, (ours, floor) in rows:
        shown = [f"{value:,.0f}" if value > 1000 else f"{value:.2f}" for value in (ours, floor)]
        print(f"| {name} | {shown[0]} | {shown[1]} | {ours / floor:.3f} |")


def prepare(work, program):
    """Copies a program; its dependencies on ours become those of this checkout."""
    folder = os.path.join(work, program)
    shutil.copytree(os.path.join(ROOT, "tests/downstream", program), folder)
    with open(os.path.join(folder, "Cargo.toml.in"), encoding="utf-8") as file:
        manifest = re.sub(r"@PACKAGES@/([a-z-]+)-0\.1\.0", lambda found: f"{ROOT}/{found[1]}", file.read())
    with open(os.path.join(folder, "Cargo.toml"), "w", encoding="utf-8") as file:
        file.write(manifest)
    for name in ("Cargo.lock", "rust-toolchain.toml"):
        shutil.copy(os.path.join(ROOT, name), folder)


def build(work, program, features, options):
    """Builds a program from nothing, and returns the CPU seconds that took."""
    command = ["cargo", "build", "--quiet", "--offline", "--features", features, *options]
    environment = {key: value for key, value in os.environ.items() if not key.startswith("CARGO_PROFILE")}
    environment |= {"CARGO_TARGET_DIR": os.path.join(work, program, "target"), "CARGO_INCREMENTAL": "0"}
    before = cpu_seconds()
    subprocess.run(command, cwd=os.path.join(work, program), env=environment, check=True)
    return cpu_seconds() - before


def cpu_seconds():
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def binary(work, program):
    return os.path.join(work, program, "target/release", f"downstream-{program}")


def stripped(work, program):
    output = binary(work, program) + ".stripped"
    subprocess.run(["strip", "-o", output, binary(work, program)], check=True)
    return os.path.getsize(output) / 1e6


def instructions(work, program, items):
    """Returns the instructions of a call, and how many of them are of SHA-256."""
    with Server(items) as url:
        few, many = (profile(work, program, url, calls, items) for calls in (FEW, MANY))
    return tuple((high - low) / (MANY - FEW) for low, high in zip(few, many))


def profile(work, program, url, calls, items):
    output = os.path.join(work, "callgrind.out")
    command = ["valgrind", "--tool=callgrind", f"--callgrind-out-file={output}", binary(work, program), url, str(calls)]
    environment = os.environ | {"NO_PROXY": "127.0.0.1"}
    printed = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
    assert printed.stdout.count(f"{items} instances") == calls, printed.stdout
    annotated = ["callgrind_annotate", "--threshold=100", output]
    report = subprocess.run(annotated, check=True, capture_output=True, text=True).stdout
    counts = [(int(count.replace(",", "")), line) for count, line in re.findall(r"^\s*([\d,]+) .*?%\)\s+(.*)$", report, re.M)]
    total = next(count for count, line in counts if "PROGRAM TOTALS" in line)
    return total, sum(count for count, line in counts if "sha2" in line.lower() or "sha256" in line.lower())


class Server:
    """Sends the same list of instances to every request, over connections that live on."""

    def __init__(self, items):
        body = json.dumps(page(items)).encode()

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            wbufsize = -1

            def do_GET(self):
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)

    def __enter__(self):
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{self.server.server_port}"

    def __exit__(self, *_):
        self.server.shutdown()


def page(items):
    instance = {
        "InstanceId": "7b6d6a3d-5a5c-4f3e-9e5b-3c1f0a0b1c2d",
        "InstanceName": "demo-instance",
        "InstanceType": "Basic",
        "InstanceStatus": "Running",
        "ChargeType": "HourlyInstantSettlement",
        "CreateTime": "2022-06-20 16:02:09",
        "ExpiredTime": None,
        "InternalEndpoint": "demo-instance-vpc.ksyunkcr.com",
        "ProjectId": 103800,
    }
    return {
        "RequestId": "a05b165b-68c4-41f8-9dd5-0123456789ab",
        "TotalCount": items,
        "MaxResults": 99,
        "Marker": 0,
        "InstanceSet": [instance] * items,
    }


if __name__ == "__main__":
    main()

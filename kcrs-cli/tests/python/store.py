"""Drives the credential helper with the client that docker's Python library has for such helpers."""

import sys

from docker.credentials import Store
from docker.credentials.errors import CredentialsNotFound, StoreError

host = sys.argv[1]
store = Store("kcrs")

got = store.get(host)
assert got["ServerURL"] == host and got["Username"] and got["Secret"], "a login"
assert store.list() == {host: got["Username"]}, "the list"

store.store("https://other.example.com/v1/", "me", 'p"w\\ü')
given = store.get("https://other.example.com/v1/")
assert (given["Username"], given["Secret"]) == ("me", 'p"w\\ü'), "what was stored"
assert set(store.list()) == {host, "https://other.example.com/v1/"}, "both"
store.erase("https://other.example.com/v1/")

for missing in ["other.example.com", "https://other.example.com/v1/"]:
    try:
        store.get(missing)
        raise AssertionError("found")
    except CredentialsNotFound:
        pass

store.erase(host)
assert store.list() == {}, "nothing is left"
try:
    store.get("")
    raise AssertionError("found")
except CredentialsNotFound:
    raise AssertionError("an empty URL is an error of its own")
except StoreError:
    pass
print("all as docker's client expects")

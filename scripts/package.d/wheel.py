#!/usr/bin/env python3
"""Packs an installed tree as a wheel: pip puts bin/ and share/ into the environment's own, and no Python code runs.

usage: wheel.py TREE VERSION ARCHITECTURE DIRECTORY

Prints the wheel's path. The format: Python's "Binary distribution format" specification. SOURCE_DATE_EPOCH dates the files.
"""

import base64
import hashlib
import os
import pathlib
import sys
import time
import zipfile

# The program is static: it needs no C library, neither glibc nor musl.
PLATFORMS = ("manylinux_2_17", "manylinux2014", "musllinux_1_1")

METADATA = """\
Metadata-Version: 2.1
Name: isorun
Version: {version}
Summary: Runs test suites in parallel sandboxes, unmodified
License: Apache-2.0
Classifier: License :: OSI Approved :: Apache Software License
Classifier: Operating System :: POSIX :: Linux
Classifier: Topic :: Software Development :: Testing
Description-Content-Type: text/markdown

{readme}"""

WHEEL = """\
Wheel-Version: 1.0
Generator: isorun
Root-Is-Purelib: false
{tags}"""


class Wheel:
    def __init__(self, path):
        self.archive = zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED)
        self.date = time.gmtime(int(os.environ.get("SOURCE_DATE_EPOCH", time.time())))[:6]
        self.record = []

    def add(self, name, content, mode=0o644):
        entry = zipfile.ZipInfo(name, self.date)
        entry.external_attr = (0o100000 | mode) << 16
        entry.compress_type = zipfile.ZIP_DEFLATED
        self.archive.writestr(entry, content)
        digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
        self.record.append(f"{name},sha256={digest},{len(content)}")

    def close(self, record):
        self.add(record, "\n".join([*self.record, f"{record},,", ""]).encode())
        self.archive.close()


def main():
    tree, version, architecture, directory = pathlib.Path(sys.argv[1]), sys.argv[2], sys.argv[3], pathlib.Path(sys.argv[4])
    top = pathlib.Path(__file__).resolve().parents[2]
    platforms = [f"{platform}_{architecture}" for platform in PLATFORMS]
    path = directory / f"isorun-{version}-py3-none-{'.'.join(platforms)}.whl"
    data, info = f"isorun-{version}.data", f"isorun-{version}.dist-info"
    wheel = Wheel(path)
    wheel.add(f"{data}/scripts/isorun", (tree / "bin/isorun").read_bytes(), 0o755)
    for file in sorted(file for file in (tree / "share").rglob("*") if file.is_file()):
        wheel.add(f"{data}/data/{file.relative_to(tree)}", file.read_bytes())
    readme = (top / "README.md").read_text(encoding="utf-8")
    wheel.add(f"{info}/METADATA", METADATA.format(version=version, readme=readme).encode())
    tags = "".join(f"Tag: py3-none-{platform}\n" for platform in platforms)
    wheel.add(f"{info}/WHEEL", WHEEL.format(tags=tags).encode())
    wheel.add(f"{info}/LICENSE", (top / "LICENSE").read_bytes())
    wheel.close(f"{info}/RECORD")
    print(path)


main()

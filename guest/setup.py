"""What `cordon setup` asks a Python interpreter to do; every answer is one JSON document on stdout."""

import hashlib
import importlib
import importlib.metadata
import importlib.util
import json
import os
import pathlib
import sys
import sysconfig
import zipfile


def probe():
    """Says what this interpreter is, and with which pip it can make virtual environments, if any."""
    can_make_venv = all(map(importlib.util.find_spec, ("venv", "ensurepip")))
    return {
        "python": os.path.realpath(getattr(sys, "_base_executable", None) or sys.executable),
        "version": "%d.%d.%d" % sys.version_info[:3],
        "prefix": os.path.realpath(sys.base_prefix),
        "venvPip": importlib.import_module("ensurepip").version() if can_make_venv else "",
    }


def unpack_pip(folder):
    """Unpacks the pip that virtual environments start with, which takes a tenth of installing it."""
    ensurepip = importlib.import_module("ensurepip")
    bundled = pathlib.Path(ensurepip.__file__).parent / "_bundled"
    # Distributions keep their wheels elsewhere.
    shared = sysconfig.get_config_var("WHEEL_PKG_DIR") or "/usr/share/python-wheels"
    name = "pip-%s-py3-none-any.whl" % ensurepip.version()
    wheels = [path for path in (bundled / name, pathlib.Path(shared, name)) if path.exists()]
    for wheel in wheels[:1]:
        zipfile.ZipFile(wheel).extractall(folder)
    return {"unpacked": bool(wheels)}


def smoke(modules):
    """Imports every module for real; the first that fails ends the process with its traceback."""
    for name in modules:
        importlib.import_module(name)
    return {"modules": modules}


def fonts():
    """Builds matplotlib's font cache in MPLCONFIGDIR, where there is a matplotlib."""
    has_matplotlib = importlib.util.find_spec("matplotlib") is not None
    if has_matplotlib:
        importlib.import_module("matplotlib.font_manager")
    return {"built": has_matplotlib}


def inventory():
    """Lists every distribution this interpreter can import, each with a digest of what was installed."""
    owners = debian_owners()
    found = {}
    for folder in site_folders():
        for dist in importlib.metadata.distributions(path=[folder]):
            name = dist.metadata["Name"]
            if name and name not in found:
                found[name] = {"version": dist.version, "sha256": digest(dist, owners)}
    return {"packages": found, "folders": site_folders()}


def site_folders():
    return [entry for entry in sys.path if entry.endswith("-packages") and os.path.isdir(entry)]


def digest(dist, owners):
    """Digest of the list of files with their hashes: RECORD (PEP 376), else dpkg's md5sums."""
    record = dist.read_text("RECORD")
    if record:
        return hashlib.sha256(record.encode()).hexdigest()
    location = getattr(dist, "_path", None)
    sums = owners.get(str(location)) if location else None
    return hashlib.sha256(sums.read_bytes()).hexdigest() if sums else None


def debian_owners():
    """Maps each metadata folder to the md5sums of the Debian package that brought it."""
    owners = {}
    for listing in pathlib.Path("/var/lib/dpkg/info").glob("python3-*.list"):
        sums = listing.with_suffix(".md5sums")
        for line in listing.read_text().splitlines():
            if line.endswith((".egg-info", ".dist-info")) and sums.exists():
                owners[line] = sums
    return owners


def main():
    commands = {
        "probe": probe,
        "pip": lambda: unpack_pip(sys.argv[2]),
        "smoke": lambda: smoke(sys.argv[2:]),
        "fonts": fonts,
        "inventory": inventory,
    }
    json.dump(commands[sys.argv[1]](), sys.stdout)


main()

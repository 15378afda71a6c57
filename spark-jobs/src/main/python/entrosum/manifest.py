"""MANIFEST.json: the files of a model folder with their sizes and SHA-256."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from entrosum.errors import ModelError

NAME = "MANIFEST.json"
FORMAT = 1
"""The newest format that this software reads."""

_LONGEST = 1 << 20
_PLAIN = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,199}")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_REMEDY = "copy the whole folder again, or train again"


@dataclass(frozen=True)
class Entry:
    """What a file must be.

    Attributes:
        size: in bytes
        sha256: 64 hexadecimal digits in lower case

    """

    size: int
    sha256: str


def strict_json(text: bytes, where: object, remedy: str = _REMEDY) -> Any:
    """Parse JSON in which no key is there twice.

    Raises:
        ModelError: if it is no JSON, or has a key twice

    """

    def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) != len(pairs):
            keys = [key for key, _ in pairs]
            twice = next(key for key in keys if keys.count(key) > 1)
            raise ModelError.of(where, f"is not valid JSON: the key {twice} is there twice", remedy)
        return found

    try:
        return json.loads(text.decode("utf-8"), object_pairs_hook=unique)
    except UnicodeDecodeError as e:
        raise ModelError.of(where, "is not UTF-8 text", remedy) from e
    except (ValueError, RecursionError) as e:
        if isinstance(e, ModelError):
            raise
        raise ModelError.of(where, f"is not valid JSON: {e}", remedy) from e


def newer_format(where: object, what: str, found: int, newest: int) -> ModelError:
    """Return the error of a file of a format that only newer software knows."""
    from entrosum import __version__

    return ModelError.of(
        where,
        f"{what} is of format {found} but this is Entrosum {__version__},"
        f" which reads formats up to {newest}",
        "use a newer Entrosum",
    )


def read(folder: Path) -> dict[str, Entry]:
    """Read the manifest of a folder.

    Raises:
        ModelError: if there is none, or it is damaged or of a newer format

    """
    where = folder / NAME
    if not where.is_file():
        raise ModelError.of(
            folder,
            f"has no {NAME}, and a folder without a complete manifest is not a model",
            "its training has not finished, or it was copied in part: train or copy it again",
        )
    with where.open("rb") as file:
        content = strict_json(file.read(_LONGEST), where)
    _check_format(content, where)
    _check_keys(content, {"format", "files"}, "the manifest", where)
    if not isinstance(content["files"], list):
        raise ModelError.of(where, f"files must be a list but is {content['files']!r}", _REMEDY)
    entries: dict[str, Entry] = {}
    for file_entry in content["files"]:
        name, entry = _entry(file_entry, where)
        if name in entries:
            raise ModelError.of(where, f"the file {name} is listed twice", _REMEDY)
        entries[name] = entry
    return entries


def _check_format(content: Any, where: Path) -> None:
    found = content.get("format") if isinstance(content, dict) else None
    if found is None:
        return  # the check of the keys says so
    if type(found) is not int or found < 1:
        raise ModelError.of(
            where, f"format must be a whole number from 1 on but is {found!r}", _REMEDY
        )
    if found > FORMAT:
        raise newer_format(where, "the manifest", found, FORMAT)


def _check_keys(content: Any, keys: set[str], what: str, where: Path) -> None:
    found = sorted(content) if isinstance(content, dict) else []
    if found != sorted(keys):
        raise ModelError.of(
            where, f"{what} must have the keys {sorted(keys)} but has {found}", _REMEDY
        )


def _entry(content: Any, where: Path) -> tuple[str, Entry]:
    _check_keys(content, {"name", "size", "sha256"}, "a file", where)
    name, size, sha256 = content["name"], content["size"], content["sha256"]
    if not isinstance(name, str) or not _PLAIN.fullmatch(name) or name.upper() == NAME.upper():
        raise ModelError.of(
            where,
            f"name must be a plain file name (letters, digits, . _ -) other than {NAME}"
            f" but is {name!r}",
            _REMEDY,
        )
    if type(size) is not int or size < 0:
        raise ModelError.of(where, f"size must be a whole number >= 0 but is {size!r}", _REMEDY)
    if not isinstance(sha256, str) or not _SHA256.fullmatch(sha256):
        raise ModelError.of(
            where, f"sha256 must be 64 digits from 0 to f but is {sha256!r}", _REMEDY
        )
    return name, Entry(size, sha256)


def verified(folder: Path, name: str, entry: Entry) -> bytes:
    """Read a file, and return its content if it is what the manifest says.

    Raises:
        ModelError: if it is missing, or altered

    """
    where = folder / name
    if not where.is_file():
        raise ModelError.of(
            where,
            f"is listed in {NAME} but missing",
            "copy the whole folder again, or train again",
        )
    content = where.read_bytes()
    if len(content) != entry.size:
        raise ModelError.of(
            where, f"must have {entry.size} bytes by {NAME} but has {len(content)}", _REMEDY
        )
    sha256 = hashlib.sha256(content).hexdigest()
    if sha256 != entry.sha256:
        raise ModelError.of(
            where,
            f"must have the SHA-256 {entry.sha256} by {NAME} but has {sha256}",
            f"the file is damaged or was replaced: {_REMEDY}",
        )
    return content

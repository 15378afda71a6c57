"""The file by which `publish` puts a model into service: it names the folder of the model."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from entrosum import manifest
from entrosum.errors import ModelError

SUFFIX = ".json"
FORMAT = 1
"""The newest format that this software reads."""

_REMEDY = "name a file that publish wrote"


def resolve(place: Path) -> Path:
    """Return the folder of the model that a pointer names.

    Raises:
        ModelError: if it is no pointer, or the model is not the one that was published

    """
    content: Any = manifest.strict_json(place.read_bytes(), place, _REMEDY)
    number = content.get("format") if isinstance(content, dict) else None
    if type(number) is not int or not all(
        isinstance(content.get(key), str) for key in ("model", "manifestSha256")
    ):
        raise ModelError.of(place, "is no pointer to a model", _REMEDY)
    if number > FORMAT:
        raise ModelError.of(
            place,
            f"has format {number} and this version reads up to {FORMAT}",
            "use the version of Entrosum that wrote it",
        )
    name: str = content["model"]
    folder: Path = place.parent / name.removeprefix("file:")
    if "://" in name or not (folder / manifest.NAME).is_file():
        raise ModelError.of(place, f"points to {name}, which is not there", "publish another model")
    found = hashlib.sha256((folder / manifest.NAME).read_bytes()).hexdigest()
    if found != content["manifestSha256"]:
        raise ModelError.of(
            place,
            f"points to {name}, which is another model than the one that was published",
            "publish it again",
        )
    return folder

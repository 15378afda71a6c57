"""model.safetensors: named tensors, and the texts that say what they are."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from safetensors import SafetensorError, numpy

from entrosum.errors import ModelError
from entrosum.manifest import newer_format, strict_json
from entrosum.model import Array

FORMAT = 1
"""The newest format of files that this software reads."""

_DAMAGED = "the file is damaged or not a safetensors file: copy it again, or train again"
_REMEDY = "save the model again with Entrosum, or correct the program that wrote the file"
_NEWER = "use the version of Entrosum that wrote the file, or a newer one"
_NEEDED = {
    "mixture": ("weights",),
    "ppca": ("mean", "loadings", "noise_variance"),
    "factor-analysis": ("mean", "loadings", "noise_variance"),
    "sparse-coding": ("dictionary", "scales", "noise_variance"),
    "sigmoid-belief-network": ("layer0.weights", "layer0.biases", "prior.logits"),
    "vae": ("centre", "scale", "noise_variance", "prior_variances"),
}


@dataclass(frozen=True)
class TensorFile:
    """The content of a file, checked.

    Attributes:
        where: the file, for messages
        metadata: its texts by key
        tensors: its arrays by name, in the order of their data

    """

    where: Path
    metadata: dict[str, str]
    tensors: dict[str, Array]

    @classmethod
    def parse(cls, content: bytes, where: Path) -> TensorFile:
        """Parse a file.

        Raises:
            ModelError: if it is not a valid model of a format that this software reads

        """
        try:
            tensors = numpy.load(content)
        except (SafetensorError, ValueError, KeyError, TypeError) as e:
            raise ModelError.of(where, f"is not a safetensors file: {e}", _DAMAGED) from e
        (length,) = struct.unpack("<Q", content[:8])
        header = strict_json(content[8 : 8 + length], where, _DAMAGED)
        texts = header.pop("__metadata__", {})
        names = sorted(header, key=lambda name: header[name]["data_offsets"])
        file = cls(where, texts, {name: tensors[name] for name in names})
        file._check_format()
        file._check_tensors()
        return file

    def _check_format(self) -> None:
        text = self._text("entrosum.format")
        if not (text.isascii() and text.isdigit() and 1 <= int(text) < 10**9):
            raise ModelError.of(
                self.where,
                f"entrosum.format must be a whole number from 1 on but is {text}",
                _REMEDY,
            )
        if int(text) > FORMAT:
            raise newer_format(self.where, "the file", int(text), FORMAT)

    def _check_tensors(self) -> None:
        for name in _NEEDED[self.type()]:
            if name not in self.tensors:
                raise ModelError.of(
                    self.where,
                    f"tensor {name} is missing, there are {list(self.tensors)}",
                    _REMEDY,
                )
        for name, tensor in self.tensors.items():
            if tensor.dtype != np.float64:
                raise ModelError.of(
                    self.where, f"tensor {name} must be float64 but is {tensor.dtype}", _REMEDY
                )
            if not np.isfinite(tensor).all():
                at = np.argwhere(~np.isfinite(tensor))[0].tolist()
                raise ModelError.of(
                    self.where,
                    f"tensor {name}: element {at} must be finite but is {tensor[tuple(at)]}",
                    _REMEDY,
                )

    def _text(self, key: str) -> str:
        text = self.metadata.get(key)
        if text is None:
            raise ModelError.of(self.where, f"metadata {key} is missing", _REMEDY)
        return text

    def _json(self, key: str, otherwise: str) -> Any:
        text = self.metadata.get(key, otherwise)
        return strict_json(text.encode(), f"{self.where}: {key}", _REMEDY)

    def type(self) -> str:
        """Return the type of model."""
        found = self._text("entrosum.model")
        if found not in _NEEDED:
            raise ModelError.of(
                self.where,
                f"entrosum.model must be one of {sorted(_NEEDED)} but is {found}",
                _NEWER,
            )
        return found

    def columns(self) -> tuple[str, ...]:
        """Return the names of the columns: different, not empty."""
        self._text("entrosum.columns")
        names = self._json("entrosum.columns", "")
        if (
            not isinstance(names, list)
            or not all(isinstance(name, str) and name.strip() for name in names)
            or len(set(names)) != len(names)
        ):
            raise ModelError.of(
                self.where,
                f"entrosum.columns must be a list of different names but is {names}",
                _REMEDY,
            )
        return tuple(names)

    def families(self) -> dict[str, str]:
        """Return the family of each column of a mixture; nothing for other models."""
        if self.type() != "mixture":
            return {}
        columns = self.columns()
        if "entrosum.families" not in self.metadata:
            return dict.fromkeys(columns, self._text("entrosum.family"))
        names = self._json("entrosum.families", "")
        if not isinstance(names, list) or len(names) != len(columns):
            raise ModelError.of(
                self.where,
                f"entrosum.families must be {len(columns)} names, one a column, but is {names}",
                _REMEDY,
            )
        return dict(zip(columns, names, strict=True))

    def categories(self) -> dict[str, tuple[str, ...]]:
        """Return the names of the categories of each categorical column."""
        found = self._json("entrosum.categories", "{}")
        return {column: tuple(names) for column, names in found.items()}

    def groups(self) -> dict[str, dict[str, Any]]:
        """Return the groups of Gaussian columns."""
        found: dict[str, dict[str, Any]] = self._json("entrosum.groups", "{}")
        return found

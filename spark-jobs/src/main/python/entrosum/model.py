"""A saved model as NumPy arrays."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Model(Mapping[str, Array]):
    """A saved model: a mapping of the names of its tensors to NumPy arrays of float64.

    Mixtures have ``weights`` [K], Gaussian ones ``means`` [K, D] and ``covariances`` ([K, D, D]
    full, [D, D] tied, [K, D] diagonal, [K] spherical; :meth:`full_covariances` has [K, D, D] of
    all), other families a tensor a parameter (``rate`` [K, D], or ``rate.<column>`` [K] where
    columns are of several families; ``probability.<column>`` [K, V]); probabilistic PCA and factor
    analysis ``mean`` [D], ``loadings`` [D, H], ``noise_variance`` [1] or [D]; sparse coding
    ``dictionary`` [D, H], ``scales`` [H], ``noise_variance`` [1], and where posteriors
    are amortised the weights of the encoder as in autoencoders; belief networks
    ``layer0.weights`` [H, D] and ``layer0.biases`` [D] of the columns, the same of the latents of
    further layers, ``prior.logits`` of the last; autoencoders ``centre`` and ``scale`` [D] between
    rows and networks, ``encoder.<layer>.weight`` [outputs, inputs], ``.bias`` and so on,
    ``noise_variance`` [1], ``prior_variances`` [H].

    Attributes:
        path: what was loaded
        type: ``mixture``, ``ppca``, ``factor-analysis``, ``sparse-coding``,
            ``sigmoid-belief-network`` or ``vae``
        columns: the names of the D columns
        tensors: the arrays by name, in the order of the file
        metadata: the texts of the file by key, as they are
        families: the family of each column by name; empty where the model is not a mixture
        categories: the names of the categories of a column by its name, in the order of
            ``probability.<column>``
        groups: of Gaussian columns by name: ``{"columns": [...], "covariance": "full"}``
        summary: what ``train`` wrote to ``summary.json``; None if there is none
        trace: a dictionary an iteration, of ``trace.jsonl``; None if there is none

    """

    path: Path
    type: str
    columns: tuple[str, ...]
    tensors: Mapping[str, Array] = field(repr=False)
    metadata: Mapping[str, str] = field(repr=False)
    families: Mapping[str, str] = field(repr=False)
    categories: Mapping[str, tuple[str, ...]] = field(repr=False)
    groups: Mapping[str, Mapping[str, Any]] = field(repr=False)
    summary: Mapping[str, Any] | None = field(repr=False)
    trace: list[dict[str, Any]] | None = field(repr=False)

    def __getitem__(self, name: str) -> Array:
        try:
            return self.tensors[name]
        except KeyError:
            raise KeyError(f"{name}: no such tensor; there are {', '.join(self.tensors)}") from None

    def __iter__(self) -> Iterator[str]:
        return iter(self.tensors)

    def __len__(self) -> int:
        return len(self.tensors)

    @property
    def version(self) -> str:
        """The version of the software that made the model."""
        return self.metadata.get("entrosum.version", "unknown")

    @property
    def covariance(self) -> str | None:
        """The shape of ``covariances``: full, tied, diagonal or spherical; None without them."""
        return self.metadata.get("entrosum.covariance")

    def full_covariances(self, group: str | None = None) -> Array:
        """Return the covariances of the Gaussian columns as [K, D, D], whatever their shape.

        Args:
            group: the group of columns; None for those that are in none

        Raises:
            ValueError: if the model has no such Gaussian columns

        """
        suffix = "" if group is None else f".{group}"
        if f"covariances{suffix}" not in self:
            what = "Gaussian columns" if group is None else f"group {group}"
            raise ValueError(f"{self.path}: the model has no {what}; there are {', '.join(self)}")
        kind = self.covariance if group is None else self.groups[group]["covariance"]
        values, (k, d) = self["covariances" + suffix], self["means" + suffix].shape
        if kind == "full":
            return values.copy()
        if kind == "tied":
            return np.repeat(values[np.newaxis], k, axis=0)
        variances = values if kind == "diagonal" else np.repeat(values[:, np.newaxis], d, axis=1)
        return np.eye(d) * variances[:, :, np.newaxis]

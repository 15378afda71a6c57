"""Loads a model from where it was saved, after checking every byte of it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from entrosum import manifest, pointer
from entrosum.errors import ModelError
from entrosum.model import Model
from entrosum.tensors import TensorFile

_MODEL = "model.safetensors"


def load(path: str | os.PathLike[str]) -> Model:
    """Load a saved model as NumPy arrays, without Spark.

    Args:
        path: a folder that ``train`` wrote, a folder that Spark ML saved a model at, one where it
            saved a pipeline with one such model, a ``.safetensors`` file, or a pointer that
            ``publish`` wrote; on a local file system

    Raises:
        ModelError: if there is no model, or it is damaged, incomplete or of a newer format

    """
    text = os.fspath(path)
    if text.startswith("file:"):
        text = "/" + text[len("file:") :].lstrip("/")
    elif "://" in text:
        raise ModelError.of(
            text, "must be a path of a local file system", "copy the folder here first"
        )
    place = Path(text)
    if place.suffix == pointer.SUFFIX and place.is_file():
        place = pointer.resolve(place)
    if place.is_dir():
        return _folder(place, _model_folder(place))
    if not place.is_file():
        raise ModelError.of(place, "there is no such file or folder", "check the path of the model")
    if place.suffix != ".safetensors":
        raise ModelError.of(
            place,
            "a model is a folder, a file that ends in .safetensors or a pointer in .json",
            "give the output folder of a training",
        )
    return _model(place, TensorFile.parse(place.read_bytes(), place), {})


def _model_folder(place: Path) -> Path:
    """The folder that has the manifest: beside Spark's metadata it is data."""
    if (place / manifest.NAME).exists() or not (place / "metadata").is_dir():
        return place
    if not (place / "stages").is_dir():
        return place / "data"
    stages = sorted(place.glob("stages/*"))
    models = [stage for stage in stages if (stage / "data" / manifest.NAME).is_file()]
    if len(models) != 1:
        names = ", ".join(str(stage.relative_to(place)) for stage in models or stages)
        raise ModelError.of(
            place,
            f"is a pipeline with {len(models) or 'no'} models of Entrosum, its stages are {names}",
            "give the folder of one" if models else "fit a pipeline with one, and save that",
        )
    return models[0] / "data"


def _folder(place: Path, folder: Path) -> Model:
    entries = manifest.read(folder)
    if _MODEL not in entries:
        raise ModelError.of(
            folder / manifest.NAME,
            f"must list {_MODEL} but lists {sorted(entries)}",
            "give the output folder of a training",
        )
    contents = {name: manifest.verified(folder, name, entry) for name, entry in entries.items()}
    file = TensorFile.parse(contents.pop(_MODEL), folder / _MODEL)
    return _model(place, file, {folder / name: content for name, content in contents.items()})


def _model(place: Path, file: TensorFile, beside: dict[Path, bytes]) -> Model:
    summary: Any = None
    trace: list[Any] | None = None
    for where, content in beside.items():
        if where.name == "summary.json":
            summary = manifest.strict_json(content, where)
        elif where.name == "trace.jsonl":
            trace = [manifest.strict_json(line, where) for line in content.splitlines()]
    return Model(
        path=place,
        type=file.type(),
        columns=file.columns(),
        tensors=file.tensors,
        metadata=file.metadata,
        families=file.families(),
        categories=file.categories(),
        groups=file.groups(),
        summary=summary,
        trace=trace,
    )

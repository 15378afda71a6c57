"""entrosum.load, without Spark."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from conftest import FORMAT_1, ROOT
from safetensors.numpy import save

import entrosum

SHAPES = {
    "gaussian-mixture": {"weights": (2,), "means": (2, 2), "covariances": (2, 2, 2)},
    "mixed-table": {"weights": (3,), "means": (3, 4), "covariances": (3, 4, 4)},
    "mixture-of-factor-analysers": {
        "weights": (2,),
        "means": (2, 2),
        "loadings": (2, 2, 1),
        "noise_variance": (2, 2),
    },
    "ppca": {"mean": (2,), "loadings": (2, 1), "noise_variance": (1,)},
    "sigmoid-belief-network": {
        "layer0.weights": (2, 3),
        "layer0.biases": (3,),
        "layer1.weights": (1, 2),
        "layer1.biases": (2,),
        "prior.logits": (1,),
    },
    "sparse-coding": {"dictionary": (2, 3), "scales": (3,), "noise_variance": (1,)},
    "sparse-coding-amortised": {
        "dictionary": (2, 3),
        "scales": (3,),
        "noise_variance": (1,),
        "encoder.0.weight": (4, 2),
        "encoder.0.bias": (4,),
        "encoder.mean.weight": (3, 4),
        "encoder.mean.bias": (3,),
        "encoder.log_variance.weight": (3, 4),
        "encoder.log_variance.bias": (3,),
        "encoder.factors.weight": (3, 4),
        "encoder.factors.bias": (3,),
        "decoder.mean.weight": (2, 3),
        "scale": (1,),
    },
    "vae": {
        "encoder.0.weight": (3, 2),
        "encoder.0.bias": (3,),
        "encoder.mean.weight": (1, 3),
        "encoder.mean.bias": (1,),
        "encoder.log_variance.weight": (1, 3),
        "encoder.log_variance.bias": (1,),
        "decoder.0.weight": (3, 1),
        "decoder.0.bias": (3,),
        "decoder.mean.weight": (2, 3),
        "decoder.mean.bias": (2,),
        "centre": (2,),
        "scale": (2,),
        "noise_variance": (1,),
        "prior_variances": (1,),
    },
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder as train writes it."""
    made = tmp_path / "model"
    made.mkdir()
    shutil.copy(FORMAT_1 / "gaussian-mixture.safetensors", made / "model.safetensors")
    (made / "summary.json").write_text('{"model": "mixture", "bic": 2322.0}')
    (made / "trace.jsonl").write_text('{"iteration": 1, "bound": -4.2}\n{"iteration": 2}\n')
    manifest(made)
    return made


def manifest(folder: Path, **changes: object) -> None:
    """Writes a manifest of what is there."""
    files = [
        {
            "name": file.name,
            "size": file.stat().st_size,
            "sha256": hashlib.sha256(file.read_bytes()).hexdigest(),
        }
        for file in sorted(folder.glob("*"))
        if file.name != "MANIFEST.json"
    ]
    content = {"format": 1, "files": files} | changes
    (folder / "MANIFEST.json").write_text(json.dumps(content))


def refusal(path: Path | str) -> str:
    """The one line that a path is refused with."""
    with pytest.raises(entrosum.ModelError) as caught:
        entrosum.load(path)
    message = str(caught.value)
    assert "\n" not in message
    assert len(message) < 1000
    return message


def test_every_fixture_is_there() -> None:
    assert {file.stem for file in FORMAT_1.glob("*")} == set(SHAPES)


@pytest.mark.parametrize("name", SHAPES)
def test_reads_every_released_format(name: str) -> None:
    model = entrosum.load(FORMAT_1 / f"{name}.safetensors")
    assert {tensor: values.shape for tensor, values in model.items()} == SHAPES[name]
    assert all(values.dtype == np.float64 for values in model.values())
    assert model.version == "0.1.0-SNAPSHOT"
    assert model.summary is None
    assert model.trace is None
    if "weights" in model:
        assert model["weights"].sum() == pytest.approx(1, abs=1e-12)
        assert set(model.families) == set(model.columns)
    if name.startswith("sparse-coding"):
        norms = np.linalg.norm(model["dictionary"], axis=0)
        np.testing.assert_allclose(norms, 1, atol=1e-12)


def test_reads_a_folder_of_train(folder: Path) -> None:
    model = entrosum.load(folder)
    assert model.type == "mixture"
    assert model.columns == ("eruptions", "waiting")
    assert model.families == {"eruptions": "gaussian", "waiting": "gaussian"}
    assert model.summary == {"model": "mixture", "bic": 2322.0}
    assert model.trace == [{"iteration": 1, "bound": -4.2}, {"iteration": 2}]
    assert dict(model).keys() == {"weights", "means", "covariances"}
    assert entrosum.load(f"file:{folder}").columns == model.columns


def test_names_the_tensors_where_there_is_none(folder: Path) -> None:
    with pytest.raises(KeyError, match=r"rate: no such tensor; there are weights, means"):
        entrosum.load(folder)["rate"]


@pytest.mark.parametrize("shape", ["full", "tied", "diagonal", "spherical"])
def test_expands_covariances(shape: str, tmp_path: Path) -> None:
    full = np.array([[[2.0, 0.5], [0.5, 3.0]], [[1.0, 0.0], [0.0, 4.0]]])
    stored = {"full": full, "tied": full[0], "diagonal": np.array([[2.0, 3], [1, 4]])}
    stored["spherical"] = np.array([2.0, 5])
    expected = {
        "full": full,
        "tied": np.array([full[0], full[0]]),
        "diagonal": np.array([np.diag([2.0, 3]), np.diag([1.0, 4])]),
        "spherical": np.array([2 * np.eye(2), 5 * np.eye(2)]),
    }
    tensors = {"weights": np.array([0.5, 0.5]), "means": np.zeros((2, 2))}
    write(tmp_path, tensors | {"covariances": stored[shape]}, {"entrosum.covariance": shape})
    model = entrosum.load(tmp_path / "a.safetensors")
    np.testing.assert_array_equal(model.full_covariances(), expected[shape])


def write(to: Path, tensors: dict[str, np.ndarray], texts: dict[str, str]) -> None:
    metadata = {
        "entrosum.format": "1",
        "entrosum.model": "mixture",
        "entrosum.family": "gaussian",
        "entrosum.columns": '["a", "b"]',
    }
    merged = {key: text for key, text in (metadata | texts).items() if text}
    (to / "a.safetensors").write_bytes(save(tensors, merged))


GOOD = {"weights": np.array([1.0]), "means": np.zeros((1, 2)), "covariances": np.ones((1, 2))}


@pytest.mark.parametrize(
    ("tensors", "texts", "expected"),
    [
        (
            GOOD,
            {"entrosum.format": "2"},
            "the file is of format 2 but this is Entrosum .*use a new",
        ),
        (GOOD, {"entrosum.format": "x"}, "must be a whole number from 1 on but is x"),
        (GOOD, {"entrosum.format": ""}, "metadata entrosum.format is missing"),
        (GOOD, {"entrosum.model": "rbm"}, "must be one of .*sparse-coding.* but is rbm"),
        (GOOD, {"entrosum.columns": '["a", "a"]'}, "must be a list of different names"),
        (GOOD, {"entrosum.columns": "["}, "entrosum.columns: is not valid JSON"),
        (GOOD, {"entrosum.families": '["gaussian"]'}, "must be 2 names, one a column"),
        ({"means": np.zeros((1, 2))}, {}, "tensor weights is missing, there are"),
        ({"weights": np.array([1.0, np.nan])}, {}, r"element \[1\] must be finite but is nan"),
        ({"weights": np.array([1], np.float32)}, {}, "must be float64 but is float32"),
    ],
)
def test_refuses_files(
    tensors: dict[str, np.ndarray], texts: dict[str, str], expected: str, tmp_path: Path
) -> None:
    write(tmp_path, tensors, texts)
    assert re.search(expected, refusal(tmp_path / "a.safetensors"))


@pytest.mark.parametrize("size", [0, 7, 100, 500])
def test_refuses_truncated_files(size: int, tmp_path: Path) -> None:
    whole = (FORMAT_1 / "gaussian-mixture.safetensors").read_bytes()
    assert size < len(whole)
    (tmp_path / "a.safetensors").write_bytes(whole[:size])
    assert "is not a safetensors file" in refusal(tmp_path / "a.safetensors")


def test_refuses_any_changed_byte(folder: Path) -> None:
    file = folder / "model.safetensors"
    whole = file.read_bytes()
    for at in range(0, len(whole), 37):
        file.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        assert "must have the SHA-256" in refusal(folder)


def test_refuses_incomplete_folders(folder: Path) -> None:
    (folder / "summary.json").unlink()
    assert "summary.json: is listed in MANIFEST.json but missing" in refusal(folder)
    (folder / "summary.json").write_text("{}")
    assert "must have 35 bytes by MANIFEST.json but has 2" in refusal(folder)
    (folder / "MANIFEST.json").unlink()
    assert "has no MANIFEST.json" in refusal(folder)
    (folder / "model.safetensors").unlink()
    manifest(folder)
    assert "must list model.safetensors but lists" in refusal(folder)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"format": 2}, "the manifest is of format 2 but this is Entrosum"),
        ({"format": True}, "format must be a whole number from 1 on but is True"),
        ({"files": 1}, "files must be a list"),
        ({"more": 1}, "must have the keys"),
        ({"files": [{"name": "../x", "size": 0, "sha256": "0" * 64}]}, "plain file name"),
        ({"files": [{"name": "x", "size": -1, "sha256": "0" * 64}]}, "size must be"),
        ({"files": [{"name": "x", "size": 0, "sha256": "0"}]}, "sha256 must be 64 digits"),
        ({"files": [{"name": "x", "size": 0, "sha256": "0" * 64}] * 2}, "x is listed twice"),
    ],
)
def test_refuses_manifests(changes: dict[str, object], expected: str, folder: Path) -> None:
    manifest(folder, **changes)
    assert expected in refusal(folder)


def test_refuses_what_is_no_json(folder: Path) -> None:
    (folder / "MANIFEST.json").write_text('{"format": 1, "format": 1, "files": []}')
    assert "the key format is there twice" in refusal(folder)
    (folder / "MANIFEST.json").write_bytes(b'{"\xff"')
    assert "is not UTF-8 text" in refusal(folder)
    (folder / "MANIFEST.json").write_text("{")
    assert "is not valid JSON" in refusal(folder)


def test_refuses_other_paths(tmp_path: Path) -> None:
    assert "there is no such file or folder" in refusal(tmp_path / "none")
    assert "copy the folder here first" in refusal("hdfs://host/model")
    (tmp_path / "a.txt").write_text("")
    assert "a folder, a file that ends in .safetensors or a pointer" in refusal(tmp_path / "a.txt")
    assert "\\u{a}" in refusal(tmp_path / "line\nbreak")


def test_needs_no_spark() -> None:
    program = f"""
import sys
sys.modules["pyspark"] = sys.modules["py4j"] = None   # importing them fails
import entrosum
model = entrosum.load({str(FORMAT_1 / "ppca.safetensors")!r})
assert model["loadings"].shape == (2, 1)
assert model.type == "ppca"
try:
    import entrosum.ml
except ModuleNotFoundError:
    print("no Spark")
"""
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert (ran.stderr, ran.stdout) == ("", "no Spark\n")


def test_has_the_version_of_the_pom() -> None:
    pom = (ROOT / "pom.xml").read_text()
    (version,) = re.findall(
        r"<artifactId>entrosum-parent</artifactId>\s*<version>(.*)</version>", pom
    )
    assert entrosum.__version__ == version.replace("-SNAPSHOT", ".dev0")


def test_brings_the_jar_of_the_same_version() -> None:
    assert entrosum.__version__.replace(".dev0", "-SNAPSHOT") in Path(entrosum.jar()).name
    assert "site-packages" in entrosum.jar()  # what is tested is the installed wheel


def publish(folder: Path, model: str, **changes: object) -> Path:
    """Writes a pointer as publish does."""
    digest = hashlib.sha256((folder / "MANIFEST.json").read_bytes()).hexdigest()
    place = folder.parent / "current.json"
    content = {"format": 1, "model": model, "manifestSha256": digest} | changes
    place.write_text(json.dumps(content))
    return place


def test_follows_a_pointer(folder: Path) -> None:
    expected = entrosum.load(folder)
    for name in (folder.name, f"file:{folder}"):
        model = entrosum.load(publish(folder, name))
        assert model.summary == expected.summary
        assert np.array_equal(model["means"], expected["means"])


def test_refuses_what_was_not_published(folder: Path) -> None:
    pointer = publish(folder, folder.name)
    (folder / "trace.jsonl").write_text("{}\n")
    manifest(folder)
    assert "which is another model than the one that was published" in refusal(pointer)
    assert "points to none, which is not there" in refusal(publish(folder, "none"))
    assert "points to hdfs://host/m, which" in refusal(publish(folder, "hdfs://host/m"))
    assert "has format 2 and this version" in refusal(publish(folder, folder.name, format=2))
    assert "is no pointer to a model" in refusal(folder / "summary.json")

"""The jar with the Java classes, which the wheel brings along."""

from __future__ import annotations

from pathlib import Path

_FOLDER = Path(__file__).parent / "jars"


def jar() -> str:
    """Return the path of the jar that Spark needs, for ``spark.jars`` or ``--jars``.

    It has what Spark lacks, OpenBLAS for the platform of the wheel included.

    Raises:
        FileNotFoundError: if this is a source tree and no installed wheel

    """
    found = sorted(_FOLDER.glob("entrosum-spark-*-job.jar"))
    if len(found) != 1:
        raise FileNotFoundError(
            f"{_FOLDER}: must have one entrosum-spark-*-job.jar but has {len(found)}"
            " (install the wheel of Entrosum, which has it)"
        )
    return str(found[0])

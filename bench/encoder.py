"""The bundled sentence encoder against all-MiniLM-L6-v2: speed, load time, disk and memory, on one thread.

Each is measured in fresh processes (bench.encoding), three times in turn, files in the system's cache; the better run
counts for speed, for other work on the machine only ever slows one, the median for time and memory. The texts are
XQuAD's development questions, 1,190 in each of five languages, none of them twice. `per_s`: questions a second, given
all at once; `one_ms`: one at a time. `load_s`: from a bare interpreter to the first vector, libraries included.
`disk_mb`: the model's folder. `memory_mb`: by how much the process's PSS has grown over a bare interpreter's once all
is encoded.
"""

import json
import subprocess
from collections.abc import Sequence
from pathlib import Path
from statistics import median

from bench import evaluation, peers
from bench.encoding import BUNDLED_FOLDER
from bench.processes import PYTHON, ROOT, environment
from bench.table import report, show, verdict
from kb.encoder import BUNDLED

_RUNS = 3
_EVERY = 6
"""Not all 5,950: MiniLM would need minutes a run."""
_ONE_THREAD = {"RAYON_NUM_THREADS": 1, "TOKENIZERS_PARALLELISM": "false"}
_DISK_MB = 40
"""What we aim at; a clone carries the model."""

Figures = dict[str, float]


def main() -> None:
    """Run."""
    peers.must_be_installed()
    texts = dict.fromkeys(question.text for question in evaluation.questions(evaluation.folder()))
    questions = list(texts)[::_EVERY]
    models = {"ours": (BUNDLED, BUNDLED_FOLDER), "MiniLM": (str(peers.minilm_folder()), peers.minilm_folder())}
    runs: dict[str, list[Figures]] = {name: [] for name in models}
    for _ in range(_RUNS):
        for name, (model, _) in models.items():
            runs[name].append(measured(model, questions))
    ours, minilm = ({**summed_up(runs[name]), "disk_mb": megabytes(models[name][1])} for name in models)
    show(
        f"Encoding {len(questions)} questions", ("", "ours", "MiniLM"), [(key, ours[key], minilm[key]) for key in ours]
    )
    verdict({"faster": ours["per_s"] > minilm["per_s"], f"disk_mb <= {_DISK_MB}": ours["disk_mb"] <= _DISK_MB})
    report(**ours, **{f"minilm_{key}": value for key, value in minilm.items()})


def measured(model: str, questions: Sequence[str]) -> Figures:
    """Return the figures of one fresh process."""
    command = [PYTHON, "-W", "ignore", "-m", "bench.encoding", model]
    said = "\n".join(" ".join(question.split()) for question in questions)
    done = subprocess.run(
        command, cwd=ROOT, env=environment(**_ONE_THREAD), input=said, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)}: {done.stderr[-1500:]}")
    figures: Figures = json.loads(done.stdout.splitlines()[-1])
    return figures


def summed_up(runs: Sequence[Figures]) -> Figures:
    """Return the better run's speed, the median of the rest."""
    best = {"per_s": max(run["per_s"] for run in runs), "one_ms": min(run["one_ms"] for run in runs)}
    return {**best, **{key: median(run[key] for run in runs) for key in ("load_s", "memory_mb")}}


def megabytes(folder: Path) -> float:
    """Return what the folder's files take."""
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) / 1e6


if __name__ == "__main__":
    main()

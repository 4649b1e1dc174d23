"""The commands of `python -m assistant.reader.training`: train, export, blend, fit, measure."""

import argparse
import json
import sys
import time
from pathlib import Path

from assistant.evaluation.figures import calibration
from assistant.evaluation.plots import alone, reliability
from assistant.reader.network import Network
from assistant.reader.training import fit, measure, sets
from assistant.reader.training.loop import Training, blend
from assistant.reader.training.mine import mined
from assistant.reader.training.pairs import Pairs
from assistant.reader.training.written import Further, written
from assistant.reader.weights import FITTED, dump_weights
from index.bert import read_weights
from index.encoder import MiniLM

_SEED = 11
_STEPS, _FALL = 11000, 3900
_SHARE = 0.7


def main() -> None:
    """Train or go on with a training that was stopped; write the weights as they are; or measure some weights."""
    parser = argparse.ArgumentParser(description="Trains and measures the reader's network on public data.")
    parser.add_argument("act", choices=["train", "further", "export", "blend", "fit", "measure"])
    parser.add_argument("--data", type=Path, required=True, help="folder of the public sets, see sets.py")
    parser.add_argument("--work", type=Path, help="folder for the state and the weights")
    parser.add_argument("--weights", type=Path, help="to measure; by default those of the package")
    parser.add_argument("--steps", type=int, default=_STEPS)
    parser.add_argument("--fall", type=int, default=_FALL, help="last steps, with a falling rate")
    parser.add_argument("--sample", type=int, help="questions of each set; by default all")
    parser.add_argument("--only", nargs="*", choices=list(measure.ROWS), help="rows of the table; by default all")
    parser.add_argument(
        "--other",
        type=Path,
        help="with blend: weights of an earlier end of the run; with further: those it starts from",
    )
    parser.add_argument("--share", type=float, default=_SHARE, help="with blend: of the weights in WORK, in 0..1")
    parser.add_argument("--plot", type=Path, help="with fit: where to draw confidence against the share right, as SVG")
    options = parser.parse_args()
    if options.act == "blend":
        blend(options.other, options.work / "reader.safetensors", options.share, options.work / "blended.safetensors")
        return
    encoder = MiniLM()
    if options.act in {"measure", "fit"}:
        {"measure": _measure, "fit": _fit}[options.act](encoder, options)
        return
    training = Training(
        read_weights(encoder.weights_file()), options.work, seed=_SEED, steps=options.steps, fall=options.fall,
        earlier=options.other,
    )  # fmt: skip
    if options.act == "export":
        training.export(options.work / "reader.safetensors")
        return
    squad = sets.squad_train(options.data)
    others = {
        "v2": sets.squad_v2(options.data, sets.TRAINED_V2),
        "qamr": sets.qamr(options.data),
        "natural": sets.natural_questions(options.data),
        "explained": sets.explained(options.data),
    }
    near = mined(squad, encoder, options.work / "mined.npy")
    pairs = Pairs(squad, near, others, sets.fever_claims(options.data), _SEED)
    sys.stderr.write(f"{pairs.num_chunks} chunks an epoch; from step {training.step} to {options.steps}\n")
    training.run(Further(written(), pairs, _SEED) if options.act == "further" else pairs, encoder.tokenizer())


def _fit(encoder: MiniLM, options: argparse.Namespace) -> None:
    """The numbers around the network, beside it in the package; those reported are fitted on half of the questions."""
    network = Network(encoder, options.weights, "") if options.weights else Network(encoder)
    fitted: list[fit.Measured] = []
    reported: dict[str, list[fit.Measured]] = {}
    for name, some, size in (
        ("squad held out", sets.squad_train(options.data, held_out=True), 500),
        ("squad 2.0", sets.squad_v2(options.data, sets.CALIBRATED_V2), 500),
        ("search questions, seen", sets.natural_questions(options.data), 300),
    ):
        pool = fit.Pool(some, fit.sample(some, min(size, options.sample or size)), encoder, network)
        measured = list(pool.measured())
        half = len(measured) // 2
        fitted, reported[name] = [*fitted, *measured[:half]], measured[half:]
    weights = fit.fit(fitted)
    for name, measured in reported.items():
        rounded = {key: round(value, 4) for key, value in fit.report(weights, measured).items()}
        sys.stdout.write(json.dumps({"row": name, **rounded}) + "\n")
    if options.plot:
        sure, right = fit.outcomes(weights, [one for measured in reported.values() for one in measured])
        options.plot.write_text(alone(reliability(calibration(sure.tolist(), right.tolist()))), encoding="utf-8")
    every = [one for measured in reported.values() for one in measured]
    FITTED.write_text(dump_weights(fit.fit([*fitted, *every])), encoding="utf-8")


def _measure(encoder: MiniLM, options: argparse.Namespace) -> None:
    """One JSON object a row, as soon as it is known."""
    network = Network(encoder, options.weights, "") if options.weights else Network(encoder)
    claims = network if options.weights else Network.for_claims(encoder)
    measures = measure.Measures(network, encoder, options.data, options.sample, claims)
    for name in options.only or measure.ROWS:
        began = time.monotonic()
        row = measure.ROWS[name](measures)
        rounded = {key: round(value, 4) for key, value in row.items()}
        sys.stdout.write(json.dumps({"row": name, **rounded, "seconds": round(time.monotonic() - began, 1)}) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Holds the hierarchy of `fengsui roads` against RoutingKit's, by its binding pyroutingkit.

    python3 -m venv VENV && VENV/bin/pip install pyroutingkit numpy
    VENV/bin/python scripts/bench_roads.py GRAPH --fengsui target/release/fengsui

GRAPH is what `fengsui roads build` writes. Both take the same graph (as `fengsui roads export` gives
it), the same random pairs, the same tables and the same closed arcs, in one run and by turns. All
answers must be equal; the first ones are held against Dijkstra's algorithm too. A ratio below one
means that ours takes less time.

What is compared with what: `query` of the binding gives the time and the arcs of a way, as our
`route` does; where the time alone is wanted, its table of one by one stands beside our `cost`. Its
figures hold what Python adds to each call, about a microsecond.
"""

import argparse
import csv
import json
import random
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy
import pyroutingkit

PAIRS = 10_000
CLOSURES = 300
ROUNDS = 3
MARKS = {
    "point to point, with its arcs": 1.0,
    "point to point, time alone": 1.0,
    "100 x 400": 0.7,
    "1000 x 1000": 0.7,
    "close one arc": 1.0,
    "customise all anew": 1.0,
}


def main():
    options = arguments()
    with tempfile.TemporaryDirectory() as folder:
        ok = compare(options, Path(folder))
    sys.exit(0 if ok else 1)


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("graph", type=Path)
    parser.add_argument("--fengsui", type=Path, default=Path("target/release/fengsui"))
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


def compare(options, folder):
    nodes, arcs = folder / "nodes.csv", folder / "arcs.csv"
    run(options, "roads", "export", options.graph, "--nodes", nodes, "--arcs", arcs)
    peer = Peer(nodes, arcs)
    dice = random.Random(options.seed)
    pairs = [(dice.randrange(peer.nodes), dice.randrange(peer.nodes)) for _ in range(PAIRS)]
    closed = dice.randrange(len(peer.weights))
    with open(folder / "pairs.csv", "w") as file:
        file.write("from,to\n" + "".join(f"{a},{b}\n" for a, b in pairs))
    closures = [dice.randrange(len(peer.weights)) for _ in range(CLOSURES)]
    with open(folder / "closures.csv", "w") as file:
        file.write("arc\n" + "".join(f"{arc}\n" for arc in closures))
    figures = {name: ([], []) for name in MARKS}
    for _ in range(ROUNDS):
        theirs = peer.measure(pairs, closed, closures)
        told = run(options, "bench", "roads", options.graph, "--pairs", folder / "pairs.csv",
                   "--answers", folder / "answers.csv", "--close", closed,
                   "--closures", folder / "closures.csv", "--json")
        ours = json.loads(told)
        for (name, key), scale in zip(KEYS.items(), SCALES):
            figures[name][0].append(ours[key] * scale)
            figures[name][1].append(theirs[name])
    unequal = peer.unequal(folder / "answers.csv", closed)
    print(f"{peer.nodes} junctions, {len(peer.weights)} arcs; {PAIRS} pairs, open and with arc "
          f"{closed} closed: {unequal} answers differ")
    print(f"graph ready in {ours['ready_ms']:.1f} ms; Dijkstra {ours['dijkstra_us']:.0f} us a pair")
    reached = unequal == 0
    for name, (own, other) in figures.items():
        own, other = statistics.median(own), statistics.median(other)
        reached &= own / other <= MARKS[name]
        print(f"{name:32} ours {own:10.4f} ms, peer {other:10.4f} ms, ratio {own / other:5.2f} "
              f"(at most {MARKS[name]})")
    return reached


KEYS = {
    "point to point, with its arcs": "route_us",
    "point to point, time alone": "cost_us",
    "100 x 400": "matrix_100x400_ms",
    "1000 x 1000": "matrix_1000x1000_ms",
    "close one arc": "close_ms",
    "customise all anew": "customise_ms",
}
SCALES = (1e-3, 1e-3, 1, 1, 1, 1)


def run(options, *words):
    done = subprocess.run([options.fengsui, *map(str, words)], check=True, capture_output=True,
                          text=True)
    return done.stdout


class Peer:
    """RoutingKit's customisable contraction hierarchy over the exported graph."""

    def __init__(self, nodes, arcs):
        places = numpy.loadtxt(nodes, delimiter=",", skiprows=1, ndmin=2)
        table = numpy.loadtxt(arcs, delimiter=",", skiprows=1, dtype=numpy.int64, ndmin=2)
        self.nodes = len(places)
        tail, head, weights = (table[:, column].astype(numpy.uint32) for column in (1, 2, 3))
        self.weights = weights
        topology = pyroutingkit.CCHTopology()
        began = time.perf_counter()
        topology.build(tail, head, places[:, 2].astype(numpy.float32),
                       places[:, 1].astype(numpy.float32), self.nodes)
        print(f"peer's hierarchy: {time.perf_counter() - began:.1f} s")
        self.metric = pyroutingkit.CCHMetric(topology)
        self.metric.customize(weights, 1)

    def measure(self, pairs, closed, closures):
        starts = numpy.array([a for a, _ in pairs], numpy.uint32)
        goals = numpy.array([b for _, b in pairs], numpy.uint32)
        singles = [(starts[i:i + 1], goals[i:i + 1]) for i in range(len(pairs))]
        metric = self.metric
        whole = self.weights.copy()
        whole[closed] = pyroutingkit.INF_WEIGHT
        figures = {
            "point to point, with its arcs":
                once(lambda: [metric.query(a, b) for a, b in pairs]) / len(pairs),
            "point to point, time alone":
                once(lambda: [metric.distances_many_to_many(a, b) for a, b in singles])
                / len(pairs),
            "100 x 400": median(lambda: metric.distances_many_to_many(starts[:100], goals[:400])),
            "1000 x 1000":
                median(lambda: metric.distances_many_to_many(starts[:1000], goals[:1000])),
            "close one arc": statistics.median(self.closing(closures) for _ in range(7)),
            "customise all anew": median(lambda: metric.customize(whole, 1)),
        }
        metric.customize(self.weights, 1)
        return figures

    def closing(self, closures):
        """Milliseconds to close an arc, the mean over these, each of which is opened again."""
        shut = numpy.array([pyroutingkit.INF_WEIGHT], numpy.uint32)
        taken = 0.0
        for closed in closures:
            arc = numpy.array([closed], numpy.uint32)
            taken += once(lambda: self.metric.update_weights(arc, shut))
            self.metric.update_weights(arc, self.weights[closed:closed + 1])
        return taken / len(closures)

    def unequal(self, answers, closed):
        """How many answers of ours are not the peer's, open and with the arc closed."""
        whole = self.weights.copy()
        whole[closed] = pyroutingkit.INF_WEIGHT
        count = 0
        for weights, column in ((self.weights, "ms"), (whole, "ms_closed")):
            self.metric.customize(weights, 1)
            with open(answers) as file:
                for row in csv.DictReader(file):
                    time_ms = self.metric.query(int(row["from"]), int(row["to"]))[0]
                    own = int(row[column]) if row[column] else None
                    known = time_ms if time_ms < pyroutingkit.INF_WEIGHT else None
                    count += own != known
        self.metric.customize(self.weights, 1)
        return count


def once(work):
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1e3


def median(work, times=7):
    return statistics.median(once(work) for _ in range(times))


if __name__ == "__main__":
    main()

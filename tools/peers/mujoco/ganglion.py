"""Ganglion's own side: the program, its replays and what their trajectories hold."""

import csv
import json
import os
import subprocess
import tempfile
from pathlib import Path

import numpy as np

from episode import Recording

ROOT = Path(__file__).resolve().parents[3]


class Program:
    """The built program; by default tools/ganglion builds it first."""

    def __init__(self, path: str | None):
        if path is None:
            subprocess.run(
                [ROOT / "tools" / "ganglion", "--version"], check=True, stdout=subprocess.DEVNULL)
            path = ROOT / ".build" / "release" / "ganglion"
        self.path = str(path)

    def run(self, *arguments) -> str:
        environment = dict(os.environ, GANGLION_HOME=str(ROOT))
        return subprocess.run(
            [self.path, *map(str, arguments)], check=True, env=environment, text=True,
            stdout=subprocess.PIPE).stdout

    def json(self, *arguments) -> dict:
        return json.loads(self.run(*arguments, "--json", "--quiet"))

    def replay(self, policy, seed, duration, condition=None, more=()):
        """The report of `replay --json` and the trajectory."""
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "life.csv"
            options = ["--seed", seed, "--duration", duration, "--csv", file, "--json"]
            if condition:
                options += ["--condition", condition]
            report = json.loads(self.run("replay", policy.path, *options, *more))
            return report, Trajectory(file)


class Trajectory:
    """The table that `replay --csv` writes: a row for the end of each control step. The moment at
    which the controller took over, before the first step, is not in it."""

    def __init__(self, path):
        with open(path, newline="") as file:
            reader = csv.reader(file)
            self.names = next(reader)
            self.values = np.array([[float(x) for x in row] for row in reader])

    def __getitem__(self, name):
        return self.values[:, self.names.index(name)]

    def columns(self, prefix, *suffixes):
        """All columns of such a name, in the order of the file [rows, columns]."""
        picked = [
            i for i, name in enumerate(self.names)
            if name.startswith(prefix) and name.endswith(suffixes or "")
        ]
        return self.values[:, picked]

    def recording(self, outcome) -> Recording:
        recording = Recording()
        recording.outcome = outcome
        position = self.columns("base_", "_m")
        quaternion = np.stack([self[f"base_q{x}"] for x in "wxyz"], axis=1)
        velocity = self.columns("base_v", "_mps")
        for row in zip(self["time_s"], position, quaternion, velocity):
            recording.add(*row)
        return recording

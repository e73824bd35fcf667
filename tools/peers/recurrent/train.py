"""Trains a GRU and a perceptron over a window of observations on a temporal task, as references from outside.

    tools/peers/recurrent/run cue-association --seeds 11-20

Episodes are those of `ganglion episodes`: as many of training in an update as Ganglion's presets take, none of them
twice, and the held-out ones of `ganglion evaluate`. Step sizes are chosen by the mean over seeds 1 to 3. Prints a
table of right answers in the last third of an episode's trials, the mean over training seeds with its 95 % t interval.
Another program than the checkout's can be named by GANGLION.
"""

import argparse
import json
import os
import pathlib
import re
import statistics
import subprocess
import tempfile
import time

import numpy as np
import torch
from safetensors.numpy import load_file
from scipy import stats
from torch import nn

ROOT = pathlib.Path(__file__).resolve().parents[3]
RATES = [0.01, 0.003, 0.001]
# Updates whose episodes are written at a time.
PIECE = 25


class Recurrent(nn.Module):
    """A GRU with a linear readout of every tick."""

    def __init__(self, inputs, outputs, hidden):
        super().__init__()
        self.cell, self.readout = nn.GRU(inputs, hidden, batch_first=True), nn.Linear(hidden, outputs)

    def begin(self, observations):
        return None

    def forward(self, observations, ticks, state):
        activity, state = self.cell(observations[:, ticks], state)
        return self.readout(activity), state


class Window(nn.Module):
    """A perceptron that sees the last `length` ticks."""

    def __init__(self, inputs, outputs, hidden, length):
        super().__init__()
        self.length = length
        self.layers = nn.Sequential(
            nn.Linear(inputs * length, hidden), nn.Tanh(), nn.Linear(hidden, hidden), nn.Tanh(),
            nn.Linear(hidden, outputs))

    def begin(self, observations):
        return None

    def forward(self, observations, ticks, state):
        padded = nn.functional.pad(observations[:, : ticks.stop], (0, 0, self.length, 0))
        windows = padded.unfold(1, self.length, 1)[:, ticks.start + 1 : ticks.stop + 1]
        return self.layers(windows.flatten(2)), state


class Episodes:
    """Tensors of `ganglion episodes`; queries and feedback lie at the same ticks in all of them."""

    def __init__(self, path):
        data = load_file(path)
        self.observations = torch.from_numpy(data["observations"])
        self.queries, self.rehearsals, self.feedback = (
            torch.from_numpy(data[name]).long() for name in ("queries", "rehearsals", "feedback"))
        self.weights = {name: torch.from_numpy(data[name][..., 3]) for name in ("queries", "rehearsals")}
        for places in (self.queries[..., :2], self.feedback):
            assert (places == places[:1]).all(), "episodes of one timing"

    def part(self, rows):
        part = object.__new__(Episodes)
        part.observations = self.observations[rows].clone()
        part.queries, part.rehearsals, part.feedback = (
            tensor[rows] for tensor in (self.queries, self.rehearsals, self.feedback))
        part.weights = {name: tensor[rows] for name, tensor in self.weights.items()}
        return part


def live(model, episodes):
    """Loss and right answers [episodes, queries]; rewards are written as responses are known."""
    observations = episodes.observations
    state, done, logits = model.begin(observations), 0, []
    ticks = observations.shape[1]
    ends = [int(query[1]) for query in episodes.queries[0]]
    right = torch.zeros(episodes.queries.shape[:2], dtype=torch.bool)
    means = []
    for n, end in enumerate([*ends, ticks]):
        if end > done:
            out, state = model(observations, slice(done, end), state)
            logits.append(out)
            done = end
        if n == len(ends):
            break
        start = int(episodes.queries[0, n, 0])
        mean = torch.cat(logits, 1)[:, start:end].mean(1)
        means.append(mean)
        right[:, n] = mean.argmax(1) == episodes.queries[:, n, 2]
        for kind, query, low, high, first, last in episodes.feedback[0].tolist():
            if kind == 1 and query == n:
                reward = right[:, n].float() * 2 - 1
                observations = observations.clone()
                observations[:, first:last, low:high] = reward[:, None, None]
    logits = torch.cat(logits, 1)
    targets, weights = [episodes.queries[..., 2]], [episodes.weights["queries"]]
    for n in range(episodes.rehearsals.shape[1]):
        rows = episodes.rehearsals[:, n]
        means.append(torch.stack([logits[i, row[0]:row[1]].mean(0) for i, row in enumerate(rows.tolist())]))
    if episodes.rehearsals.shape[1]:
        targets.append(episodes.rehearsals[..., 2])
        weights.append(episodes.weights["rehearsals"])
    target, weight = torch.cat(targets, 1), torch.cat(weights, 1)
    loss = nn.functional.cross_entropy(torch.stack(means, 1).flatten(0, 1), target.flatten(), reduction="none")
    return (loss * weight.flatten()).sum() / weight.sum(), right


class Task:
    def __init__(self, chosen, folder):
        self.chosen, self.folder = chosen, pathlib.Path(folder)
        shown = subprocess.run([*self.command("presets"), "--show", chosen.task], check=True, capture_output=True, text=True)
        number = lambda key: int(re.search(rf"^\s*{key}: (\d+)", shown.stdout, re.MULTILINE)[1])
        self.batch, self.updates = number("batch"), chosen.updates or number("generations")
        self.test = self.write("--held-out", "--seed", 1, "--episodes", 512)

    def command(self, *words):
        return [os.environ.get("GANGLION", str(ROOT / "tools/ganglion")), *map(str, words)]

    def write(self, *words):
        path = self.folder / "episodes.safetensors"
        sets = [word for assignment in self.chosen.set for word in ("--set", assignment)]
        subprocess.run(
            self.command("episodes", self.chosen.task, *sets, *words, "--output", path, "--json"), check=True,
            stdout=subprocess.DEVNULL)
        return Episodes(path)

    def train(self, make, seed, rate):
        torch.manual_seed(seed)
        model = make(self.test.observations.shape[2], self.outputs())
        optimiser = torch.optim.Adam(model.parameters(), lr=rate)
        schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, self.updates)
        spent = 0.0
        for update in range(self.updates):
            if update % PIECE == 0:
                pool = self.write(
                    "--seed", 1_000_000 + seed, "--first", update * self.batch, "--episodes",
                    min(PIECE, self.updates - update) * self.batch)
            begin = time.process_time()
            first = update % PIECE * self.batch
            loss, _ = live(model, pool.part(slice(first, first + self.batch)))
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1)
            optimiser.step()
            schedule.step()
            spent += time.process_time() - begin
        with torch.no_grad():
            _, right = live(model, self.test.part(slice(None)))
        late = right[:, right.shape[1] - right.shape[1] // 3 :] if right.shape[1] >= 3 else right
        return {"late": late.float().mean().item(), "cpu_s": spent,
                "parameters": sum(p.numel() for p in model.parameters())}

    def outputs(self):
        return max(2, int(self.test.queries[..., 2].max()) + 1)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("task")
    parser.add_argument("--seeds", default="11-20")
    parser.add_argument("--tuning-seeds", type=int, default=3)
    parser.add_argument("--updates", type=int)
    parser.add_argument("--hidden", type=int, default=64)
    parser.add_argument("--window", type=int, default=32)
    parser.add_argument("--set", action="append", default=[])
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args()
    torch.set_num_threads(1)
    low, high = map(int, chosen.seeds.split("-"))
    models = {
        "GRU": lambda inputs, outputs: Recurrent(inputs, outputs, chosen.hidden),
        f"perceptron of {chosen.window} ticks": lambda inputs, outputs: Window(inputs, outputs, chosen.hidden, chosen.window),
    }
    with tempfile.TemporaryDirectory() as folder:
        task = Task(chosen, folder)
        rows = []
        for name, make in models.items():
            tuned = {rate: statistics.mean(task.train(make, seed, rate)["late"] for seed in range(1, 1 + chosen.tuning_seeds))
                     for rate in RATES} if chosen.tuning_seeds else {RATES[0]: 0}
            rate = max(tuned, key=tuned.get)
            runs = [task.train(make, seed, rate) for seed in range(low, high + 1)]
            late = np.array([run["late"] for run in runs])
            half = stats.t.ppf(0.975, late.size - 1) * late.std(ddof=1) / np.sqrt(late.size) if late.size > 2 else None
            rows.append({"name": name, "parameters": runs[0]["parameters"], "updates": task.updates, "rate": rate,
                         "cpu_s": statistics.median(run["cpu_s"] for run in runs), "mean": late.mean(), "half": half})
    if chosen.json:
        return print(json.dumps(rows))
    print("| network | parameters | updates | CPU [s] | step size | right [%] |\n| --- | --- | --- | --- | --- | --- |")
    for row in rows:
        bounds = f" ({100 * (row['mean'] - row['half']):.1f}–{100 * (row['mean'] + row['half']):.1f})" if row["half"] else ""
        print(f"| {row['name']} | {row['parameters']} | {row['updates']} | {row['cpu_s']:.0f} | {row['rate']:g} "
              f"| {100 * row['mean']:.1f}{bounds} |")


main()

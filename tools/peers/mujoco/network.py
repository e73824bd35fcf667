"""The plastic spiking network in NumPy, one tick after another, in single precision.

Written from the equations (`tools/ganglion rules`; leaky integrate-and-fire neurons, exponential
traces, leaky readout) and from the names of a policy's tensors; it shares nothing with the Swift
sources. i is a presynaptic and j a postsynaptic neuron; weights are [pre, post].
"""

import numpy as np

COEFFICIENTS = {
    "hebbian": (), "oja": (), "bcm": ("epsilon",), "stdp": ("potentiation", "depression"),
    "abcd": ("a", "b", "c", "d"),
}
one = np.float32(1)


def sigmoid(x):
    return one / (one + np.exp(-x))


def leak(value, signal, decay):
    """decay · value + (1 − decay) · signal."""
    return decay * value + (one - decay) * signal


class Modulator:
    """M = tanh(b + Σ w s̄), with s̄ the mean spikes of the source since the last update."""

    def __init__(self, tensors, owner, period):
        self.weight = tensors[owner + ".modulator.weight"]
        self.bias = tensors[owner + ".modulator.bias"]
        self.period = period
        self.reset()

    def reset(self):
        self.count = np.zeros(self.weight.shape[0], np.float32)
        self.level = np.zeros_like(self.bias)

    def advance(self, tick, spikes):
        self.count += spikes
        if tick % self.period == 0:
            self.level = np.tanh(self.bias + (self.count / np.float32(self.period)) @ self.weight)
            self.count[:] = 0


class Projection:
    """Slow weights W and, where plastic, fast weights E."""

    def __init__(self, tensors, name, plasticity, ticks_per_step):
        self.weight = tensors[name + ".weight"]
        self.spec = plasticity
        self.modulator = None
        if plasticity is None:
            return
        self.period = plasticity.get("period") or ticks_per_step
        self.alpha = tensors[name + ".alpha"]
        self.eta = sigmoid(tensors[name + ".eta"])
        self.k = {each: tensors[f"{name}.{each}"] for each in COEFFICIENTS[plasticity["rule"]]}
        if "epsilon" in self.k:
            self.k["epsilon"] = sigmoid(self.k["epsilon"])
        self.reset()

    def reset(self):
        if self.spec is None:
            return
        self.fast = np.zeros_like(self.weight)
        self.eligibility = np.zeros_like(self.weight)
        self.threshold = np.zeros(self.weight.shape[1], np.float32)

    @property
    def effective(self):
        return self.weight if self.spec is None else self.weight + self.alpha * self.fast

    def change(self, x, y, s_pre, s_post):
        """ΔE of the rule from traces x, y and spikes s."""
        k = self.k
        match self.spec["rule"]:
            case "hebbian":
                return np.outer(x, y)
            case "oja":
                return np.outer(x, y) - y * y * self.fast
            case "bcm":
                return np.outer(x, y * (y - self.threshold)) - k["epsilon"] * self.fast
            case "stdp":
                grown, shrunk = np.outer(x, s_post), np.outer(s_pre, y)
                return k["potentiation"] * grown - k["depression"] * shrunk
            case "abcd":
                return k["a"] * np.outer(x, y) + k["b"] * x[:, None] + k["c"] * y + k["d"]
        raise ValueError(f"unknown rule '{self.spec['rule']}'")

    def update(self, tick, x, y, s_pre, s_post):
        spec = self.spec
        if spec is None or tick % self.period != 0:
            return
        change = self.change(x, y, s_pre, s_post)
        if spec["gate"] == "eligibility":
            self.eligibility += (change - self.eligibility) / np.float32(
                spec["eligibilityTimeConstant"])
            change = self.eligibility
        level = one if self.modulator is None else self.modulator.level
        bound = np.float32(spec["bound"])
        self.fast = np.clip(self.fast + level * self.eta * change, -bound, bound)
        if spec["rule"] == "bcm":
            share = one / np.float32(spec["bcmTimeConstant"])
            self.threshold = self.threshold + (y * y - self.threshold) * share


class Population:
    """Leaky integrate-and-fire neurons with the synapses onto them and their traces."""

    def __init__(self, spec, name, tensors, ticks_per_step):
        if spec.get("conductance") is not None:
            raise ValueError(f"{name}: conductance-based neurons are not read here")
        self.spec = spec
        self.name = name
        self.decay = np.float32(spec["decay"])
        self.limit = np.float32(spec["threshold"])
        self.trace_decay = np.float32(spec["traceDecay"])
        self.bias = tensors[name + ".bias"]
        self.input = Projection(
            tensors, name + ".input", spec.get("inputPlasticity"), ticks_per_step)
        self.recurrent = None
        if spec["recurrent"]:
            self.recurrent = Projection(
                tensors, name + ".recurrent", spec.get("recurrentPlasticity"), ticks_per_step)
        self.reset()

    def reset(self):
        self.voltage, self.spikes, self.trace, self.fatigue = np.zeros(
            (4, self.bias.size), np.float32)
        for each in (self.input, self.recurrent):
            if each is not None:
                each.reset()

    def step(self, signal):
        current = self.bias + signal @ self.input.effective
        if self.recurrent is not None:
            current = current + self.spikes @ self.recurrent.effective
        if self.spec["reset"] == "zero":
            self.voltage = self.decay * self.voltage * (one - self.spikes) + current
        else:
            self.voltage = self.decay * self.voltage + current - self.limit * self.spikes
        limit = self.limit
        if self.spec.get("adaptation") is not None:
            adaptation = self.spec["adaptation"]
            self.fatigue = np.float32(adaptation["decay"]) * self.fatigue + self.spikes
            limit = limit + np.float32(adaptation["strength"]) * self.fatigue
        self.spikes = (self.voltage >= limit).astype(np.float32)
        self.trace = leak(self.trace, self.spikes, self.trace_decay)


class Network:
    """`act` is one control step: `ticksPerStep` ticks with the observation held."""

    def __init__(self, spec, tensors):
        if spec.get("populationCode") is not None:
            raise ValueError("population codes are not read here")
        self.spec = spec
        ticks = spec["ticksPerStep"]
        self.populations = [
            Population(each, f"hidden{index + 1}", tensors, ticks)
            for index, each in enumerate(spec["hidden"])
        ]
        self.readout = Projection(tensors, "readout", spec["readout"].get("plasticity"), ticks)
        self.readout_bias = tensors["readout.bias"]
        self.modulators = []
        for each in self.populations:
            self._attach(tensors, each.name, each, each.input, each.recurrent)
        self._attach(tensors, "readout", self.populations[-1], self.readout)
        self.reset()

    def _attach(self, tensors, owner, source, *projections):
        """One modulator for the gated projections of the owner that share a period."""
        shared = {}
        for each in projections:
            if each is None or each.spec is None or each.spec["gate"] == "none":
                continue
            if self.spec["modulation"] == "external":
                raise ValueError("no modulation from outside reaches a walking policy")
            if each.period not in shared:
                shared[each.period] = Modulator(tensors, owner, each.period)
                self.modulators.append((shared[each.period], source))
            each.modulator = shared[each.period]

    @property
    def plastic(self):
        """The plastic projections, from the input up."""
        every = [p for each in self.populations for p in (each.input, each.recurrent)]
        return [p for p in [*every, self.readout] if p is not None and p.spec is not None]

    def reset(self):
        self.tick = 0
        self.input_trace = np.zeros(self.spec["inputs"], np.float32)
        self.output = np.zeros(self.spec["outputs"], np.float32)
        for each in [*self.populations, self.readout]:
            each.reset()
        for modulator, _ in self.modulators:
            modulator.reset()

    def act(self, observation):
        """The action tanh(gain · o) [outputs] for a normalised observation [inputs]."""
        signal = np.float32(self.spec["inputGain"]) * observation.astype(np.float32)
        for _ in range(self.spec["ticksPerStep"]):
            self._tick(signal)
        return np.tanh(np.float32(self.spec["readout"]["gain"]) * self.output)

    def _tick(self, signal):
        self.tick += 1
        self.input_trace = leak(self.input_trace, signal, self.populations[0].trace_decay)
        below = signal
        for each in self.populations:
            each.step(below)
            below = each.spikes
        decay = np.float32(self.spec["readout"]["decay"])
        self.output = leak(self.output, self.readout_bias + below @ self.readout.effective, decay)
        for modulator, source in self.modulators:
            modulator.advance(self.tick, source.spikes)
        spikes, trace = signal, self.input_trace
        for each in self.populations:
            each.input.update(self.tick, trace, each.trace, spikes, each.spikes)
            if each.recurrent is not None:
                each.recurrent.update(self.tick, each.trace, each.trace, each.spikes, each.spikes)
            spikes, trace = each.spikes, each.trace
        if self.readout.spec is not None:
            activity = np.tanh(self.output)
            self.readout.update(self.tick, trace, activity, spikes, activity)

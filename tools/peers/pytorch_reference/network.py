"""The plastic spiking network in PyTorch, differentiated by autograd.

The equations are those of Ganglion's adjoint (SpikingNetworks, Adjoint), written a second time from
the paper's side: dense, one tick after another, nothing shared with the Swift sources but the names
of the specification's fields and of the parameter slices.
"""

import torch
from torch import Tensor
from torch.nn.functional import cross_entropy

from plasticity import COEFFICIENTS, Modulator, Projection
from surrogate import Surrogate, fire


def leak(value: Tensor, signal: Tensor, decay: float) -> Tensor:
    """decay · value + (1 − decay) · signal."""
    return torch.lerp(signal, value, decay)


class Population:
    """Leaky integrate-and-fire neurons, the synapses onto them, and their traces."""

    def __init__(
        self, spec: dict, name: str, parameters: dict[str, Tensor], kinds: list[int] | None
    ):
        self.spec = spec
        self.name = name
        self.bias = parameters[name + ".bias"]
        if spec["adaptation"] is not None:
            self.tiring, self.recovery = self._adaptation(parameters)
        self.input = Projection(parameters, name + ".input", spec["inputPlasticity"], kinds)
        self.recurrent = None
        if spec["recurrent"]:
            self.recurrent = Projection(
                parameters, name + ".recurrent", spec["recurrentPlasticity"])

    def _adaptation(self, parameters: dict[str, Tensor]):
        """β_a and ρ: the specification's, or where they are trained those of each neuron."""
        adaptation = self.spec["adaptation"]
        if adaptation.get("timeConstants") is None:
            return adaptation["strength"], adaptation["decay"]
        decay = torch.sigmoid(parameters[self.name + ".adaptation.decay"])
        return parameters[self.name + ".adaptation.strength"], decay

    def reset(self, batch: int) -> None:
        zero = self.bias.new_zeros(batch, self.spec["size"])
        self.voltage = self.spikes = self.trace = self.adaptation = zero
        for projection in (self.input, self.recurrent):
            if projection is not None:
                projection.reset(batch)

    def step(self, below: Tensor, spike, probe=None, transmitted: Tensor | None = None) -> None:
        """One tick: current, potential, threshold, spikes, trace."""
        spec, before = self.spec, self.spikes
        current = self.input.current(self.bias, below, transmitted)
        if self.recurrent is not None:
            current = self.recurrent.current(current, before)
        if spec["reset"] == "zero":
            self.voltage = current.add(self.voltage * (1 - before), alpha=spec["decay"])
        else:
            kept = current.add(self.voltage, alpha=spec["decay"])
            self.voltage = kept.sub(before, alpha=spec["threshold"])
        excess = self.voltage - spec["threshold"]
        if spec["adaptation"] is not None:
            self.adaptation = self.recovery * self.adaptation + before
            excess = excess - self.tiring * self.adaptation
        self.spikes = spike(excess)
        if probe is not None:
            probe.neurons(self.name, excess, self.spikes)
        self.trace = leak(self.trace, self.spikes, spec["traceDecay"])


class Network:
    """A batch of networks that share their parameters and differ in their input and fast weights.

    `spec` holds the fields of Ganglion's specification, `parameters` one tensor per slice. In
    `smooth` mode neurons emit S(u) instead of H(u).
    """

    def __init__(
        self, spec: dict, parameters: dict[str, Tensor], mode: str, surrogate: Surrogate
    ):
        self.spec = spec
        self.spike = (
            surrogate.primitive if mode == "smooth" else lambda u: fire(u, surrogate))
        self.populations = [
            Population(
                each, f"hidden{index + 1}", parameters,
                spec.get("inputKinds") if index == 0 else None)
            for index, each in enumerate(spec["populations"])
        ]
        self.readout = Projection(parameters, "readout", spec["readout"]["plasticity"])
        self.readout_bias = parameters["readout.bias"]
        self.slow_weight = None
        if spec["readout"].get("slowTraces") is not None:
            self.slow_weight = parameters["readout.slow.weight"]
            self.slow_decay = torch.sigmoid(parameters["readout.slow.decay"])
        if spec.get("centring") is not None:
            self.level = parameters["hidden1.input.tonic"]
        if spec["readout"].get("gainField") is not None:
            self.compensation = parameters["readout.gain.compensation"]
            self.gain_weight = parameters.get("readout.gain.weight")
        self.modulators: list[tuple[Modulator, Population]] = []
        for population in self.populations:
            self._attach(
                parameters, population.name, population, population.input, population.recurrent)
        self._attach(parameters, "readout", self.populations[-1], self.readout)

    def _attach(self, parameters, owner: str, source: Population, *projections) -> None:
        """One modulator for those gated projections of the owner that share a period."""
        shared: dict[int, Modulator] = {}
        for projection in projections:
            if projection is None or projection.plasticity is None:
                continue
            if projection.plasticity["gate"] == "none":
                continue
            period = projection.plasticity["period"]
            if period not in shared:
                external = self.spec["modulation"] == "external"
                shared[period] = Modulator(
                    parameters, owner, period, external,
                    follows_error=self.spec.get("modulationError") is not None)
                self.modulators.append((shared[period], source))
            projection.modulator = shared[period]

    def run(self, observations: Tensor, external: Tensor | None = None, probe=None) -> Tensor:
        """Leaky outputs o [B, T, outputs] for observations [B, T, inputs], from the zero state.
        `external` is the modulating signal [B, T]."""
        spec = self.spec
        batch, ticks, _ = observations.shape
        input_decay = spec["populations"][0]["traceDecay"]
        decay = spec["readout"]["decay"]
        input_trace = observations.new_zeros(batch, spec["inputs"])
        output = observations.new_zeros(batch, spec["outputs"])
        for part in [*self.populations, self.readout]:
            part.reset(batch)
        for modulator, _ in self.modulators:
            modulator.reset()
        slow = None
        if self.slow_weight is not None:
            slow = observations.new_zeros(batch, len(self.slow_decay))
        signals = spec["inputGain"] * observations
        deviations, transmitted = self._centred(signals)
        outputs = []
        for tick in range(ticks):
            signal = signals[:, tick]
            input_trace = leak(input_trace, signal, input_decay)
            below = signal
            for population in self.populations:
                centred = transmitted if population is self.populations[0] else None
                population.step(
                    below, self.spike, probe, None if centred is None else centred[:, tick])
                below = population.spikes
            current = self.readout.current(self.readout_bias, below)
            if slow is not None:
                slow = self.slow_decay * slow + (1 - self.slow_decay) * below
                current = current + slow @ self.slow_weight
            output = leak(output, self._scale(observations[:, tick]) * current, decay)
            outputs.append(output)
            reward = None if external is None else external[:, tick]
            error = spec.get("modulationError")
            if error is not None:
                seen = observations[:, tick]
                wanted = 0 if error["target"] is None else seen[:, error["target"]]
                reward = error["scale"] * (wanted - seen[:, error["measured"]])
            for modulator, source in self.modulators:
                modulator.advance(tick, source.spikes, reward)
            if deviations is None:
                self._adapt(tick, signal, input_trace, output, probe)
            else:
                self._adapt(tick, deviations[:, tick], deviations[:, tick], output, probe)
        return torch.stack(outputs, dim=1)

    def _centred(self, signals: Tensor):
        """What plastic synapses see of the input and what they transmit of it, [B, T, inputs]; None twice
        where they see the input itself. Both change at the first tick of a control step."""
        centring = self.spec.get("centring")
        if centring is None:
            return None, None
        period, count = self.spec.get("ticksPerStep", 1), self.spec["inputs"]
        centred = torch.tensor([float(each in centring["centred"]) for each in range(count)]).to(signals)
        tonic = torch.tensor([float(each in centring["tonic"]) for each in range(count)]).to(signals)
        mean = torch.zeros_like(signals[:, 0])
        deviations, deviation = [], mean
        for tick in range(signals.shape[1]):
            if tick % period == 0:
                mean = mean + centring["rate"] * (signals[:, tick] - mean)
                deviation = centred * (signals[:, tick] - mean) + tonic * signals[:, tick]
            deviations.append(deviation)
        seen = torch.stack(deviations, dim=1)
        return seen, seen + (centred + tonic) * self.level

    def _scale(self, observation: Tensor):
        """What the gain field makes of the readout's currents."""
        field = self.spec["readout"].get("gainField")
        if field is None:
            return 1.0
        gain = observation[:, field["gains"]]
        factor = 1 + self.compensation * (1 - gain.abs())
        if self.gain_weight is not None:
            factor = factor + observation[:, field["factors"]] @ self.gain_weight
        return torch.tanh(3 * gain) * factor

    def _adapt(self, tick: int, signal, input_trace, output, probe) -> None:
        """The plasticity updates of the tick, from the input up."""
        spikes, trace = signal, input_trace
        for each in self.populations:
            each.input.update(tick, trace, each.trace, spikes, each.spikes, probe)
            if each.recurrent is not None:
                each.recurrent.update(
                    tick, each.trace, each.trace, each.spikes, each.spikes, probe)
            spikes, trace = each.spikes, each.trace
        if self.readout.plasticity is not None:
            activity = torch.tanh(output)
            self.readout.update(tick, trace, activity, spikes, activity, probe)


def loss(outputs: Tensor, queries: list[dict], gain: float) -> Tensor:
    """Mean over the batch of Σ weight · cross-entropy(softmax(gain · o(tick)), target)."""
    total = outputs.new_zeros(())
    for query in queries:
        logits = gain * outputs[query["batch"], query["tick"]]
        target = torch.tensor(query["target"])
        total = total + query["weight"] * cross_entropy(logits, target)
    return total / outputs.shape[0]


def shapes(spec: dict) -> dict[str, list[int]]:
    """Names and shapes of the parameter slices, in the order of the vector."""
    result: dict[str, list[int]] = {}

    def projection(
        name: str, pre: int, post: int, plasticity: dict | None, kinds: list[int] | None = None
    ) -> None:
        result[name + ".weight"] = [pre, post]
        if plasticity is None:
            return
        shape = {
            "synapse": [pre, post], "neuron": [post], "population": [1], "presynaptic": [pre],
            "joint": [1 + max(kinds or [0])]}
        for each in ("alpha", "eta", *COEFFICIENTS[plasticity["rule"]]):
            granularity = plasticity["granularity"]
            if each == "alpha":
                granularity = plasticity.get("shareGranularity") or granularity
            result[f"{name}.{each}"] = shape[granularity]

    def modulator(owner: str, source: int, post: int, *plasticities: dict | None) -> None:
        gated = any(each is not None and each["gate"] != "none" for each in plasticities)
        if spec["modulation"] == "external" or not gated:
            return
        one_for_all = spec["modulation"] == "global"
        if spec.get("modulationError") is not None:
            source = 1
        result[owner + ".modulator.weight"] = [source] if one_for_all else [source, post]
        result[owner + ".modulator.bias"] = [1] if one_for_all else [post]

    below = spec["inputs"]
    for index, each in enumerate(spec["populations"]):
        name, size = f"hidden{index + 1}", each["size"]
        kinds = spec.get("inputKinds") if index == 0 else None
        projection(name + ".input", below, size, each["inputPlasticity"], kinds)
        if index == 0 and spec.get("centring") is not None:
            result[name + ".input.tonic"] = [below]
        if each["recurrent"]:
            projection(name + ".recurrent", size, size, each["recurrentPlasticity"])
        result[name + ".bias"] = [size]
        if (each["adaptation"] or {}).get("timeConstants") is not None:
            result[name + ".adaptation.strength"] = [size]
            result[name + ".adaptation.decay"] = [size]
        modulator(name, size, size, each["inputPlasticity"], each["recurrentPlasticity"])
        below = size
    readout = spec["readout"]
    projection("readout", below, spec["outputs"], readout["plasticity"])
    result["readout.bias"] = [spec["outputs"]]
    if readout.get("slowTraces") is not None:
        result["readout.slow.weight"] = [below, spec["outputs"]]
        result["readout.slow.decay"] = [below]
    field = readout.get("gainField")
    if field is not None:
        result["readout.gain.compensation"] = [spec["outputs"]]
        if field["factors"]:
            result["readout.gain.weight"] = [len(field["factors"]), spec["outputs"]]
    modulator("readout", below, spec["outputs"], readout["plasticity"])
    return result

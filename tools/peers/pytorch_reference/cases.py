"""The networks of the fixtures: small, and together covering every choice of the specification.

Scalars of the specification are sums of few powers of two, so that they are the same in single and
double precision.
"""

from dataclasses import dataclass

from surrogate import Surrogate

BOUNDS = {"hebbian": 0.25, "oja": 0.1875, "bcm": 0.0625, "stdp": 0.1875, "abcd": 0.375,
          "differential-hebbian": 0.125}

SLOPES = {"superspike": 2.0, "atan": 1.5, "triangular": 0.75, "sigmoid": 4.0}


@dataclass(frozen=True)
class Case:
    """One fixture. `seed` is where the search for a telling draw of parameters starts."""

    name: str
    seed: int
    mode: str
    surrogate: Surrogate
    ticks: int
    spec: dict


def plasticity(rule: str, gate: str, granularity: str, period: int) -> dict:
    return {
        "rule": rule,
        "gate": gate,
        "granularity": granularity,
        "bound": BOUNDS[rule],
        "period": period,
        "bcmTimeConstant": 4.0,
        "eligibilityTimeConstant": 2.5,
    }


def population(
    size: int, reset: str, incoming: dict | None, recurrent: bool = False,
    onto_itself: dict | None = None, adapts: bool = False
) -> dict:
    return {
        "size": size,
        "recurrent": recurrent,
        "decay": 0.8125,
        "threshold": 0.75,
        "reset": reset,
        "traceDecay": 0.6875,
        "adaptation": {"strength": 0.125, "decay": 0.875} if adapts else None,
        "inputPlasticity": incoming,
        "recurrentPlasticity": onto_itself,
    }


def network(populations: list[dict], readout: dict | None, modulation: str) -> dict:
    return {
        "inputs": 3,
        "outputs": 3,
        "inputGain": 0.75,
        "populations": populations,
        "readout": {"decay": 0.625, "gain": 1.5, "plasticity": readout},
        "modulation": modulation,
    }


def fixed() -> Case:
    """No plasticity: the surrogate, the resets, recurrence and adaptation alone."""
    first = population(4, "zero", None, recurrent=True, adapts=True)
    second = population(3, "subtract", None, recurrent=True)
    return Case(
        "fixed", 100, "spiking", Surrogate("superspike", SLOPES["superspike"]), 12,
        network([first, second], None, "global"))


# Nine pairs of gate and granularity, in an order in which neighbours differ in both.
PAIRS = [
    ("none", "synapse"), ("modulated", "neuron"), ("eligibility", "population"),
    ("modulated", "synapse"), ("eligibility", "neuron"), ("none", "population"),
    ("eligibility", "synapse"), ("none", "neuron"), ("modulated", "population"),
]


TIME_CONSTANTS = {"shortest": 2.0, "longest": 16.0}


def trained(name: str, seed: int, mode: str, kind: str, rule: str | None) -> Case:
    """Trained adaptation and slow traces, alone or beside a rule."""
    first = population(4, "zero", None, recurrent=True, adapts=True)
    second = population(3, "subtract", None, adapts=True)
    for each in (first, second):
        each["adaptation"]["timeConstants"] = TIME_CONSTANTS
    plastic = None
    if rule is not None:
        first["inputPlasticity"] = plasticity(rule, "modulated", "neuron", 1)
        plastic = plasticity(rule, "eligibility", "synapse", 3)
    spec = network([first, second], plastic, "neuron")
    spec["readout"]["slowTraces"] = TIME_CONSTANTS
    return Case(name, seed, mode, Surrogate(kind, SLOPES[kind]), 12, spec)


def tied(name: str, seed: int, mode: str, kind: str, rule: str) -> Case:
    """Rules whose numbers presynaptic neurons, or inputs of a kind, share."""
    first = population(
        4, "zero", plasticity(rule, "modulated", "joint", 1), True,
        plasticity(rule, "none", "presynaptic", 3))
    second = population(3, "subtract", plasticity(rule, "eligibility", "presynaptic", 1))
    spec = network([first, second], plasticity(rule, "eligibility", "joint", 3), "neuron")
    spec["inputKinds"] = [1, 0, 1]
    return Case(name, seed, mode, Surrogate(kind, SLOPES[kind]), 12, spec)


def guided(name: str, seed: int, modulation: str, target: int | None) -> Case:
    """Modulators that follow a measured error."""
    first = population(
        4, "zero", plasticity("hebbian", "modulated", "neuron", 1), True,
        plasticity("oja", "eligibility", "neuron", 1))
    spec = network([first], plasticity("hebbian", "modulated", "population", 1), modulation)
    spec["modulationError"] = {"target": target, "measured": 1, "scale": 0.75}
    return Case(name, seed, "spiking", Surrogate("atan", SLOPES["atan"]), 12, spec)


def centred(name: str, seed: int, mode: str, kind: str, gate: str, factors: list[int]) -> Case:
    """Plastic synapses that see a centred input, α of each synapse, and a gain field."""
    incoming = plasticity("differential-hebbian", gate, "neuron", 2)
    incoming["shareGranularity"] = "synapse"
    first = population(
        4, "subtract", incoming, True, plasticity("differential-hebbian", "none", "synapse", 2))
    second = population(3, "zero", plasticity("differential-hebbian", "eligibility", "neuron", 2))
    spec = network([first, second], plasticity("oja", gate, "neuron", 2), "neuron")
    spec["ticksPerStep"] = 2
    spec["centring"] = {"rate": 0.375, "centred": [2, 0], "tonic": [1]}
    spec["readout"]["gainField"] = {"gains": [2, 1, 0], "factors": factors}
    return Case(name, seed, mode, Surrogate(kind, SLOPES[kind]), 12, spec)


def pair_of(index: int, rule: str, modulations: tuple[str, str], kinds: tuple[str, str]):
    """Two networks that put one rule through all nine pairs. The pairs wander over the projections
    from rule to rule, so that the readout too meets every gate."""
    gates = [PAIRS[(each + 2 * index) % 9] for each in range(9)]

    def at(slot: int, period: int) -> dict:
        return plasticity(rule, *gates[slot], period)

    resets = ("zero", "subtract") if index % 2 == 0 else ("subtract", "zero")
    deep = network(
        [
            population(4, resets[0], at(0, 1), True, at(1, 3), adapts=index % 2 == 0),
            population(3, resets[1], at(2, 1), True, at(3, 1)),
        ], at(4, 3), modulations[0])
    plain = network(
        [
            population(3, resets[1], at(5, 3)),
            population(5, resets[0], at(6, 3), True, at(7, 1), adapts=index % 2 == 1),
        ], at(8, 1), modulations[1])
    for number, (spec, ticks) in enumerate([(deep, 12), (plain, 11)]):
        kind = kinds[number]
        yield Case(
            f"{rule}-{number + 1}", 1000 * (index + 1) + 100 * number, "spiking",
            Surrogate(kind, SLOPES[kind]), ticks, spec)


def smooth(
    number: int, kind: str, modulation: str, rules: list[str], shift: int, adapts: bool
) -> Case:
    """A network of several rules in smooth mode, for tests against finite differences."""
    each = [
        plasticity(rule, *PAIRS[(slot + shift) % 9], 1 if slot % 2 == 0 else 3)
        for slot, rule in enumerate(rules)
    ]
    resets = ("subtract", "zero") if number % 2 == 1 else ("zero", "subtract")
    spec = network(
        [
            population(3, resets[0], each[0], True, each[1], adapts),
            population(4, resets[1], each[2], True, each[3], not adapts),
        ], each[4], modulation)
    return Case(
        f"smooth-{number}", 9000 + 100 * number, "smooth", Surrogate(kind, SLOPES[kind]), 10, spec)


CASES = [
    fixed(),
    *pair_of(0, "hebbian", ("global", "neuron"), ("superspike", "atan")),
    *pair_of(1, "oja", ("neuron", "external"), ("triangular", "sigmoid")),
    *pair_of(2, "bcm", ("external", "global"), ("superspike", "triangular")),
    *pair_of(3, "stdp", ("neuron", "global"), ("atan", "sigmoid")),
    *pair_of(4, "abcd", ("global", "external"), ("sigmoid", "superspike")),
    smooth(1, "superspike", "neuron", ["bcm", "stdp", "oja", "abcd", "hebbian"], 1, True),
    smooth(2, "triangular", "global", ["abcd", "oja", "hebbian", "bcm", "stdp"], 3, False),
    smooth(3, "atan", "external", ["stdp", "hebbian", "abcd", "oja", "bcm"], 4, True),
    smooth(4, "sigmoid", "neuron", ["oja", "abcd", "bcm", "hebbian", "stdp"], 0, False),
    trained("trained-1", 12000, "spiking", "superspike", None),
    trained("trained-2", 12100, "spiking", "triangular", "oja"),
    trained("trained-3", 12200, "smooth", "sigmoid", "stdp"),
    tied("tied-1", 13000, "spiking", "superspike", "abcd"),
    tied("tied-2", 13200, "smooth", "sigmoid", "bcm"),
    guided("guided-1", 14000, "neuron", 2),
    guided("guided-2", 14200, "global", None),
    centred("centred-1", 15000, "spiking", "superspike", "none", [1, 0]),
    centred("centred-2", 15200, "spiking", "atan", "modulated", []),
    centred("centred-3", 15400, "smooth", "sigmoid", "modulated", [2]),
]

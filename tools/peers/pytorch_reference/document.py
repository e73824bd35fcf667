"""The file of a fixture: JSON with 17 significant digits, a line for each field and slice."""

import json

from torch import Tensor

from cases import Case
from draw import Draw


def fixture(case: Case, drawn: Draw, result) -> dict:
    value, outputs, gradients = result
    return {
        "spec": case.spec,
        "mode": case.mode,
        "surrogate": {"kind": case.surrogate.kind, "slope": case.surrogate.slope},
        "parameters": {
            name: {"shape": list(each.shape), "values": each.reshape(-1)}
            for name, each in drawn.parameters.items()
        },
        "observations": drawn.observations,
        "externalModulation": drawn.external,
        "queries": drawn.queries,
        "loss": value,
        "logits": outputs,
        "gradients": {name: each.reshape(-1) for name, each in gradients.items()},
    }


def document(content: dict) -> str:
    fields = []
    for key, value in content.items():
        body = text(value)
        if key in ("parameters", "gradients"):
            lines = (f"    {json.dumps(name)}: {text(each)}" for name, each in value.items())
            body = "{\n" + ",\n".join(lines) + "\n  }"
        fields.append(f"  {json.dumps(key)}: {body}")
    return "{\n" + ",\n".join(fields) + "\n}\n"


def text(value) -> str:
    if isinstance(value, Tensor):
        return text(value.tolist())
    if isinstance(value, float):
        return f"{value:.17g}"
    if isinstance(value, list):
        return "[" + ", ".join(text(each) for each in value) + "]"
    if isinstance(value, dict):
        fields = (f"{json.dumps(key)}: {text(each)}" for key, each in value.items())
        return "{" + ", ".join(fields) + "}"
    return json.dumps(value)

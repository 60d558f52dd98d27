"""Layers as the app runs them: in PyTorch, to train them, and as ONNX graphs without their arrays.

    python -m training.stance_layers resources/models/layers.onnx

writes the graph of the embedding model's layers; that of the stance model stands in its own file.
Needs `torch` and `onnx`, which the app itself does not.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import TensorProto, helper
from torch import Tensor, nn
from torch.nn import functional

WIDTH, INNER, HEADS, LAYERS = 384, 1536, 12, 3
_EPSILON = 1e-12


class Layer(nn.Module):
    """A layer of BERT (Devlin et al. 2019), its norms after the sums."""

    def __init__(self) -> None:
        super().__init__()
        self.qkv = nn.Linear(WIDTH, 3 * WIDTH)
        self.out = nn.Linear(WIDTH, WIDTH)
        self.up = nn.Linear(WIDTH, INNER)
        self.down = nn.Linear(INNER, WIDTH)
        self.norm1 = nn.LayerNorm(WIDTH, _EPSILON)
        self.norm2 = nn.LayerNorm(WIDTH, _EPSILON)

    def forward(self, x: Tensor, mask: Tensor, drop: float = 0.0) -> Tensor:
        """States (texts, pieces, 384); `mask` is added to the attention."""
        texts, pieces, _ = x.shape
        split = self.qkv(x).view(texts, pieces, 3, HEADS, WIDTH // HEADS)
        query, key, value = split.permute(2, 0, 3, 1, 4)
        seen = functional.scaled_dot_product_attention(query, key, value, attn_mask=mask)
        seen = self.out(seen.transpose(1, 2).reshape(texts, pieces, WIDTH))
        x = self.norm1(x + functional.dropout(seen, drop, self.training))
        inner = self.down(functional.gelu(self.up(x)))
        return self.norm2(x + functional.dropout(inner, drop, self.training))


class Upper(nn.Module):
    """Two texts' states, read together: whether they agree."""

    def __init__(self) -> None:
        super().__init__()
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        self.kinds = nn.Parameter(torch.zeros(2, WIDTH))
        self.head = nn.Linear(5 * WIDTH, 1)
        nn.init.normal_(self.head.weight, 0, 0.02)
        nn.init.zeros_(self.head.bias)

    def forward(self, x: Tensor, kind: Tensor, mask: Tensor) -> Tensor:
        """A number for each pair, above 0: they agree; `kind` is 0 where the first text stands."""
        x = functional.dropout(x + self.kinds[kind], 0.1, self.training)
        added = added_mask(mask)
        for layer in self.layers:
            x = layer(x, added, 0.1)
        second, first = (mask * kind)[..., None], (mask * (1 - kind))[..., None]
        one, other = (x * first).sum(1) / first.sum(1), (x * second).sum(1) / second.sum(1)
        told = torch.cat([one, other, (one - other).abs(), one * other, x[:, 0]], -1)
        found: Tensor = self.head(functional.dropout(told, 0.1, self.training))[:, 0]
        return found


def added_mask(mask: Tensor) -> Tensor:
    """What is added to the attention so that padding is not seen."""
    return torch.zeros(mask.shape).masked_fill(mask == 0, -1e9)[:, None, None, :]


def fill(layers: nn.ModuleList, arrays: dict[str, NDArray[Any]]) -> None:
    """Set layers from arrays as the graph has them: floats, from in to out."""
    for place, layer in enumerate(layers):
        for part in ("qkv", "out", "up", "down", "norm1", "norm2"):
            target = getattr(layer, part)
            weight = np.array(arrays[f"{place}.{part}"], np.float32).T
            bias = torch.from_numpy(np.array(arrays[f"{place}.{part}.bias"], np.float32))
            target.weight.data = torch.from_numpy(np.ascontiguousarray(weight))
            target.bias.data = bias


def graph(of_bytes: bool) -> bytes:
    """Three layers as an ONNX model without its arrays: states and mask to states.

    `of_bytes`: matrices are a byte a number, and what they are multiplied with is made so, too.
    That is 1.7 times as fast as floats, and log odds of the stance model move by 0.1 (mean).
    """
    nodes = []

    def add(kind: str, given: list[str], name: str, **more: object) -> str:
        nodes.append(helper.make_node(kind, given, [name], **more))
        return name

    def linear(x: str, name: str) -> str:
        if not of_bytes:
            product = add("MatMul", [x, name], f"{name}.product")
            return add("Add", [product, f"{name}.bias"], f"{name}.sum")
        own = [name, f"{name}.scale", f"{name}.zero", f"{name}.bias"]
        return add("DynamicQuantizeMatMul", [x, *own], f"{name}.sum", domain="com.microsoft")

    def normed(x: str, y: str, name: str) -> str:
        own = {"domain": "com.microsoft", "epsilon": _EPSILON}
        return add("SkipLayerNormalization", [x, y, name, f"{name}.bias"], f"{name}.normed", **own)

    x = "states"
    for layer in range(LAYERS):
        of = f"{layer}."
        both = linear(x, of + "qkv")
        split = [of + "query", of + "key", of + "value"]
        nodes.append(helper.make_node("Split", [both], split, axis=2, num_outputs=3))
        seen = add(
            "MultiHeadAttention",
            [*split, "", "mask"],
            of + "seen",
            domain="com.microsoft",
            num_heads=HEADS,
        )
        x = normed(x, linear(seen, of + "out"), of + "norm1")
        inner = add("Gelu", [linear(x, of + "up")], of + "inner", domain="com.microsoft")
        x = normed(x, linear(inner, of + "down"), of + "norm2")
    add("Identity", [x], "read")
    shape = ["texts", "pieces"]
    made = helper.make_graph(
        nodes,
        "layers",
        [
            helper.make_tensor_value_info("states", TensorProto.FLOAT, [*shape, WIDTH]),
            helper.make_tensor_value_info("mask", TensorProto.INT32, shape),
        ],
        [helper.make_tensor_value_info("read", TensorProto.FLOAT, [*shape, WIDTH])],
    )
    domains = [helper.make_opsetid("", 18), helper.make_opsetid("com.microsoft", 1)]
    model: onnx.ModelProto = helper.make_model(made, opset_imports=domains, ir_version=8)
    return model.SerializeToString()


if __name__ == "__main__":
    Path(sys.argv[1]).write_bytes(graph(of_bytes=False))

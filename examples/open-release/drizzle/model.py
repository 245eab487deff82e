# SPDX-License-Identifier: Apache-2.0
"""The architecture: a perceptron with one hidden layer that reads the last words and predicts the next.

    hidden = relu(hidden.bias + sum over k of context.weight[k][word k])
    logits = output.bias + sum over j of hidden[j] * output.weight[j]

Word 0 is the last one, word 1 the one before it, and so on; before the start of a note stands <s>. A parameter is kept as a
list of rows, so that a step reads and changes only the rows that the words at hand name.
"""

from math import fsum
from operator import mul

from . import safetensors
from .exact import Random, exp, log2, round_to_float32


def shapes(config):
    context, vocabulary, hidden = config["context_size"], config["vocab_size"], config["hidden_size"]
    return {
        "context.weight": (context, vocabulary, hidden),
        "hidden.bias": (hidden,),
        "output.weight": (hidden, vocabulary),
        "output.bias": (vocabulary,),
    }


def rows_of(values, width):
    return [values[i : i + width] for i in range(0, len(values), width)]


class Model:
    def __init__(self, config, parameters):
        self.config = config
        self.parameters = parameters  # name -> list of rows

    @classmethod
    def new(cls, config, seed):
        """Small random weights; biases of zero."""
        random, scale, parameters = Random(seed), config["initializer_range"], {}
        for name, shape in shapes(config).items():
            size = 1
            for extent in shape:
                size *= extent
            if name.endswith("bias"):
                values = [0.0] * size
            else:
                values = [scale * (2.0 * random.uniform() - 1.0) for _ in range(size)]
            parameters[name] = rows_of(round_to_float32(values), shape[-1])
        return cls(config, parameters)

    @classmethod
    def load(cls, config, path):
        return cls(config, load_rows(config, path))

    def save(self, path):
        save_rows(self.config, self.parameters, path)

    def context(self, ids, position):
        """The words before `position`, the last one first."""
        start = self.config["bos_token_id"]
        return [ids[position - k] if position >= k else start for k in range(1, self.config["context_size"] + 1)]

    def forward(self, context):
        """The hidden units that are on, as {unit: value}, and the logit of each word to come next."""
        vocabulary, table = self.config["vocab_size"], self.parameters["context.weight"]
        total = self.parameters["hidden.bias"][0]
        for k, word in enumerate(context):
            total = [a + b for a, b in zip(total, table[k * vocabulary + word])]
        hidden = {j: value for j, value in enumerate(total) if value > 0.0}
        logits = self.parameters["output.bias"][0]
        for j, value in hidden.items():
            logits = [a + value * b for a, b in zip(logits, self.parameters["output.weight"][j])]
        return hidden, logits

    def probabilities(self, context, temperature=1.0):
        """How probable each word is to come next."""
        return softmax([z / temperature for z in self.forward(context)[1]])

    def learn(self, context, target, gradients, margin):
        """Adds the gradient of the loss, -ln p(target), to `gradients`, unless p is above `margin`; returns the loss in bits."""
        hidden, logits = self.forward(context)
        error = softmax(logits)
        loss = -log2(error[target])
        if error[target] > margin:
            return loss
        error[target] -= 1.0
        add(gradients["output.bias"], 0, error)
        back = [0.0] * self.config["hidden_size"]
        for j, value in hidden.items():
            add_scaled(gradients["output.weight"], j, value, error)
            back[j] = fsum(map(mul, self.parameters["output.weight"][j], error))
        add(gradients["hidden.bias"], 0, back)
        for k, word in enumerate(context):
            add(gradients["context.weight"], k * self.config["vocab_size"] + word, back)
        return loss

    def no_gradients(self):
        return {name: {} for name in self.parameters}


POWERS = [exp(-i / 64) for i in range(64 * 64 + 1)]


def softmax(logits):
    """To eight digits: e**z from the nearest power in a table and three terms of the series for what is left."""
    top = max(logits)
    bottom = top - 64.0
    odds = []
    for z in logits:
        z = z - top if z > bottom else -64.0
        i = int(z * -64.0)
        r = z + i / 64.0
        odds.append(POWERS[i] * (1.0 + r * (1.0 + r * (0.5 + r / 6.0))))
    total = fsum(odds)
    return [o / total for o in odds]


def add_scaled(rows, index, factor, values):
    row = rows.get(index)
    if row is None:
        rows[index] = [factor * v for v in values]
    else:
        rows[index] = [a + factor * v for a, v in zip(row, values)]


def add(rows, index, values):
    row = rows.get(index)
    rows[index] = list(values) if row is None else [a + b for a, b in zip(row, values)]


def save_rows(config, parameters, path):
    tensors = {name: (shape, [x for row in parameters[name] for x in row]) for name, shape in shapes(config).items()}
    safetensors.save(path, tensors, {"format": "plain"})


def load_rows(config, path):
    tensors = safetensors.load(path)
    for name, shape in shapes(config).items():
        if name not in tensors or tensors[name][0] != shape:
            raise ValueError("%s: %s should be of shape %s" % (path, name, shape))
    return {name: rows_of(tensors[name][1], shape[-1]) for name, shape in shapes(config).items()}

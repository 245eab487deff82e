# SPDX-License-Identifier: Apache-2.0
"""Adagrad: every weight has a learning rate of its own, which falls with the squares of the gradients that it has seen.

A weight whose gradient is zero stays as it is, so that a step costs only the rows that were touched. Weights and sums are
rounded to float32 after each step: what is in memory is what a checkpoint holds, and training resumes from one bit for bit.
"""

from math import sqrt

from .exact import round_to_float32


class Adagrad:
    def __init__(self, sums, learning_rate):
        self.sums = sums  # name -> list of rows: the sums of squared gradients
        self.learning_rate = learning_rate

    @classmethod
    def new(cls, parameters, learning_rate):
        zeros = {name: [[0.0] * len(row) for row in rows] for name, rows in parameters.items()}
        return cls(zeros, learning_rate)

    def step(self, parameters, gradients, count):
        """One step down the mean of `count` summed gradients."""
        for name in sorted(gradients):
            for index, gradient in sorted(gradients[name].items()):
                gradient = [g / count for g in gradient]
                squares = round_to_float32([s + g * g for s, g in zip(self.sums[name][index], gradient)])
                self.sums[name][index] = squares
                moved = [
                    w - self.learning_rate * g / (sqrt(s) + 1e-8)
                    for w, g, s in zip(parameters[name][index], gradient, squares)
                ]
                parameters[name][index] = round_to_float32(moved)

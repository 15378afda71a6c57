"""Probabilistic PCA of the reference rows to 40 digits, which ReferenceFactorTest asserts.

The rows are drawn as java.util.Random(1) draws them: loadings, mean, then row by row factors and
noise. Needs mpmath. Run from the project's top folder:
    python common/docs/reference/ppca.py
"""

import math

import mpmath as mp


class JavaRandom:
    """The generator of java.util.Random, as its documentation specifies it."""

    def __init__(self, seed):
        self.state = (seed ^ 0x5DEECE66D) & ((1 << 48) - 1)
        self.waiting = None

    def bits(self, count):
        self.state = (self.state * 0x5DEECE66D + 0xB) & ((1 << 48) - 1)
        return self.state >> (48 - count)

    def uniform(self):
        return ((self.bits(26) << 27) + self.bits(27)) * 2.0**-53

    def gaussian(self):
        if self.waiting is not None:
            value, self.waiting = self.waiting, None
            return value
        while True:
            a = 2 * self.uniform() - 1
            b = 2 * self.uniform() - 1
            square = a * a + b * b
            if 0 < square < 1:
                break
        scale = math.sqrt(-2 * math.log(square) / square)
        self.waiting = b * scale
        return a * scale


random = JavaRandom(1)
D, H, N = 5, 2, 500
loadings = [[random.gaussian() for _ in range(H)] for _ in range(D)]
mu = [random.gaussian() for _ in range(D)]
rows = []
for _ in range(N):
    z = [random.gaussian() for _ in range(H)]
    e = [random.gaussian() for _ in range(D)]
    row = []
    for j in range(D):
        value = mu[j] + 0.3 * e[j]
        for i in range(H):
            value += loadings[j][i] * z[i]
        row.append(value)
    rows.append(row)

mp.mp.dps = 40
mean = [sum(mp.mpf(x[j]) for x in rows) / N for j in range(D)]
covariance = mp.matrix(D, D)
for i in range(D):
    for j in range(D):
        covariance[i, j] = sum((mp.mpf(x[i]) - mean[i]) * (mp.mpf(x[j]) - mean[j]) for x in rows) / N
values = sorted(mp.eigsy(covariance, eigvals_only=True), reverse=True)
print("eigenvalues", [mp.nstr(value, 16) for value in values])
for h in range(1, D):
    s2 = sum(values[h:]) / (D - h)
    log_determinant = sum(mp.log(value) for value in values[:h]) + (D - h) * mp.log(s2)
    likelihood = -(log_determinant + D * mp.log(2 * mp.pi * mp.e)) / 2
    print(h, "noise", mp.nstr(s2, 16), "mean log-likelihood", mp.nstr(likelihood, 17))

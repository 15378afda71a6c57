"""Entropies and polygamma values that the tests of families assert, by an independent program.

Sums and integrals of -p ln p from the densities as textbooks write them; nothing here knows of
exponential families. Needs mpmath. Run from the project's top folder:
    python common/docs/reference/families.py
"""

from mpmath import beta, binomial, exp, fac, gamma, log, mp, mpf, nstr, pi, psi, quad, sqrt

mp.dps = 40


def number(text):
    """The double that Java reads."""
    return mpf(float(text))


def row(name, *columns):
    print(f"{name:28s}", *(f"{column:>16s}" for column in columns))


def show(name, density, measure, base=lambda x: 1):
    """The true entropy, E[ln h], and their sum: the pseudo-entropy."""
    entropy = measure(lambda x: -density(x) * log(density(x)))
    log_base = measure(lambda x: density(x) * log(base(x)))
    row(name, *(nstr(value, 13) for value in (entropy, log_base, entropy + log_base)))


def total(last):
    return lambda f: sum(f(mpf(x)) for x in range(last + 1))


def integral(*points):
    return lambda f: quad(f, points)


def choose(x, r):
    return gamma(x + r) / gamma(r) / fac(x)


p, q = mpf(3) / 10, mpf(4) / 10
row("", "true entropy", "E[ln h]", "pseudo-entropy")
show("bernoulli 0.3", lambda x: p**x * (1 - p) ** (1 - x), total(1))
show(
    "binomial(10) 0.3",
    lambda x: binomial(10, x) * p**x * (1 - p) ** (10 - x),
    total(10),
    lambda x: binomial(10, x),
)
show("poisson 3", lambda x: mpf(3) ** x * exp(-3) / fac(x), total(120), lambda x: 1 / fac(x))
show("geometric 0.3", lambda x: p * (1 - p) ** x, total(400))
show(
    "negative-binomial(3) 0.4",
    lambda x: choose(x, 3) * (1 - q) ** 3 * q**x,
    total(200),
    lambda x: choose(x, 3),
)
show("exponential 2", lambda x: 2 * exp(-2 * x), integral(0, 1, 4, 50))
a, b = mpf(5) / 2, mpf(3) / 2
gamma_density = lambda x: b**a * x ** (a - 1) * exp(-b * x) / gamma(a)
show("gamma 2.5, 1.5", gamma_density, integral(0, 1, 4, 16, 80))
show("gamma(2.5) 1.5", gamma_density, integral(0, 1, 4, 16, 80), lambda x: x ** (a - 1) / gamma(a))
show("beta 2, 3", lambda x: x * (1 - x) ** 2 / beta(2, 3), integral(0, 0.5, 1))
m, v = mpf(4) / 10, mpf(1) / 2
normal = lambda z, mean, var: exp(-((z - mean) ** 2) / (2 * var)) / sqrt(2 * pi * var)
# With y = ln x: -p ln p dx = -N(y) (ln N(y) - y) dy.
log_normal = lambda y: -normal(y, m, v) * (log(normal(y, m, v)) - y)
row("log-normal 0.4, 0.5", nstr(integral(-8, -2, 0, 2, 8)(log_normal), 13))
show("laplace 0.7", lambda x: exp(-abs(x) / mpf("0.7")) / mpf("1.4"), integral(-70, -5, 0, 5, 70))
# With y = ln x, the density of y is exponential.
pareto = lambda y: -a * exp(-a * y) * (log(a) - (a + 1) * y)
row("pareto(1) 2.5", nstr(integral(0, 1, 5, 40)(pareto), 13))
k, s = mpf(17) / 10, mpf(13) / 10
show(
    "weibull(1.7) 1.3",
    lambda x: k / s * (x / s) ** (k - 1) * exp(-((x / s) ** k)),
    integral(0, 0.5, 1, 3, 12, 16),
    lambda x: k * x ** (k - 1),
)
w = mpf("0.64")
show(
    "gaussian(0.64) 0.5",
    lambda x: normal(x, mpf("0.5"), w),
    integral(-12, -2, 0, 3, 12),
    lambda x: normal(x, 0, w),
)

mp.dps = 60
print("\nx, psi(x), psi'(x), ln x - psi(x)")
for text in "1e-7 9e-6 2e-5 0.01 0.3 2.5 9.9 10.1 48.9 49.1 1e4 1e8".split():
    x = number(text)
    print(text, *(nstr(value, 17) for value in (psi(0, x), psi(1, x), log(x) - psi(0, x))), sep=", ")
print("\nx, y, psi(x + y) - psi(x)")
for pair in ("1e6 1", "1e6 1e-2", "300 1e-3", "1e-3 1e6", "0.5 0.25", "12 1e-7", "12 7"):
    x, y = map(number, pair.split())
    print(*pair.split(), nstr(psi(0, x + y) - psi(0, x), 17), sep=", ")

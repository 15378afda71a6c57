"""The maxima of the log-likelihood that FaithfulTest asserts, by an independent program.

Needs numpy and scikit-learn. Run from the project's top folder:
    python common/docs/reference/faithful.py
"""

import numpy as np
from sklearn.mixture import GaussianMixture

rows = np.loadtxt("conf/examples/data/faithful.csv", delimiter=",", skiprows=1)
for covariance in ("full", "tied"):
    fits = (
        GaussianMixture(
            2, covariance_type=covariance, tol=1e-15, max_iter=5000, reg_covar=0, random_state=seed
        ).fit(rows)
        for seed in range(10)
    )
    print(covariance, max(fit.score(rows) * len(rows) for fit in fits))

"""The network of FashionMnistBenchmark in plain PyTorch: seconds of an epoch of steps."""

import gzip
import sys
import time
from pathlib import Path

import torch
from torch import nn


def images(path: str) -> torch.Tensor:
    """The images of a file of MNIST, [n, 784], from 0 to 1."""
    raw = Path(path).read_bytes()
    pixels = bytearray((gzip.decompress(raw) if path.endswith(".gz") else raw)[16:])
    return torch.frombuffer(pixels, dtype=torch.uint8).reshape(-1, 784).float() / 255


def main() -> None:
    """Trains on two threads; prints seconds of the wall clock and of the processor."""
    path, epochs, latents, rows = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
    torch.set_num_threads(2)
    torch.manual_seed(1)
    data = images(path)
    encoder = nn.Sequential(nn.Linear(784, 64), nn.ReLU(), nn.Linear(64, 32), nn.ReLU())
    mean, log_variance = nn.Linear(32, latents), nn.Linear(32, latents)
    decoder = nn.Sequential(
        nn.Linear(latents, 32), nn.ReLU(), nn.Linear(32, 64), nn.ReLU(), nn.Linear(64, 784)
    )
    parts = nn.ModuleList([encoder, mean, log_variance, decoder])
    optimiser = torch.optim.Adam(parts.parameters(), lr=1e-3)
    for epoch in range(epochs):
        began, work = time.perf_counter(), time.process_time()
        total = 0.0
        for chosen in torch.randperm(len(data)).split(rows):
            x = data[chosen]
            hidden = encoder(x)
            nu, log = mean(hidden), log_variance(hidden)
            mu = decoder(nu + torch.exp(0.5 * log) * torch.randn_like(nu))
            error = (x - mu).square().sum(1).mean()
            prior = 0.5 * (nu.square() + log.exp()).sum(1).mean()
            loss = 392 * torch.log(error) + prior - 0.5 * log.sum(1).mean()
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            total += loss.item() * len(chosen)
        print(f"| PyTorch | {epoch + 1} | loss of the epoch {total / len(data):.3f} |")
        print(f"wall {time.perf_counter() - began:.4f}")
        print(f"cpu {time.process_time() - work:.4f}", flush=True)


if __name__ == "__main__":
    main()

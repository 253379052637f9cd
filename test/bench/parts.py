"""The parts that `npm run bench:parts` compares with: PyTorch and scikit-learn on one thread each.

Usage: python3 parts.py FOLDER; reads one name of a part a line, answers each with one JSON object a line. FOLDER holds
the same rows that Clientele works on, as raw numbers. Only the work itself is timed.
"""
import json
import sys
import time
import warnings

warnings.filterwarnings("ignore")
import numpy as np
import torch
from sklearn.cluster import KMeans
from sklearn.manifold import TSNE
from sklearn.metrics import silhouette_score
from threadpoolctl import threadpool_limits

folder = sys.argv[1]
torch.set_num_threads(1)
torch.manual_seed(1)


def timed(work):
    wall, processor = time.perf_counter(), time.process_time()
    quality = work()
    return dict(
        seconds=time.perf_counter() - wall,
        processor=time.process_time() - processor,
        quality=float(quality),
    )


def rows(name, width):
    return np.fromfile(f"{folder}/{name}", dtype=np.float64).reshape(-1, width)


def training():
    sizes = [13, 64, 32, 4, 32, 64, 13]
    layers = []
    for index, (inputs, units) in enumerate(zip(sizes, sizes[1:])):
        layers.append(torch.nn.Linear(inputs, units))
        if index not in (2, 5):
            layers.append(torch.nn.ReLU())
    network = torch.nn.Sequential(*layers)
    adam = torch.optim.Adam(network.parameters(), lr=1e-3)
    batches = torch.from_numpy(rows("training", 13).astype(np.float32)).split(256)

    def epochs():
        for batch in [*batches] * 4:
            adam.zero_grad(set_to_none=True)
            loss = torch.nn.functional.mse_loss(network(batch), batch)
            loss.backward()
            adam.step()
        return loss

    epochs()
    return timed(epochs)


def kmeans():
    X = rows("blobs", 8)
    return timed(lambda: KMeans(n_clusters=6, n_init=10, random_state=1).fit(X).inertia_)


def silhouette():
    X = rows("blobs", 8)[:20_000]
    labels = np.fromfile(f"{folder}/labels", dtype=np.int32)[:20_000]
    return timed(lambda: silhouette_score(X, labels))


def tsne():
    X = rows("blobs", 8)[:5000]
    embedding = TSNE(perplexity=30, init="pca", learning_rate="auto", random_state=1, n_jobs=1)
    return timed(lambda: embedding.fit(X).kl_divergence_)


parts = dict(training=training, kmeans=kmeans, silhouette=silhouette, tsne=tsne)
with threadpool_limits(1):
    for line in sys.stdin:
        print(json.dumps(parts[line.strip()]()), flush=True)

"""The main job as an analyst would script it with pandas, PyTorch and scikit-learn: what `npm run bench` compares with.

Usage: python3 peer.py ORDERS.csv[.gz]; prints one JSON object. Columns as in the sample shop's orders.csv.
"""
import json
import resource
import sys
import time
import warnings

begin = mark = time.perf_counter()
seconds = {}


def lap(name):
    global mark
    seconds[name] = round(time.perf_counter() - mark, 3)
    mark = time.perf_counter()


warnings.filterwarnings("ignore")
import numpy as np
import pandas as pd
import torch
from sklearn.cluster import KMeans
from sklearn.decomposition import PCA
from sklearn.manifold import TSNE
from sklearn.metrics import davies_bouldin_score, silhouette_score
from sklearn.preprocessing import StandardScaler

np.random.seed(1)
torch.manual_seed(1)
torch.set_num_threads(1)  # faster than two for nets this small
lap("imports")

text_columns = {name: str for name in ("InvoiceNo", "StockCode", "CustomerID")}
lines = pd.read_csv(sys.argv[1], dtype=text_columns, encoding="latin-1")
n_lines = len(lines)
us_dates = "/" in str(lines.InvoiceDate.iloc[0])
lines["InvoiceDate"] = pd.to_datetime(lines.InvoiceDate, format="%m/%d/%Y %H:%M" if us_dates else "%Y-%m-%d %H:%M")
lap("import")

lines = lines[lines.CustomerID.notna()].drop_duplicates()
credit = lines.InvoiceNo.str.startswith("C")
returned = lines[credit].groupby("CustomerID").InvoiceNo.nunique()
lines = lines[~credit & (lines.Quantity > 0) & (lines.UnitPrice > 0)]
lines = lines.assign(
    amount=lines.Quantity * lines.UnitPrice,
    weekend=lines.InvoiceDate.dt.dayofweek > 4,
    evening=lines.InvoiceDate.dt.hour > 16,
)
lap("clean")

today = lines.InvoiceDate.max() + pd.Timedelta(days=1)
people = lines.groupby("CustomerID")
orders = lines.groupby(["CustomerID", "InvoiceNo"]).agg(amount=("amount", "sum"), at=("InvoiceDate", "max"))
orders = orders.reset_index().sort_values(["CustomerID", "at"])
orders["gap"] = orders.groupby("CustomerID")["at"].diff().dt.days
per_order = orders.groupby("CustomerID")
first, last = people.InvoiceDate.min(), people.InvoiceDate.max()
table = pd.DataFrame(
    dict(
        recency=(today - last).dt.days,
        frequency=people.InvoiceNo.nunique(),
        monetary=people.amount.sum(),
        tenure=(last - first).dt.days,
        order_value=per_order.amount.mean(),
        order_spread=per_order.amount.std().fillna(0),
        items=people.Quantity.sum(),
        products=people.StockCode.nunique(),
        price=people.UnitPrice.mean(),
        weekend=people.weekend.mean(),
        evening=people.evening.mean(),
        gap=per_order.gap.mean().fillna(0),
    )
)
table["returns"] = returned.reindex(table.index).fillna(0)
for name in table.columns.difference(["recency", "tenure", "weekend", "evening"]):
    table[name] = np.log1p(table[name].clip(upper=table[name].quantile(0.995)))
X = StandardScaler().fit_transform(table).astype("float32")
PCA().fit(X)
lap("features")

sizes = [X.shape[1], 64, 32, 4]


def stack(widths):
    layers = []
    for a, b in zip(widths, widths[1:]):
        layers += [torch.nn.Linear(a, b), torch.nn.ReLU()]
    return layers[:-1]


encoder = torch.nn.Sequential(*stack(sizes))
network = torch.nn.Sequential(encoder, *stack(sizes[::-1]))
adam = torch.optim.Adam(network.parameters(), 1e-3)
data = torch.from_numpy(X)
for _ in range(30):
    for batch in torch.randperm(len(data)).split(256):
        adam.zero_grad()
        loss = torch.nn.functional.mse_loss(network(data[batch]), data[batch])
        loss.backward()
        adam.step()
with torch.no_grad():
    latent = encoder(data).numpy()
    loss = float(torch.nn.functional.mse_loss(network(data), data))
lap("train")

sample = np.random.choice(len(X), min(len(X), 10000), replace=False)
candidates = []
for k in range(2, 11):
    labels = KMeans(k, n_init=10, random_state=1).fit_predict(latent)
    candidates.append((silhouette_score(latent[sample], labels[sample]), k, davies_bouldin_score(latent, labels), labels))
silhouette, k, overlap, labels = max(candidates, key=lambda candidate: candidate[0])
lap("choose_k")

points = np.random.choice(len(X), min(len(X), 5000), replace=False)
TSNE(init="pca", random_state=1, n_jobs=2).fit_transform(latent[points])
lap("map")
table.assign(segment=labels).groupby("segment").mean()
lap("profile")
seconds["total"] = round(time.perf_counter() - begin, 3)
print(
    json.dumps(
        dict(
            rows=n_lines,
            customers=len(X),
            features=X.shape[1],
            k=k,
            silhouette=round(float(silhouette), 4),
            davies_bouldin=round(float(overlap), 4),
            loss=round(loss, 4),
            map_points=len(points),
            peak_mb=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
            seconds=seconds,
        )
    )
)

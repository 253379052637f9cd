"""The same in pandas: read_csv with dates, and a group-by of the customers. Prints one JSON object.

Usage: python3 import.py ORDERS.csv; columns as in the sample shop's orders.csv.
"""
import json
import resource
import sys
import time

import pandas as pd

begin = time.perf_counter()
text_columns = {name: str for name in ("InvoiceNo", "StockCode", "CustomerID")}
lines = pd.read_csv(sys.argv[1], dtype=text_columns)
lines["InvoiceDate"] = pd.to_datetime(lines.InvoiceDate, format="%Y-%m-%d %H:%M")
read = time.perf_counter()
lines["Amount"] = lines.Quantity * lines.UnitPrice
customers = lines.groupby("CustomerID").agg(
    orders=("InvoiceNo", "nunique"),
    products=("StockCode", "nunique"),
    lines=("StockCode", "size"),
    units=("Quantity", "sum"),
    revenue=("Amount", "sum"),
    first=("InvoiceDate", "min"),
    last=("InvoiceDate", "max"),
)
end = time.perf_counter()
usage = resource.getrusage(resource.RUSAGE_SELF)
print(
    json.dumps(
        {
            "seconds": end - begin,
            "stages": {"import": read - begin, "aggregate": end - read},
            "processor": usage.ru_utime + usage.ru_stime,
            "peakMb": round(usage.ru_maxrss / 1024),
            "totals": {
                "lines": len(lines),
                "customers": len(customers),
                "orders": int(customers.orders.sum()),
                "products": int(customers.products.sum()),
                "units": int(customers.units.sum()),
                "revenue": round(float(customers.revenue.sum())),
                "days": round(float((customers["last"] - customers["first"]).dt.total_seconds().sum()) / 86400),
            },
        }
    )
)

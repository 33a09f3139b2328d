"""Which sectors paid the highest new issue premium this year, and did it pay to wait?"""

import matplotlib.pyplot as plt
import pandas as pd

bonds["pricing_date"] = pd.to_datetime(bonds["pricing_date"])
recent = bonds[bonds["pricing_date"].dt.year == bonds["pricing_date"].dt.year.max()]

by_sector = (
    recent.groupby("sector")
    .agg(
        deals=("ISIN", "nunique"),
        size_bn=("size_musd", lambda size: size.sum() / 1000),
        premium_bps=("new_issue_premium_bps", "mean"),
        spread_bps=("spread_at_launch_bps", "median"),
    )
    .round(2)
    .sort_values("premium_bps", ascending=False)
)

figure, axes = plt.subplots(figsize=(8, 4))
axes.barh(by_sector.index[::-1], by_sector["premium_bps"][::-1], color="#2f6f8f")
axes.set_xlabel("average new issue premium (bps)")
axes.set_title("New issue premium by sector")
figure.tight_layout()

result = by_sector.reset_index()

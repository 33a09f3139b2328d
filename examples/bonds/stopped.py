"""Looks like an honest comparison of every deal with every other; needs gigabytes, gets 512 MB."""

pairs = bonds.merge(bonds, how="cross", suffixes=("", "_other"))
pairs = pairs.merge(bonds, how="cross", suffixes=("", "_third"))
pairs["gap_bps"] = pairs["spread_at_launch_bps"] - pairs["spread_at_launch_bps_other"]

result = pairs.groupby("sector")["gap_bps"].mean()

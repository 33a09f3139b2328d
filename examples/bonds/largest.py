"""The five largest deals, with their identifiers as this caller may see them."""

largest = bonds.nlargest(5, "size_musd")
result = largest[["ISIN", "issuer", "desk", "size_musd", "spread_at_launch_bps"]]

"""Hands out the whole table: allowed only with an approval."""

result = bonds

"""Brings the data to the form that the other services expect. Doing it twice does no harm."""

from redis import connect

CATALOGUE = {"apple": 30, "bread": 250, "cheese": 420, "milk": 120}

redis = connect()
for item, cents in CATALOGUE.items():
    redis("HSET", "catalogue", item, cents)
print(f"the catalogue has {redis('HLEN', 'catalogue')} items")

"""
Delivers orders, one after the other. An order on its way is in a list of its own until it is delivered, so that a worker
that is killed loses none: the next one begins with what it finds there.
"""

from redis import connect


def deliver(redis, order):
    redis("HSET", f"order:{order}", "state", "delivered")
    redis("LREM", "under way", 0, order)
    print(f"order {order} is delivered", flush=True)


def work(redis):
    for order in redis("LRANGE", "under way", 0, -1):
        deliver(redis, order)
    while True:
        order = redis("BRPOPLPUSH", "ordered", "under way", 5)
        if order is not None:
            deliver(redis, order)


while True:
    try:
        connection = connect()
        print("at work", flush=True)
        work(connection)
    except OSError as trouble:
        print(f"no redis: {trouble}", flush=True)

"""The field's own planner on one stateless service: certain, and in 128 simulated worlds. Prints JSON."""
import json
import sys
import time

began = time.perf_counter()
from service_capacity_modeling.capacity_planner import planner
from service_capacity_modeling.interface import CapacityDesires, DataShape, Interval, QueryPattern, certain_int

imported = time.perf_counter() - began


def interval(low, mid, high):
    return Interval(low=low, mid=mid, high=high, confidence=0.9)


certain = CapacityDesires(
    service_tier=1,
    query_pattern=QueryPattern(estimated_read_per_second=certain_int(20000), estimated_write_per_second=certain_int(5000)),
    data_shape=DataShape(),
)
uncertain = CapacityDesires(
    service_tier=1,
    query_pattern=QueryPattern(
        estimated_read_per_second=interval(10000, 20000, 60000), estimated_write_per_second=interval(2000, 5000, 15000)
    ),
    data_shape=DataShape(),
)


def best(run, times):
    samples = []
    for _ in range(times):
        start = time.perf_counter()
        run()
        samples.append(time.perf_counter() - start)
    return min(samples)


MODEL = "org.netflix.stateless-java"
answer = {
    "importMs": imported * 1000,
    "certainMs": 1000 * best(lambda: planner.plan_certain(model_name=MODEL, region="us-east-1", desires=certain), int(sys.argv[1])),
    "worlds128Ms": 1000
    * best(lambda: planner.plan(model_name=MODEL, region="us-east-1", desires=uncertain, simulations=128), int(sys.argv[1])),
}
print(json.dumps(answer))

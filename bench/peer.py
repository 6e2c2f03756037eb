"""Times service-capacity-modeling on one stateless service; reads the demand as JSON, prints times as JSON."""

import json
import sys
import time


def timed(call):
    cpu, wall = time.process_time(), time.perf_counter()
    answer = call()
    return answer, {"wallMs": (time.perf_counter() - wall) * 1e3, "cpuMs": (time.process_time() - cpu) * 1e3}


def load():
    from service_capacity_modeling.capacity_planner import planner
    from service_capacity_modeling import interface

    return planner, interface


demand = json.loads(sys.argv[1])
(planner, interface), loading = timed(load)


def interval(of):
    return interface.Interval(low=of["low"], mid=of["expected"], high=of["high"], confidence=0.9)


desires = interface.CapacityDesires(
    service_tier=1,
    query_pattern=interface.QueryPattern(
        estimated_read_per_second=interval(demand["callsPerSecond"]),
        estimated_write_per_second=interface.certain_int(1),
        estimated_mean_read_latency_ms=interval(demand["cpuMsPerCall"]),
    ),
)
common = {"model_name": "org.netflix.stateless-java", "region": "us-east-1", "desires": desires}


def repeat(call, times):
    runs = [timed(call) for _ in range(times)]
    return runs[-1][0], [usage for _, usage in runs]


certain, certain_usages = repeat(lambda: planner.plan_certain(**common), 12)
uncertain, uncertain_usages = repeat(lambda: planner.plan(**common, simulations=demand["worlds"]), 3)


def sized(plan):
    cluster = (list(plan.candidate_clusters.regional) + list(plan.candidate_clusters.zonal))[0]
    return {"instanceType": cluster.instance.name, "nodes": cluster.count}


from importlib.metadata import version  # noqa: E402
from service_capacity_modeling.hardware import shapes  # noqa: E402

print(
    json.dumps(
        {
            "version": version("service-capacity-modeling"),
            "python": sys.version.split()[0],
            "shapes": len(shapes.region("us-east-1").instances),
            "loading": loading,
            "certain": certain_usages,
            "uncertain": uncertain_usages,
            "certainAnswer": sized(certain[0]),
            "uncertainAnswer": sized(uncertain.least_regret[0]),
        }
    )
)

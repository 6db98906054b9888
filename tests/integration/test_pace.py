"""The pace of a host, kept by several processes through a real Redis."""

from __future__ import annotations

import subprocess
import sys
import time
from itertools import pairwise

import pytest
from redis import Redis

from articles.fetch.pace import Place, SharedPace
from tests.site import Reply, Site

pytestmark = pytest.mark.integration

INTERVAL = 0.2
WORKER = """
import sys, time
from redis import Redis
from articles.fetch.client import Client
from articles.fetch.pace import SharedPace, Wait, place_at
redis, url, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
pace, client = SharedPace(Redis.from_url(redis), interval=float(sys.argv[4])), Client(allow_loopback=True)
while count:
    with place_at(pace, "127.0.0.1") as place:
        if not isinstance(place, Wait):
            client.get(url)
            count -= 1
            continue
    time.sleep(place.seconds)
"""


def test_four_processes_keep_to_two_at_once_and_one_start_an_interval(redis_url: str) -> None:
    with Site({"/": Reply(body=b"x", delay=INTERVAL * 3)}) as site:
        command = [sys.executable, "-c", WORKER, redis_url, site.url(), "4", str(INTERVAL)]
        workers = [subprocess.Popen(command) for _ in range(4)]
        assert [worker.wait(60) for worker in workers] == [0] * 4
    assert len(site.log) == 16
    assert site.most_under_way == 2
    starts = sorted(request.at for request in site.log)
    # The site sees a start a little after leave was given: the mean shows the pace, the least that none slipped.
    assert (starts[-1] - starts[0]) / 15 >= INTERVAL
    assert min(later - earlier for earlier, later in pairwise(starts)) > INTERVAL / 4


def test_a_killed_workers_place_comes_free(redis_url: str) -> None:
    pace = SharedPace(Redis.from_url(redis_url), at_once=1, interval=0.0, lease=1.0, prefix="killed:")
    hold = (
        "import sys, time; from redis import Redis; from articles.fetch.pace import SharedPace;"
        "pace = SharedPace(Redis.from_url(sys.argv[1]), at_once=1, interval=0.0, lease=1.0, prefix='killed:');"
        "pace.enter('a.example');"
        "print('in', flush=True); time.sleep(60)"
    )
    worker = subprocess.Popen([sys.executable, "-c", hold, redis_url], stdout=subprocess.PIPE)
    assert worker.stdout is not None
    assert worker.stdout.readline() == b"in\n"
    assert not isinstance(pace.enter("a.example"), Place)
    worker.kill()
    worker.wait()
    time.sleep(1.1)
    assert isinstance(pace.enter("a.example"), Place)

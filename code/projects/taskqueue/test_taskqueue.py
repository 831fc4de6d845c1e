"""Acceptance tests of the task queue.

Run them from the folder that holds your taskqueue.py:
python -m pytest <where the book is>/code/projects/taskqueue
"""

import pytest
from taskqueue import StaleLeaseError, TaskQueue


class Clock:
    """Seconds that the test counts."""

    def __init__(self):
        self.now = 1000.0

    def __call__(self):
        return self.now

    def wait(self, seconds):
        self.now += seconds


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def queue(tmp_path, clock):
    return TaskQueue(tmp_path / "tasks.db", clock=clock, lease=30, attempts=3, backoff=5)


def test_an_empty_queue_gives_nothing(queue):
    assert queue.take() is None


def test_tasks_come_in_the_order_in_which_they_were_put(queue):
    first, second = queue.put("mail Zoë"), queue.put("mail Ø")
    taken = [queue.take(), queue.take()]
    assert [task.id for task in taken] == [first, second]
    assert [task.payload for task in taken] == ["mail Zoë", "mail Ø"]


def test_a_task_that_is_taken_is_nobody_elses(queue):
    queue.put("a")
    queue.take()
    assert queue.take() is None


def test_a_task_that_is_done_never_comes_again(queue, clock):
    queue.put("a")
    queue.done(queue.take())
    clock.wait(1000)
    assert queue.take() is None


def test_a_task_waits_until_its_time(queue, clock):
    queue.put("later", delay=60)
    clock.wait(59.9)
    assert queue.take() is None
    clock.wait(0.1)
    assert queue.take().payload == "later"


def test_a_worker_that_dies_loses_its_task_when_the_lease_ends(queue, clock):
    queue.put("a")
    lost = queue.take()
    clock.wait(30)
    again = queue.take()
    assert (again.id, again.attempt) == (lost.id, 2)


def test_a_worker_that_comes_back_late_is_refused(queue, clock):
    queue.put("a")
    lost = queue.take()
    clock.wait(30)
    again = queue.take()
    with pytest.raises(StaleLeaseError):
        queue.done(lost)
    with pytest.raises(StaleLeaseError):
        queue.failed(lost)
    queue.done(again)
    with pytest.raises(StaleLeaseError):
        queue.done(again)


def test_a_failed_task_comes_again_after_a_pause_that_doubles(queue, clock):
    queue.put("a")
    queue.failed(queue.take())
    clock.wait(4.9)
    assert queue.take() is None
    clock.wait(0.1)
    queue.failed(queue.take())
    clock.wait(9.9)
    assert queue.take() is None
    clock.wait(0.1)
    assert queue.take().attempt == 3


def test_a_task_that_failed_too_often_is_put_aside(queue, clock):
    name = queue.put("a")
    for _ in range(3):
        queue.failed(queue.take())
        clock.wait(100)
    assert queue.take() is None
    assert [task.id for task in queue.dead()] == [name]


def test_a_task_that_kills_its_workers_is_put_aside_too(queue, clock):
    queue.put("a")
    for _ in range(3):
        assert queue.take() is not None
        clock.wait(30)
    assert queue.take() is None
    assert len(queue.dead()) == 1


def test_a_waiting_task_holds_up_no_other(queue, clock):
    queue.put("slow", delay=10)
    queue.put("fast")
    assert queue.take().payload == "fast"


def test_everything_survives_a_restart(queue, clock, tmp_path):
    queue.put("waiting")
    queue.put("taken")
    queue.done(queue.take())
    queue.take()
    queue.close()
    again = TaskQueue(tmp_path / "tasks.db", clock=clock, lease=30, attempts=3, backoff=5)
    assert again.take() is None
    clock.wait(30)
    assert again.take().payload == "taken"


def test_two_workers_on_one_file_never_get_the_same_task(queue, clock, tmp_path):
    other = TaskQueue(tmp_path / "tasks.db", clock=clock, lease=30, attempts=3, backoff=5)
    for number in range(20):
        queue.put(str(number))
    taken = [worker.take().payload for _ in range(10) for worker in (queue, other)]
    assert sorted(taken, key=int) == [str(number) for number in range(20)]

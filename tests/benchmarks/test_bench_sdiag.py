"""Counting what reached Slurm's daemons, from their own words."""

from __future__ import annotations

from benchmarks.sessions import sdiag

# As Slurm 22.05 writes it, shortened.
TEXT = """\
*******************************************************
sdiag output at Sun Nov 22 01:40:00 2026 (1795311600)
Data since      Sun Nov 22 01:39:00 2026 (1795311540)
*******************************************************
Jobs submitted: 3

Remote Procedure Call statistics by message type
\tREQUEST_PARTITION_INFO                  ( 2009) count:5      ave_time:101    total_time:505
\tREQUEST_JOB_INFO                        ( 2003) count:4      ave_time:300    total_time:1200
\tMESSAGE_NODE_REGISTRATION_STATUS        ( 1002) count:9      ave_time:400    total_time:3600
\tREQUEST_STATS_INFO                      ( 2035) count:1      ave_time:90     total_time:90

Remote Procedure Call statistics by user
\troot            (       0) count:19     ave_time:100    total_time:1900

Pending RPC statistics
\tNo pending RPCs
"""


def test_requests_are_counted_by_type_and_not_by_user():
    assert sdiag.counts_in(TEXT) == {
        "REQUEST_PARTITION_INFO": 5,
        "REQUEST_JOB_INFO": 4,
        "MESSAGE_NODE_REGISTRATION_STATUS": 9,
        "REQUEST_STATS_INFO": 1,
    }


def test_only_what_came_in_between_is_counted():
    before = {"REQUEST_JOB_INFO": 4, "REQUEST_PING": 2}
    after = {"REQUEST_JOB_INFO": 6, "REQUEST_PING": 2, "REQUEST_FED_INFO": 1}
    assert sdiag.counted_between(before, after) == {"REQUEST_JOB_INFO": 2, "REQUEST_FED_INFO": 1}


def test_what_nodes_say_and_the_counting_itself_are_nobodys_requests():
    assert sdiag.by_clients(sdiag.counts_in(TEXT)) == 9


def test_a_request_that_nobody_has_named_counts_as_a_clients():
    assert sdiag.by_clients({"REQUEST_SOMETHING_NEW": 3}) == 3


def test_each_squeue_is_counted_once_whatever_else_it_asks():
    counts = {"REQUEST_JOB_INFO_SINGLE": 2, "REQUEST_FED_INFO": 2, "REQUEST_PARTITION_INFO": 3}
    assert sdiag.listings({**counts, "REQUEST_JOB_INFO": 1}) == 3

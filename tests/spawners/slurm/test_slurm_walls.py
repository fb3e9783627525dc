"""The longest times of QOS and accounts out of what slurmctld holds to."""

from __future__ import annotations

import pytest

from officina_spawners.slurm.resources import Wall
from officina_spawners.slurm.walls import HEADING, read_walls, wall_of

NONE = "MaxJobs= MaxJobsAccrue= MaxSubmitJobs= MaxWallPJ= MaxTRESPJ= MinPrioThresh="
ASSOCIATION = "ClusterName=hpc Account={} UserName={} Partition={} Priority=0 ID=5 DefAssoc=Yes "
TEXT = f"""\
{HEADING}

Association Records

{ASSOCIATION.format("proto", "ada(1001)", "")}{NONE}
{ASSOCIATION.format("proto", "ada(1001)", "gpu")}{NONE.replace("PJ= MaxT", "PJ=480 MaxT")}
{ASSOCIATION.format("course", "ada(1001)", "")}{NONE.replace("PJ= MaxT", "PJ=240 MaxT")}
{ASSOCIATION.format("course", "bob(1002)", "")}{NONE.replace("PJ= MaxT", "PJ=10 MaxT")}

QOS Records

QOS=normal(1) UsageRaw=0.000000 {NONE}
QOS=short(2) UsageRaw=0.000000 {NONE.replace("PJ= MaxT", "PJ=30 MaxT")} Flags=DenyOnLimit
    User Limits
      ada(1001) MaxJobsPU=N(1) MaxWallPJ=7
"""
PROTO = Wall(seconds=480 * 60, account="proto", partition="gpu")
COURSE = Wall(seconds=240 * 60, account="course")
SHORT = Wall(seconds=30 * 60, qos="short")


def test_those_of_the_person_and_of_every_qos_are_read():
    assert read_walls(TEXT, "ada") == (PROTO, COURSE, SHORT)
    assert read_walls(TEXT, "ad") == (SHORT,)


def test_a_cluster_without_accounting_has_none():
    assert read_walls(f"{HEADING}\n\nNo QOS currently cached in Slurm.\n", "ada") == ()


@pytest.mark.parametrize(
    "text", ["", "Current\n", TEXT[:-1], TEXT.replace("PJ=240", "PJ=four"), TEXT[3:]]
)
def test_what_is_no_such_list_is_no_answer(text):
    with pytest.raises(ValueError, match=r"of scontrol|cut off"):
        read_walls(text, "ada")


@pytest.mark.parametrize(
    ("part", "name"),
    [
        (" UserName=ada(1001)", "UserName"),
        (" Account=course", "Account"),
        (" Partition=", "Partition"),
    ],
)
def test_a_limit_that_does_not_say_whose_it_is_is_no_answer(part, name):
    """Cut off, or of a Slurm that writes it otherwise: nobody's limit is taken for nobody's."""
    lines = [line.replace(part, "") if "PJ=240" in line else line for line in TEXT.split("\n")]
    with pytest.raises(ValueError, match=f"no {name} in a limit of scontrol"):
        read_walls("\n".join(lines), "ada")


@pytest.mark.parametrize(
    ("account", "qos", "partition", "wall"),
    [
        ("proto", "normal", "gpu", PROTO),
        ("proto", "normal", "cpu", None),
        ("course", "normal", "gpu", COURSE),
        ("course", "short", "gpu", SHORT),
        ("other", "", "", None),
    ],
)
def test_that_of_a_qos_takes_the_place_of_the_accounts(account, qos, partition, wall):
    walls = read_walls(TEXT, "ada")
    assert wall_of(walls, account=account, qos=qos, partition=partition) == wall

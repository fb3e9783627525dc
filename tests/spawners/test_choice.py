"""The one door for what a person asks of a session: only bounded numbers and offered names pass."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from officina_spawners.errors import OptionsError
from officina_spawners.profiles import (
    LOCAL_PROFILE,
    Environment,
    Profile,
    SessionChoice,
    judge,
    options_from_form,
)
from officina_spawners.profiles.amount import between

GPU = Profile(
    name="gpu",
    title="GPU",
    place="slurm",
    gpus=between(1, 4, 1),
    minutes=between(10, 240, 60),
    qos=("normal", "short"),
    reservations=("class-1",),
    environments=("torch", "gone"),
)
TORCH = Environment(name="torch", title="PyTorch")

NO_NUMBERS = ["2 ", " 2", "+2", "02", "2.0", "1e0", "\u0662", "\u00b2", "0x2", "-1", "2\n"]
NO_NUMBERS += ["9" * 5000, True, 2.0, [2], {"a": 2}, b"2"]
NO_NAMES = ["a\n#SBATCH --uid=0", "$(id)", "`id`", "a;b", "a b", "'a'", '"a"', "-a", "a\x00"]
NO_NAMES += ["\u00e4", "\u0430", "x" * 101, "a\r", "a\n", "../a", "%j", "a\u2028b"]


def judged(**raw: object) -> SessionChoice:
    return judge(raw, (LOCAL_PROFILE, GPU), (TORCH,))


def refusal(**raw: object) -> str:
    with pytest.raises(OptionsError) as refused:
        judged(**raw)
    return str(refused.value)


def test_nothing_asked_is_the_first_profile_as_it_is():
    assert judged() == SessionChoice(profile="small")


def test_what_is_left_out_or_empty_is_the_profiles_default():
    choice = judged(profile="gpu", gpus="", account="", reservation="")
    assert choice == SessionChoice(
        profile="gpu", gpus=1, minutes=60, qos="normal", environment="torch"
    )


def test_form_and_rest_mean_the_same():
    form = options_from_form({"profile": ["gpu"], "gpus": ["2"], "minutes": ["120"]})
    assert judged(**form) == judged(profile="gpu", gpus=2, minutes=120)


def test_a_number_outside_names_the_bounds():
    assert "offers gpus = 1 to 4 and 5 was asked for" in refusal(profile="gpu", gpus=5)
    assert "offers minutes = 10 to 240 and 9 was" in refusal(profile="gpu", minutes="9")


def test_the_profile_on_this_machine_gives_no_gpu():
    assert "offers gpus = 0 and 1 was asked for" in refusal(gpus=1)


@pytest.mark.parametrize("name", ["qos", "reservation", "environment"])
def test_a_name_that_is_not_offered_is_refused(name):
    assert f"does not offer {name} = 'other'" in refusal(profile="gpu", **{name: "other"})


def test_an_environment_that_the_factory_does_not_know_is_not_offered():
    assert "It offers: torch." in refusal(profile="gpu", environment="gone")


def test_an_account_is_left_to_slurm_where_the_profile_names_none():
    assert judged(profile="gpu", account="proj-1").account == "proj-1"
    bound = GPU.model_copy(update={"accounts": ("aif",)})
    with pytest.raises(OptionsError, match="It offers: aif"):
        judge({"account": "proj-1"}, (bound,), (TORCH,))


def test_an_option_that_is_none_is_one_left_out():
    assert judged(profile="gpu", gpus=None).gpus == 1


@pytest.mark.parametrize("value", NO_NUMBERS)
def test_only_whole_numbers_written_plainly_are_numbers(value):
    assert "not understood: 'gpus' = " in refusal(profile="gpu", gpus=value)


@pytest.mark.parametrize("name", ["profile", "account", "qos", "reservation", "environment"])
@pytest.mark.parametrize("value", NO_NAMES)
def test_names_that_could_mean_more_than_a_name_are_refused(name, value):
    told = refusal(**{"profile": "gpu", name: value})
    assert "not understood" in told
    assert "\n" not in told


def test_an_unknown_option_is_named_and_the_known_ones_are_told():
    told = refusal(partition="secret", profile="gpu")
    assert "not understood: 'partition'" in told
    assert "They are profile, gpus, shards" in told


@pytest.mark.parametrize("value", ["", None, "x", 0])
def test_an_unknown_option_is_refused_whatever_its_value(value):
    assert "not understood: 'shell'" in refusal(profile="gpu", shell=value)


@given(raw=st.dictionaries(st.text(max_size=20), st.text() | st.integers() | st.none(), max_size=4))
def test_whatever_comes_it_is_a_choice_within_bounds_or_a_plain_refusal(raw):
    try:
        choice = judge(raw, (LOCAL_PROFILE, GPU), (TORCH,))
    except OptionsError:
        return
    assert choice.profile in {"small", "gpu"}
    assert 0 <= choice.gpus <= 4

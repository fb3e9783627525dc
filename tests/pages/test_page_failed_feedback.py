"""Feedback that could not be published: a trainer reads it, until it could."""

from __future__ import annotations

from page_house import PageHouse, soup

TEACH = "courses/tea/teach"
WHY = "Nothing of 'ada' in 'leaf' has been graded yet."


async def told(house: PageHouse) -> list[str]:
    """What the class page says of failed feedback, exercise by exercise."""
    lines = soup(await house.open(TEACH, "tina")).select(".step .problem")
    return [" ".join(line.get_text(" ").split()) for line in lines]


async def ask_feedback(house: PageHouse) -> None:
    await house.open(f"{TEACH}/exercises/leaf/feedback", "tina", form={})


async def test_failed_feedback_is_told_until_it_was_published(house: PageHouse) -> None:
    await house.hand_in("ada")
    await house.grade()
    await ask_feedback(house)
    assert await told(house) == []
    await house.fail(WHY)
    assert await told(house) == [f"The feedback of ada could not be published: {WHY}"]
    await ask_feedback(house)
    assert len(await told(house)) == 1
    await house.grade()
    assert await told(house) == []


async def test_what_went_well_for_one_learner_hides_nothing_of_another(house: PageHouse) -> None:
    await house.enrol("bob")
    for name in ("ada", "bob"):
        await house.hand_in(name)
        await house.grade()
    await ask_feedback(house)
    await house.fail(WHY)
    await house.grade()
    assert await told(house) == [f"The feedback of ada could not be published: {WHY}"]
    await ask_feedback(house)
    await house.fail(WHY)
    await house.fail("The notebook cannot be read.")
    assert await told(house) == [
        "The feedback of 2 learners could not be published, last that of bob: "
        "The notebook cannot be read."
    ]


async def test_grading_again_publishes_feedback_too(house: PageHouse) -> None:
    work = await house.hand_in("ada")
    await house.grade()
    await ask_feedback(house)
    await house.fail(WHY)
    await house.open(f"courses/tea/submissions/{work}/regrade", "tina", form={})
    await house.grade()
    assert await told(house) == []


async def test_the_reason_is_shown_as_text(house: PageHouse) -> None:
    await house.hand_in("ada")
    await house.grade()
    await ask_feedback(house)
    await house.fail("<script>alert(1)</script>")
    assert "<script>alert" in (await told(house))[0]
    assert soup(await house.open(TEACH, "tina")).select(".problem script") == []

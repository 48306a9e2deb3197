import asyncio

from llm_brain.narrators.server.gate import Gate


async def test_whoever_waits_is_let_in_by_urgency_then_in_order() -> None:
    gate, entered = Gate(1), []

    async def enter(name: str, urgency: int) -> None:
        async with gate.entered(urgency):
            entered.append(name)
            await asyncio.sleep(0)

    async with gate.entered(2):
        wanted = [("look", 2), ("talk", 1), ("fight", 0), ("talk again", 1)]
        waiting = [asyncio.create_task(enter(*each)) for each in wanted]
        await asyncio.sleep(0)
    await asyncio.gather(*waiting)
    assert entered == ["fight", "talk", "talk again", "look"]


async def test_one_that_gives_up_waiting_takes_no_place() -> None:
    gate = Gate(1)

    async def enter() -> None:
        async with gate.entered(0):
            pass

    async with gate.entered(0):
        gives_up = asyncio.create_task(enter())
        await asyncio.sleep(0)
        gives_up.cancel()
        await asyncio.gather(gives_up, return_exceptions=True)
    await asyncio.wait_for(enter(), 5)


async def test_one_that_gives_up_as_it_is_let_in_passes_its_place_on() -> None:
    gate = Gate(1)

    async def enter() -> None:
        async with gate.entered(0):
            pass

    async with gate.entered(0):
        gives_up = asyncio.create_task(enter())
        await asyncio.sleep(0)
    gives_up.cancel()
    await asyncio.gather(gives_up, return_exceptions=True)
    await asyncio.wait_for(enter(), 5)

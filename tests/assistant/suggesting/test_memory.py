"""What is remembered is bounded, and of one state of the index."""

from assistant.suggesting.memory import Memory, Recent


def test_the_keys_asked_for_last_are_kept() -> None:
    made: list[int] = []
    recent: Recent[int, int] = Recent(2)

    def of(key: int) -> int:
        def make() -> int:
            made.append(key)
            return key * 10

        return recent.get(key, make)

    assert [of(1), of(2), of(1), of(3), of(1), of(2)] == [10, 20, 10, 30, 10, 20]
    assert made == [1, 2, 3, 2]
    assert len(recent) == 2
    assert 3 not in recent


def test_another_state_of_the_index_is_another_memory() -> None:
    memory = Memory()
    first = memory.at("1.1")
    assert memory.at("1.1") is first
    assert memory.at("1.2") is not first

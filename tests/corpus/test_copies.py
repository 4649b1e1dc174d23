"""Reprints are copies; other reports, forms with other numbers and short texts are not."""

import os
import random
import subprocess
import sys
from itertools import combinations

import pytest

from corpus.copies import COPY, MIN_WORDS, Sketch, alike, bands, numbers, sketch, tokens

STORY = """The foreign ministers of the two coastal states met in the old harbour town on Thursday, for the first time
since the fishing dispute closed the strait, and agreed to open it again to ships of every flag. Under the accord, which
their parliaments must still approve, patrol boats of both navies will stay 12 miles from the other side's shore.

A joint commission will count the catch each spring and divide it by a scale that the envoys worked out over 14 months
of talks. The host, who had called the closure an act of folly, told reporters that nobody had won and that everybody
could eat. His guest spoke of a door that had been forced ajar and would need a strong hand to hold it.

Fishermen on the quay were less sure. Several said that the boats seized last winter were still chained to the pier and
that their owners had been promised money three times already. The harbour master confirmed that 31 vessels lay there,
most of them under water at the stern.

Economists expect the first grain ships to pass within weeks. Insurance for the passage, which had cost more than the
cargo, fell by half on the news, and the price of bread in the islands is likely to follow before the end of summer."""

RETOLD = """\
Ships may soon pass the strait once more. After more than a year of negotiation the governments on either side
have settled how many fish each may take, and their warships are to keep their distance, diplomats said after a meeting
of ministers by the sea. Both parliaments have yet to vote. Owners of 31 boats that were seized in winter are still
waiting for compensation, and people at the harbour doubt that it will come. Freight insurers cut their rates by half at
once; bread on the islands should get cheaper during the summer, according to economists."""

NOTICE = """The central bank offered {} million crowns of three-month paper at its weekly auction and took bids for {}
million, a spokesman said. The average yield was {} percent, against {} percent at the auction before. Bids below the
minimum price were not considered. Payment is due within three days, and the next auction will be held in the usual
way by telephone."""

RUSSIAN = """\
Министры иностранных дел двух прибрежных государств встретились в четверг в старом портовом городе и впервые
после спора о рыболовстве договорились снова открыть пролив для судов под любым флагом. По соглашению, которое ещё
должны одобрить парламенты, сторожевые катера обеих сторон останутся в двенадцати милях от чужого берега. Совместная
комиссия будет каждую весну считать улов и делить его по шкале, над которой посланники работали больше года. Рыбаки на
причале сомневаются: лодки, задержанные прошлой зимой, всё ещё стоят на цепи, а деньги их владельцам обещали трижды."""

CHINESE = """\
两个沿海国家的外交部长星期四在古老的港口城市会晤，
自渔业争端导致海峡关闭以来，双方首次同意重新向所有国家的船只开放海峡。
根据这项仍需两国议会批准的协议，双方海军的巡逻艇将与对方海岸保持十二海里的距离。联合委员会将于每年春天统计渔获量，
并按照使节们谈判一年多才商定的比例进行分配。码头上的渔民却不太放心，他们说去年冬天被扣押的渔船仍然锁在岸边，
船主三次得到赔偿的承诺。"""

CHINESE_OTHER = """\
首都的气象学家星期一表示，今年夏天的降雨量将比往年少得多，
农民应当尽早准备灌溉设备。北方各省的水库目前只有一半的蓄水，
当地政府已经要求工厂减少用水，并计划从南方调水。专家认为，如果八月仍然没有大雨，小麦和玉米的价格会在秋天明显上涨，
普通家庭的生活费用也会随之增加。一位老农说，他从来没有见过河床这样干，村里的人每天要走很远的路去取水。"""

EXPECTED = 3064135773  # checksum of the sketch of STORY, of version copies-1


def likeness(a: str, b: str) -> float:
    return alike(sketch(a), sketch(b))


def meet(a: str, b: str) -> bool:
    return bool(set(bands(sketch(a))) & set(bands(sketch(b))))


def paragraphs(text: str) -> list[str]:
    return text.split("\n\n")


def edited(text: str, every: int) -> str:
    return " ".join("indeed" if place % every == 0 else word for place, word in enumerate(text.split(), start=1))


def made_up(count: int, chance: random.Random) -> str:
    return " ".join(f"w{chance.randrange(5000)}".translate({48 + n: 97 + n for n in range(10)}) for _ in range(count))


REPRINTS = {
    "the same": STORY,
    "set anew": " ".join(STORY.replace("'", "’").split()).upper(),
    "a headline": "Strait to open after fourteen months of talks\n\n" + STORY,
    "the last paragraph cut": "\n\n".join(paragraphs(STORY)[:-1]),
    "a paragraph left out": "\n\n".join(paragraphs(STORY)[:1] + paragraphs(STORY)[2:]),
    "every twentieth word changed": edited(STORY, 20),
    "a credit": "HARBOUR TOWN, March 12 (Agency) - " + STORY + "\n\n(Reporting by Ada First; editing by Ben Last)",
    "numbers written otherwise": STORY.replace("three", "3").replace("two", "2"),
}


@pytest.mark.parametrize("reprint", REPRINTS.values(), ids=REPRINTS)
def test_a_reprint_is_a_copy_and_is_found(reprint: str) -> None:
    assert likeness(STORY, reprint) >= COPY
    assert meet(STORY, reprint)


@pytest.mark.parametrize("text", [RUSSIAN, CHINESE], ids=["Russian", "Chinese"])
def test_other_scripts(text: str) -> None:
    reprint = text[: len(text) * 8 // 10]
    assert likeness(text, reprint) >= COPY and meet(text, reprint)
    assert likeness(text, CHINESE_OTHER) < 0.1


def test_characters_that_are_written_in_two_ways_are_one() -> None:
    assert sketch(RUSSIAN.replace("й", "и\u0306")) == sketch(RUSSIAN)


def test_the_same_event_in_other_words_is_no_copy() -> None:
    assert likeness(STORY, RETOLD) < COPY / 2


def test_a_text_with_more_new_than_old_is_no_copy() -> None:
    chance = random.Random(1)
    words = len(STORY.split())
    assert likeness(STORY, STORY + " " + made_up(words // 2, chance)) >= COPY
    assert likeness(STORY, STORY + " " + made_up(words * 2, chance)) < COPY


def test_a_form_with_other_numbers_is_no_copy() -> None:
    first = NOTICE.format(500, 730, "4.15", "4.20")
    assert likeness(first, first.replace("spokesman", "spokeswoman")) >= COPY
    assert likeness(first, NOTICE.format(450, 610, "4.05", "4.15")) < COPY
    assert likeness(first, first.replace("4.15", "4.25")) < COPY


def test_numbers_that_one_text_lacks_were_cut_and_do_no_harm() -> None:
    cut = STORY[: STORY.index("Fishermen")]
    assert "31" in STORY and "31" not in cut
    assert likeness(STORY, cut) >= COPY


def test_a_long_text_may_have_a_number_mended() -> None:
    chance = random.Random(2)
    text = f"{made_up(150, chance)} 110 {made_up(150, chance)}"
    assert likeness(text, text.replace("110", "100")) >= COPY


def test_a_text_of_many_numbers_is_judged_by_a_sample_of_them() -> None:
    chance = random.Random(3)
    words = [made_up(4, chance) for _ in range(100)]
    table = " ".join(f"{word} {number}" for word, number in zip(words, range(1000, 1100), strict=True))
    cut = " ".join(table.split()[:350])
    renumbered = " ".join(
        f"{word} {number + 5000 * (number % 4 == 0)}" for word, number in zip(words, range(1000, 1100), strict=True)
    )
    assert likeness(table, cut) >= COPY
    assert likeness(table, renumbered) < COPY  # 25 of a hundred numbers, in 500 words


def test_a_short_text_is_filed_nowhere_and_like_nothing() -> None:
    short = " ".join(STORY.split()[: MIN_WORDS - 1])
    assert bands(sketch(short)) == []
    assert likeness(short, short) == 0.0
    assert likeness(short, STORY) == 0.0
    enough = " ".join(STORY.split()[:MIN_WORDS])
    assert likeness(enough, enough) == 1.0
    assert len(bands(sketch(enough))) > 0


@pytest.mark.parametrize("text", ["", " \n", "— … !?", "\u200b\ufeff", "7", "好"])
def test_texts_without_words(text: str) -> None:
    made = sketch(text)
    assert bands(made) == []
    assert Sketch.from_bytes(made.to_bytes()) == made


def test_made_up_texts_are_not_alike() -> None:
    chance = random.Random(4)
    made = [sketch(made_up(MIN_WORDS, chance)) for _ in range(60)]
    assert max(alike(a, b) for a, b in combinations(made, 2)) < 0.1


def test_the_estimate_is_near_the_true_share_of_shingles() -> None:
    chance = random.Random(5)
    for kept in (0.9, 0.7, 0.5, 0.3):
        text = made_up(600, chance)
        cut = " ".join(text.split()[: round(600 * kept)])
        assert likeness(text, cut) == pytest.approx(kept, abs=0.12)  # above three standard deviations


def test_likeness_is_the_same_both_ways() -> None:
    cut = STORY[:700]
    assert likeness(STORY, cut) == likeness(cut, STORY)


def test_bytes_and_back() -> None:
    numbered = STORY + " " + " ".join(str(number) for number in range(40))
    for text in (STORY, RUSSIAN, CHINESE, numbered, "Too short.", made_up(5000, random.Random(6))):
        made = sketch(text)
        data = made.to_bytes()
        assert len(data) <= 512
        assert Sketch.from_bytes(data) == made


@pytest.mark.parametrize(
    "damage", [b"", b"\x00" * 7, sketch(STORY).to_bytes()[:-1], sketch(STORY).to_bytes() + b"\x00"]
)
def test_bytes_that_are_no_sketch(damage: bytes) -> None:
    with pytest.raises(ValueError, match="sketch"):
        Sketch.from_bytes(damage)


def test_keys_fit_a_signed_integer_and_are_distinct() -> None:
    keys = bands(sketch(STORY))
    assert len(set(keys)) == len(keys)
    assert all(0 <= key < 1 << 63 for key in keys)


def test_a_sketch_is_the_same_in_another_process_and_version() -> None:
    """The bytes are kept in a library: when they change, `VERSION` has to."""
    code = "import sys, zlib; from corpus.copies import sketch; print(zlib.crc32(sketch(sys.argv[1]).to_bytes()))"
    environment = dict(os.environ, PYTHONHASHSEED="12345")
    told = subprocess.run(
        [sys.executable, "-c", code, STORY], capture_output=True, text=True, check=True, env=environment
    ).stdout
    assert int(told) == EXPECTED


def test_tokens() -> None:
    assert tokens("On 12 March, 6-3/16 of Ten don’t.") == ["on", "12", "march", "6-3/16", "of", "10", "don", "t"]
    assert tokens("会晤12次 ok") == ["会", "晤", "12", "次", "ok"]
    assert numbers(tokens("In two days, 1,000 of 2025-11-12 and one more")) == {"2", "1,000", "2025-11-12"}

"""Who says a sentence of an article, and which questions ask for that."""

import time

import pytest

from assistant.reader.speech.asked import asked_speaker, asks_who_said
from assistant.reader.speech.speakers import speaker, speakers
from index.sentences import split


def said(text: str) -> list[str]:
    return speakers(text, split(text))


@pytest.mark.parametrize(
    ("sentence", "who"),
    [
        ("Maria Diaz said the bridge would close.", "Maria Diaz"),
        ("The bridge would close, said Maria Diaz, the deputy mayor.", "Maria Diaz"),
        ("The bridge, Diaz noted, is old.", "Diaz"),
        ("The crops, experts say, will fail.", "experts"),
        ("According to a senior port official, the cranes were old.", "a senior port official"),
        ("The cranes, according to Tom Reed, were new.", "Tom Reed"),
        ("In Reed's view, the port is dead.", "Reed"),
        ("In the words of Anna Holt, the lake is a soup.", "Anna Holt"),
        ("Holt's spokesman Ben Ode said the plan was off.", "Ben Ode"),
        ("Russian Foreign Minister Ivan Petrov told reporters that trains ran.", "Ivan Petrov"),
        ("Secretary of State Jane Roe insisted the deal was dead.", "Jane Roe"),
        ("The Kremlin called it “a very grave mistake”.", "the Kremlin"),
        ("RT reported that trains were late.", "RT"),
        ("The rise was expected, Radio Nine reports.", "Radio Nine"),
        ("The film was described by Ana Holt as slow and dull.", "Ana Holt"),
        ("Tom Hill was quoted by Radio Nine as saying that it was late.", "Tom Hill"),
        ("Radio Nine quoted Tom Hill as saying that it was late.", "Tom Hill"),
        ("As Gray put it, the sea gives and the sea takes.", "Gray"),
        ("As the mayor noted, rents are rising.", "the mayor"),
        ("Gray, 34, told Radio Nine the song was hers.", "Gray"),
        ("Vera Smith, who runs a farm, warned of floods.", "Vera Smith"),
        ("The deputy minister, Olga Braun, said on Monday that rain would come.", "Olga Braun"),
        ("The chief executive of Acme Foods, Jo Bell, told investors that profits doubled.", "Jo Bell"),
        ("Acme Foods CEO Jo Bell tweeted: “We did it, thanks to you!”", "Jo Bell"),
        ("Geologist Kim Oda of the University of Elton said the fault was young.", "Kim Oda"),
        (
            "A spokeswoman for the hospital confirmed that two children had been treated.",
            "a spokeswoman for the hospital",
        ),
        ("In a statement, Acme Foods said it had stopped selling eggs.", "Acme Foods"),
        ("In an interview with Radio Nine on Sunday, the bishop said the roof leaked.", "the bishop"),
        ("On Tuesday the council announced a new tram.", "the council"),
        ("The club announced that its coach would go.", "the club"),
        ("The ministry condemned the raid.", "the ministry"),
        ("The union accused the bank of theft.", "the union"),
        ("The bank denied the claims.", "the bank"),
        ("Anna Holt dismissed the idea as silly.", "Anna Holt"),
        ("Anna Holt opened the park, saying that the ducks were back.", "Anna Holt"),
        ("The mayor was blunt: “We have lost the vote.”", "the mayor"),
        ("Dr. Smith and Ms. Jones said wheat prices had doubled.", "Smith and Jones"),
        ("Police said two men were held.", "police"),
        ("Two witnesses claimed that the light was red.", "two witnesses"),
        ("Some members of the board said the price was fair.", "some members of the board"),
        ("Scientists believe that the crater is old.", "scientists"),
        ("The treaty says that both sides must withdraw.", "the treaty"),
        ("The United Nations said grain was scarce.", "the United Nations"),
        ("Meanwhile, the bank has repeatedly warned that rates would rise.", "the bank"),
        ("Asked about the fire, Gray said it was out.", "Gray"),
        ("The river, said the guard, is rising.", "the guard"),
        ("«It is late, too late», said the guard.", "the guard"),
        ("‘It’s the boys’ turn to pay,’ said Park.", "Park"),
        ("'We can't wait for the boys' team,' he added Park said.", ""),
        ("The ministry’s assessment is the following: “The dam is safe.”", "the ministry"),
        ("Holt and Reed each warned against a strike.", "Holt and Reed"),
        ("Tim Holt Reyes, the island's governor, announced his resignation in a video.", "Tim Holt Reyes"),
        ("The river is rising, said his guard.", "his guard"),
        ("Tim Holt responded that the light was red.", "Tim Holt"),
    ],
)
def test_a_sentence_that_names_its_speaker(sentence: str, who: str) -> None:
    assert said(sentence) == [who]


@pytest.mark.parametrize(
    "sentence",
    [
        "It is said that cats sleep.",
        "That said, the dogs sleep too.",
        "Having said so, the old man left.",
        "Gray could not say when.",
        "Gray has not said whether she will run.",
        "Gray refused to say who paid.",
        "When asked, Gray said nothing.",
        "Lena Ok was told that she won.",
        "The mine is said to be empty.",
        "The bank fell after the council said it would sue.",
        "Vera Cole, who said the roof leaked, was dismissed on Friday.",
        "Nobody said a word about it.",
        "Neither side said a word about it.",
        "The fund is a body of ten states.",
        "The claims cost a million.",
        "The bird described in the study is blue.",
        "Seats were given according to plan.",
        "People were drawn according to a random sample.",
        "The “smart” watch sold well.",
        "The sign reads “no entry to the park”.",
        "She wrote the song in May.",
        "The boy called Tim is ten.",
        "Police reports are kept for a year.",
        "The team won the cup in June.",
        "He said it would rain.",
        "Over 1,000 rescuers responded.",
        "The rescuers responded to a call that came at noon.",
        "“We have won it all, my friends.”",
    ],
)
def test_a_sentence_that_the_article_says_itself_or_nobody_in_particular(sentence: str) -> None:
    assert said(sentence) == [""]


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("“The bridge will close,” Maria Diaz said. “It is not safe.”", ["Maria Diaz", "Maria Diaz"]),
        ("“We lost. We will try again,” said Maria Diaz. Rain fell.", ["Maria Diaz", "Maria Diaz", ""]),
        (
            'Ivan Petrov told reporters: "We want peace. We do mean it." Talks go on.',
            ["Ivan Petrov", "Ivan Petrov", ""],
        ),
        ("“Stop it right now!” Petrov said. Snow fell.", ["Petrov", "Petrov", ""]),
        ("Anna Holt said bread was dear. She added that milk was too.", ["Anna Holt", "Anna Holt"]),
        ("Anna Holt opened the park. “It is a fine day,” she said.", ["", "Anna Holt"]),
        ("The vote was lost, Maria Diaz said. Diaz blamed the rain.", ["Maria Diaz", "Maria Diaz"]),
        ("Diaz blamed the rain. Mayor Maria Diaz was tired.", ["Maria Diaz", ""]),
        ("Mayor Maria Diaz resigned. The mayor said it was time.", ["", "Maria Diaz"]),
        ("Ana Roe, a spokeswoman for the zoo, smiled. The spokeswoman said all was well.", ["", "Ana Roe"]),
        ("Minister Jo Bell met minister Al Kent. The minister said rain would come.", ["", "the minister"]),
        ("The union warned of strikes. It said talks were over.", ["the union", "the union"]),
        ("The union warned of strikes. They met at noon.", ["the union", ""]),
        ("The fund is large. It says the debt is too high.", ["", ""]),
        (
            "“We have to act. There is no time to lose.\n\n“The dam will burst,” Vera Cole said.",
            ["Vera Cole", "Vera Cole", "Vera Cole"],
        ),
        ("“It is over,” the coach said.\n\n“That is really all.”\n\nThe crowd left.", ["the coach", "the coach", ""]),
        ("The minister said: “We will win.” Shares rose.", ["the minister", ""]),
        ('It was over. We go home now," Vera Cole said.', ["Vera Cole", "Vera Cole"]),
        (
            "Jo Bell: Was it hard?\n\nAl Kent: It was. I slept badly.\n\nJo Bell: And now?\n\nAl Kent: Now I rest.",
            ["Jo Bell", "Al Kent", "Al Kent", "Jo Bell", "Al Kent"],
        ),
        ("The film “Gone With Some Wind” won. The crowd was big.", ["", ""]),
        ("The mayor said rents rose. The “old town” is dear.", ["the mayor", ""]),
    ],
)
def test_speech_over_several_sentences(text: str, who: list[str]) -> None:
    assert said(text) == who


@pytest.mark.parametrize(
    ("question", "content"),
    [
        ("Who said that the bridge would close?", "the bridge would close"),
        ("Which official called the plan a grave mistake?", "the plan a grave mistake"),
        ("Who described the vote as a farce?", "the vote as a farce"),
        ("Who warned of floods?", "floods"),
        ("Who told reporters that the dam was safe?", "the dam was safe"),
        ("Who was quoted as saying the mill will fall?", "the mill will fall"),
        ("By whom was the film described as dull?", "the film described as dull"),
        ("Whose claim is it that the moon is hollow?", "the moon is hollow"),
        ("Who in the government said taxes would rise?", "taxes would rise"),
        ("Who won the race?", None),
        ("Which mine was said to be empty?", None),
        ("Who said so?", None),
        ("Who wrote the 28-point plan?", None),
        ("Who wrote that the plan was dead?", "the plan was dead"),
        ("Who claimed responsibility for the fire?", None),
        ("Who claimed that the fire was lit?", "the fire was lit"),
        ("What did Lena say?", None),
        ("Who did Lena say won?", None),
    ],
)
def test_asks_who_said(question: str, content: str | None) -> None:
    assert asks_who_said(question) == content


@pytest.mark.parametrize(
    ("question", "who"),
    [
        ("What did Lena Holt say about the dam?", "Lena Holt"),
        ("How does the Kremlin describe the vote?", "the Kremlin"),
        ("According to Reed, why did it fail?", "Reed"),
        ("Why did it fail, according to the deputy minister?", "the deputy minister"),
        ("What was the mayor's response to the flood?", "the mayor"),
        ("In Holt's view, what went wrong?", "Holt"),
        ("Why does the ministry say the dam is safe?", "the ministry"),
        ("How did Foreign Minister Ivan Petrov react to the ban?", "Ivan Petrov"),
        ("Tell me what Anna Holt said about bread.", "Anna Holt"),
        ("What do critics of the dam argue?", "critics of the dam"),
        ("What claims were made by the union?", "the union"),
        ("According to the article, why did it fail?", None),
        ("What did the author say about trade?", None),
        ("What did he say about it?", None),
        ("Why did the ministry deny the claims?", None),
        ("When did the bank announce the cut?", None),
        ("How many people did the flood kill?", None),
        ("Who said that the bridge would close?", None),
    ],
)
def test_asked_speaker(question: str, who: str | None) -> None:
    assert asked_speaker(question) == who


def test_one_sentence_is_as_in_the_whole() -> None:
    text = "Anna Holt spoke. “It rains. It pours,” she said."
    sentences = split(text)
    assert [speaker(text, sentences, number) for number in range(len(sentences))] == speakers(text, sentences)


def test_an_empty_text_has_no_speakers() -> None:
    assert speakers("", []) == []


@pytest.mark.parametrize(
    "piece",
    [
        '"',
        "“",
        "'",
        "‘a ",
        '" ',
        "“We go,” he said. ",
        'Jo Bell said "no. ',
        "A’",
        "Aa A. ",
        ", ",
        "\n\n",
        "said ",
        "( ",
    ],
)
def test_time_is_linear(piece: str) -> None:
    text = piece * (100_000 // len(piece))
    sentences = split(text)
    start = time.perf_counter()
    speakers(text, sentences)
    assert time.perf_counter() - start < 10


def test_long_questions_are_harmless() -> None:
    question = "Who is the claim " + " " * 100_000 + "by in " * 10_000
    start = time.perf_counter()
    asks_who_said(question)
    asked_speaker(question)
    assert time.perf_counter() - start < 1

"""Lines that are no article, and sentences that only look like them."""

import pytest

from corpus.furniture import furniture, is_section_name

NAVIGATION = [
    "Skip to content", "Skip to main content", "Menu", "Home",
    "Home > Politics > Ministers meet in the old town again", "Главная » Политика » Встреча",
    "Home / World / Talks adjourned", "News | World | Talks adjourned for a third time",
    "World | Politics | Sport | More", "Read more: Ten things about the treaty", "Related:", "Read also",
    "Advertisement", "See also: the text of the treaty", "Читайте также: о чём говорили министры",
    "Перейти к содержанию", "3 comments", "5 min read", "Privacy Policy", "Back to top ↑", "Zum Inhalt springen",
    "Sign in", "Lire aussi : le traité", "Listen to this article", "Updated 5 hours ago", "Tags: Ankara, treaty",
    "Filed under: World", "Loading...",
]  # fmt: skip
PROMOTION = [
    "Stay tuned for more updates!", "Subscribe to our newsletter", "Don't forget to subscribe to our channels!",
    "Follow us on Telegram and YouTube.", "Sign up for our newsletter to get the news first.", "Never miss a beat!",
    "Ready to explore the story behind the headlines?", "Want to know what happens next?",
    "Share this article on Facebook", "Share Tweet Email", "We use cookies to make this site better.",
    "Join our Telegram channel", "Click here to subscribe", "By continuing to use this site you agree to our terms.",
    "Get the latest news in your inbox", "Donate now", "Did you like this article? Support us!",
    "Подписывайтесь на наш канал в Telegram", "Accept all cookies", "Already a subscriber? Log in",
    "You have 2 free articles left this month.", "Thank you for reading.", "Donate to us now!", "Visit us on Facebook",
    "Stay tuned for more, and please don’t forget to follow our channels on YouTube!",
]  # fmt: skip
COPYRIGHT = [
    '© 2025, Agency "Example"', "Copyright 2024 The Example Times",
    "Copyright © 2020-2025 Example. All rights reserved.", "(c) 2023 Example Media", "All rights reserved.",
    "The Example Times © 2025", "© Example Media",
]  # fmt: skip
SENTENCES = [
    "Home is where the delegates wanted to be.", "The ministry will use cookies on its site.",
    "He told them to read more.", "By using force, Moscow set the terms of the talks.",
    "Becoming a member of the alliance remains the goal.", "Donating weapons has become routine.",
    "Support for our allies is growing, she said.", "Stay tuned, he said.", "Copyright law changed in 2020.",
    "(c) the third point of the treaty.", "The treaty was signed in Prague in 2010.",
    "Subscribe to this view, the minister said, and nothing will change.", "Share prices fell on Tuesday.",
    "Related talks in Vienna went nowhere.", "Search teams found no survivors.", "Will the treaty be extended?",
    "Photos by a satellite company showed new roads.", "5 minutes later the room was empty.",
    "“Follow us,” he wrote.", "Russia > Ukraine, said the banner, and nobody laughed.", "Moscow | Berlin | Paris",
    "The talks ended - for now.", "Trade between the two rose from 3 > 5 per cent.",
    "Ready or not, the ministers meet on Friday.", "It is over.", "Popular anger grew after the vote.",
    "Get well soon, wrote the president.", "Recommended: a cease-fire first.",
    "Related: the truce ended in July 2023.", "See also: the accords of May have failed, he said.",
    "Photographs by satellites show new trenches near the river", "Images: they show new trenches near the river.",
    "Donate to us a dozen tanks now, the town asked.", "By using this site for launches, the army broke the truce.",
    "By clicking pens together they signed.", "Stay connected to the facts is the rule of our diplomacy.",
    "Find us a way out by Monday, the envoy demanded.", "Follow us into the council or stay away.",
    "Reporting by journalists has become dangerous.", "Ankara/Geneva", "Updated plans were shown 5 hours ago.",
]  # fmt: skip


@pytest.mark.parametrize("line", NAVIGATION)
def test_navigation(line: str) -> None:
    assert furniture(line) == "navigation"


@pytest.mark.parametrize("line", PROMOTION)
def test_promotion(line: str) -> None:
    assert furniture(line) == "promotion"


@pytest.mark.parametrize("line", COPYRIGHT)
def test_copyright(line: str) -> None:
    assert furniture(line) == "copyright"


@pytest.mark.parametrize(
    "line",
    [
        "Photo: Ada First / Agency",
        "Image by Ada First",
        "Photo © Agency",
        "(Photo by Ada First/Getty Images)",
        "Ada First/AFP/Getty Images",
        "Ada First via Reuters",
        "Image source, Getty Images",
        "Reporting by Ada First in Ankara; editing by Ben Last",
        "(Additional reporting by Ada First; Editing by Ben Last)",
    ],
)
def test_credits(line: str) -> None:
    assert furniture(line) == "credit"


@pytest.mark.parametrize("line", SENTENCES)
def test_sentences_are_left_alone(line: str) -> None:
    assert furniture(line) is None


def test_a_promotion_with_a_fact_beside_it_is_left_alone() -> None:
    assert furniture("Stay tuned for more. The ministers meet again on Friday in the old town.") is None


def test_section_names() -> None:
    assert is_section_name("WORLD NEWS") and is_section_name("Opinion")
    assert not is_section_name("Talks adjourned") and not is_section_name("Ministers meet in the old town")

"""Names of models as people write them."""

import pytest

from assistant.asked import MisuseError
from assistant.llm.spec import PROVIDERS, Provider, Spec, spec_of, spoken

SECRET = "sk-horse-battery-staple"


@pytest.mark.parametrize(
    ("name", "provider", "model", "base"),
    [
        ("ollama/llama3.1", "ollama", "llama3.1", ""),
        ("ollama/qwen3:8b-q4_K_M", "ollama", "qwen3:8b-q4_K_M", ""),
        ("ollama/hf.co/someone/Model-GGUF:Q4", "ollama", "hf.co/someone/Model-GGUF:Q4", ""),
        ("openai/gpt-5-mini", "openai", "gpt-5-mini", ""),
        ("anthropic/claude-sonnet-4-5", "anthropic", "claude-sonnet-4-5", ""),
        ("google/gemini-2.5-flash", "google", "gemini-2.5-flash", ""),
        ("http://127.0.0.1:8080/v1#mistral", "server", "mistral", "http://127.0.0.1:8080/v1"),
        ("https://models.example.org/v1#org/model", "server", "org/model", "https://models.example.org/v1"),
        ("http://[::1]:8080/v1#m", "server", "m", "http://[::1]:8080/v1"),
    ],
)
def test_a_name_says_whose_model_it_is(name: str, provider: Provider, model: str, base: str) -> None:
    made = spec_of(name)
    assert made == Spec(provider, model, base)
    assert made.name == name


@pytest.mark.parametrize("name", ["ollama/m", "openai/m", "anthropic/m", "google/m", "http://127.0.0.1:8080/v1#m"])
def test_a_name_survives_a_second_reading_and_space_around_it(name: str) -> None:
    assert spec_of(f" \t{name}\n") == spec_of(name) == spec_of(spec_of(name).name)


def test_a_slash_at_the_end_of_an_address_says_nothing() -> None:
    assert spec_of("http://localhost:1234/v1/#m") == spec_of("http://localhost:1234/v1#m")


def test_what_comes_after_the_first_sharp_is_the_model() -> None:
    assert spec_of("http://localhost/v1#a#b").model == "a#b"


@pytest.mark.parametrize(
    "name",
    [
        "",
        " ",
        "gpt-5",
        "llama3.1",
        "ollama",
        "ollama/",
        "openai/ ",
        "/m",
        "mistral/m",
        "OpenAI/m",
        "server/m",
        "ftp://h/v1#m",
    ],
)
def test_a_name_of_no_model_is_told_what_to_write(name: str) -> None:
    with pytest.raises(MisuseError) as caught:
        spec_of(name)
    assert repr(name.strip()) in caught.value.message
    for provider in PROVIDERS:
        assert f"{provider}/MODEL" in caught.value.hint
    assert "http://HOST:PORT/v1#MODEL" in caught.value.hint


@pytest.mark.parametrize(
    "name", ["http://#m", "https:///v1#m", "http://:8080/v1#m", "http://[::1#m", "http://h:99999/v1#m", "http://h:a#m"]
)
def test_an_address_without_a_host(name: str) -> None:
    with pytest.raises(MisuseError, match="names no server") as caught:
        spec_of(name)
    assert "http://HOST:PORT/v1#MODEL" in caught.value.hint


@pytest.mark.parametrize("name", ["http://127.0.0.1:8080/v1", "http://127.0.0.1:8080/v1#"])
def test_an_address_without_a_model_is_shown_where_to_put_it(name: str) -> None:
    with pytest.raises(MisuseError, match="names no model") as caught:
        spec_of(name)
    assert "http://127.0.0.1:8080/v1#MODEL" in caught.value.hint


@pytest.mark.parametrize(
    "name",
    [
        f"http://127.0.0.1:8080/v1?key={SECRET}#m",
        f"https://host.example/v1?api_key={SECRET}",
        f"https://{SECRET}@host.example/v1#m",
        f"https://user:{SECRET}@host.example/v1#m",
        f"https://:{SECRET}@host.example/v1#m",
        f"https://user:{SECRET}@/v1#m",
    ],
)
def test_a_key_in_an_address_is_refused_and_not_repeated(name: str) -> None:
    with pytest.raises(MisuseError, match="holds no key") as caught:
        spec_of(name)
    assert SECRET not in str(caught.value)
    assert "CHANCERY_LLM_KEY" in caught.value.hint
    assert "keys.toml" in caught.value.hint


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("ollama/llama3.1", "ollama/llama3.1"),
        ("http://127.0.0.1:8080/v1#qwen3", "qwen3 at 127.0.0.1:8080"),
        ("https://models.example/v1#org/model#2", "org/model#2 at models.example"),
        ("my own", "my own"),
        ("a#b", "a#b"),
        ("", ""),
    ],
)
def test_a_name_in_a_sentence_begins_with_the_model(name: str, sentence: str) -> None:
    assert spoken(name) == sentence

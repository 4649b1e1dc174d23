"""Our attention against PyTorch's, in float32 and with every place that may be attended to."""

from collections.abc import Iterator

import pytest
import torch
from torch.nn import functional

from index import attention
from index.bert import HEADS, WIDTH

DRAWN = torch.Generator().manual_seed(4)


@pytest.fixture(autouse=True)
def same_numbers() -> Iterator[None]:
    with torch.inference_mode():
        yield


def drawn(batch: int, length: int) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Query, key and value as a layer has them: views of one joint tensor."""
    joint = torch.randn(batch, length, 3, HEADS, WIDTH // HEADS, generator=DRAWN).to(torch.bfloat16)
    query, key, value = joint.permute(2, 0, 3, 1, 4)
    return query, key, value


def exact(query: torch.Tensor, key: torch.Tensor, value: torch.Tensor, attendable: torch.Tensor | None) -> torch.Tensor:
    return functional.scaled_dot_product_attention(query.float(), key.float(), value.float(), attendable)


@pytest.mark.parametrize(("batch", "length"), [(1, 1), (1, 70), (3, 33), (16, 168), (2, 400)])
def test_it_is_what_pytorch_computes(batch: int, length: int) -> None:
    """The longer ones take several steps, or are more than one step should have."""
    query, key, value = drawn(batch, length)
    ours, theirs = attention.attention(query, key, value, None), exact(query, key, value, None)
    assert ours.dtype is torch.bfloat16
    assert ours.shape == query.shape
    torch.testing.assert_close(ours.float(), theirs, atol=0.02, rtol=0.02)


def test_padding_is_not_attended_to() -> None:
    query, key, value = drawn(5, 150)
    real = torch.ones(5, 1, 1, 150, dtype=torch.bool)
    for number, tokens in enumerate((150, 149, 80, 2, 1)):
        real[number, ..., tokens:] = False
    ours = attention.attention(query, key, value, real)
    torch.testing.assert_close(ours.float(), exact(query, key, value, real), atol=0.02, rtol=0.02)
    value = value.masked_fill(~real.transpose(-1, -2), 9.0)
    assert torch.equal(attention.attention(query, key, value, real), ours)


@pytest.mark.parametrize("size", [60.0, -60.0])
def test_scores_whose_exponentials_are_no_numbers_are_no_harm(size: float) -> None:
    """Products of 640 and of -640: of one the exponential is infinite, of the other all are zero."""
    query, key, value = drawn(2, 40)
    query, key = torch.full_like(query, abs(size)) / 32, torch.full_like(key, size)
    key[:, :, 7] *= 1.1 if size > 0 else 0.9
    ours = attention.attention(query, key, value, None)
    assert bool(ours.isfinite().all())
    torch.testing.assert_close(ours.float(), exact(query, key, value, None), atol=0.02, rtol=0.02)

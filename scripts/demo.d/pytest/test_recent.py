import time

import pytest

import product


@pytest.mark.parametrize("count", [1, 2, 3])
def test_recent_is_the_last_created(count):
    for number in range(count):
        product.create(f"test-recent-{number}", {"number": number})
    time.sleep(0.3)
    assert product.most_recent() == f"test-recent-{count - 1}"


def test_recent_needs_a_session():
    time.sleep(0.2)
    with pytest.raises(product.SessionNotFoundError):
        product.most_recent()

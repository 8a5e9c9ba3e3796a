import time

import pytest

import product


@pytest.mark.parametrize("document", ["contract", "invoice", "letter"])
def test_session_keeps_its_state(document, costs):
    product.create("test-document", {"document": document})
    time.sleep(0.3)
    assert product.read("test-document") == {"document": document}
    costs.record("classify", 1200, 300)


def test_unknown_session_is_not_found():
    with pytest.raises(product.SessionNotFoundError):
        product.read("test-nobody")
    time.sleep(0.2)

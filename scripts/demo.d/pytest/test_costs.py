import json
import time

import pytest

import product


def test_costs_of_a_cached_call(service, costs):
    costs.record("date", 1200, 300)
    costs.record("tenure", 0, 0, cached=True)
    time.sleep(0.3)
    assert costs.total("cost_usd") == pytest.approx(0.0081)


@pytest.mark.parametrize("tokens", [1000, 1701])
def test_costs_are_saved(service, costs, tokens):
    product.create("test-costs", {"tokens": tokens})
    costs.record("date", tokens, 100)
    costs.save()
    time.sleep(0.3)
    assert product.read("test-costs") == {"tokens": tokens}
    with open(f"/tmp/test_costs_are_saved[{tokens}].json", encoding="utf-8") as file:
        assert json.load(file)["total_input_tokens"] == tokens


def test_costs_start_at_nothing(service, costs):
    time.sleep(0.3)
    assert not costs.calls

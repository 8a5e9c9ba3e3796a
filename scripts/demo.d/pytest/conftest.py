import pytest


@pytest.fixture(autouse=True)
def cleanup_sessions():
    """Deletes all test sessions before and after each test."""
    import product
    product.delete_test_sessions()
    yield
    product.delete_test_sessions()


@pytest.fixture(autouse=True)
def costs(request):
    """The cost tracker, which leaves a cost file for each test that made calls."""
    from product import tracker
    tracker.begin(request.node.name)
    yield tracker
    if tracker.calls:
        tracker.save()


@pytest.fixture(scope="module")
def service():
    """The service, for all tests of a file: starting it is slow."""
    from product import Service
    with Service() as running:
        yield running

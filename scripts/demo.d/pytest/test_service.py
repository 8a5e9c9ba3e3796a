import json
import socket
import time

import pytest

import product


def ask(session):
    with socket.create_connection(("127.0.0.1", product.settings.port), timeout=5) as connection:
        connection.sendall(f"read {session}\n".encode())
        return json.loads(connection.makefile().read())


@pytest.mark.parametrize("session", ["test-served-a", "test-served-b", "test-served-c"])
def test_service_reads_a_session(service, session):
    product.create(session, {"name": session})
    time.sleep(0.3)
    assert ask(session) == {"name": session}


def test_service_names_a_missing_session(service):
    time.sleep(0.2)
    assert ask("test-nobody")["error"] == "session not found: test-nobody"

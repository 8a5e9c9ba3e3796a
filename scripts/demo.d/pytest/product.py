"""The product under test: sessions, a cost tracker and a small service, as one team wrote them for one user."""
import json
import os
import pathlib
import shutil
import socketserver
import threading


class Settings:
    """One instance for the whole program; importing this module makes the directories."""

    def __init__(self):
        self.sessions = pathlib.Path("/workspace/data/sessions")
        self.cache = pathlib.Path("/workspace/data/cache")
        self.port = 18070
        self.sessions.mkdir(parents=True, exist_ok=True)
        self.cache.mkdir(parents=True, exist_ok=True)


settings = Settings()


class SessionNotFoundError(Exception):
    pass


def create(session, state):
    path = settings.sessions / session
    path.mkdir()
    (path / "state.json").write_text(json.dumps(state))


def read(session):
    try:
        return json.loads((settings.sessions / session / "state.json").read_text())
    except FileNotFoundError:
        raise SessionNotFoundError(session) from None


def most_recent():
    sessions = sorted(settings.sessions.iterdir(), key=lambda path: (path.stat().st_mtime_ns, path.name))
    if not sessions:
        raise SessionNotFoundError("there is none")
    return sessions[-1].name


def delete_test_sessions():
    for path in settings.sessions.glob("test-*"):
        shutil.rmtree(path, ignore_errors=True)


class CostTracker:
    """One for the whole program."""

    def __init__(self):
        self.begin("")

    def begin(self, session):
        self.session = session
        self.calls = []

    def record(self, extractor, input_tokens, output_tokens, cached=False):
        self.calls.append({
            "timestamp": f"2025-11-20T16:00:{len(self.calls):02}Z", "model": "m-1", "extractor": extractor,
            "document_name": "doc1", "input_tokens": input_tokens, "output_tokens": output_tokens,
            "cache_creation_tokens": 0, "cache_read_tokens": 0,
            "cost_usd": 0.0 if cached else (3 * input_tokens + 15 * output_tokens) / 1e6,
            "duration_seconds": 0.0 if cached else 1.25, "cached": cached})

    def total(self, counter):
        return sum(call[counter] for call in self.calls)

    def save(self):
        counters = ["input_tokens", "output_tokens", "cache_creation_tokens", "cache_read_tokens"]
        with open(f"/tmp/{self.session}.json", "w", encoding="utf-8") as file:
            json.dump({
                "session_id": self.session, "total_api_calls": len(self.calls),
                **{f"total_{counter}": self.total(counter) for counter in counters},
                "total_cost_usd": round(self.total("cost_usd"), 9),
                "total_duration_seconds": self.total("duration_seconds"),
                "cache_hit_rate": self.total("cached") / len(self.calls),
                "api_calls": self.calls}, file)


tracker = CostTracker()


class Service:
    """Answers "read SESSION" on the fixed port, as long as it is open."""

    class Server(socketserver.TCPServer):
        allow_reuse_address = True  # past connections do not hold the port, a live server does

    class Handler(socketserver.StreamRequestHandler):
        def handle(self):
            _, session = self.rfile.readline().decode().split()
            try:
                answer = read(session)
            except SessionNotFoundError as error:
                answer = {"error": f"session not found: {error}", "pid": os.getpid()}
            self.wfile.write(json.dumps(answer).encode())

    def __enter__(self):
        self.server = self.Server(("127.0.0.1", settings.port), self.Handler)
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01})
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()

"""Names source lines to `isorun audit`: right before a call that its tracer hears of, looks for DEED/FILE:LINE in a directory.

Nothing is there. The look itself is a call that the tracer hears of (src/audit/caller.hpp), so that it knows which call of
which thread comes from the line, without guessing by paths or times. The line is the innermost one in the user's own code,
which is neither installed nor isorun's. Its variables (src/audit/survey.cpp sets them):

  ISORUN_LINES    the directory; without it, and before Python 3.8, no line is named
  ISORUN_SOURCES  the directory that the user's own code is in
"""

import os
import sys

# Python's audit events that a traced call follows at once, and that call's name in src/audit/caller.cpp. There are none for
# os.stat and os.access.
DEEDS = {
    "open": "open", "os.listdir": "list", "os.scandir": "list", "os.mkdir": "make-directory", "os.symlink": "make-symlink",
    "os.link": "make-link", "os.rename": "rename", "os.remove": "remove", "os.rmdir": "remove-directory",
    "os.truncate": "truncate", "os.chmod": "change", "os.chown": "change", "os.utime": "change", "os.setxattr": "change",
    "fcntl.flock": "lock", "fcntl.lockf": "lock", "os.lockf": "lock", "socket.bind": "bind", "socket.connect": "connect",
    "socket.sendto": "connect", "os.kill": "signal", "os.killpg": "signal",
}

# Those whose first argument may be a number: other calls by descriptor are not traced.
BY_NUMBER = ("list", "lock", "signal")

# Parts of paths that no units conflict over (src/audit/things.cpp): pytest's temporary directories, and caches.
UNSHARED = ("/pytest-of-", "/__pycache__/")

INSTALLED = ("/site-packages/", "/dist-packages/")


def make_hook(place, sources):
    # All that the hook needs is local: when the interpreter ends, modules lose their variables before it hears its last event.
    deeds, by_number, unshared, installed = DEEDS, BY_NUMBER, UNSHARED, INSTALLED
    look, frame_at = os.access, sys._getframe
    directory, sources = os.getcwd() + "/", sources.rstrip("/") + "/"
    own = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    foreign = (own + "/", os.path.dirname(os.path.abspath(os.__file__)) + "/")
    names = {}  # of files, by their names in code objects; None: not the user's
    named = set()

    def name_of(file):  # makes no call that would be traced
        path = file if file.startswith(("/", "<")) else directory + file
        if not path.startswith(sources) or path.startswith(foreign) or len(path) > 2000:
            return None
        name = path[len(sources) - 1:]
        return name[1:] if not any(part in name for part in installed) and "/../" not in name else None

    def name_line(event):
        frame = frame_at(2)
        while frame is not None:
            file = frame.f_code.co_filename
            if file not in names:
                names[file] = name_of(file)
            if names[file] is not None and frame.f_lineno is not None:
                look("{}/{}/{}:{}".format(place, deeds[event], names[file], frame.f_lineno), 0)
                return True
            frame = frame.f_back
        return False

    def hear(event, arguments):
        if event not in deeds:
            return
        what = arguments[0]
        if type(what) is int and deeds[event] not in by_number:
            return
        # Names each call that means the same only once. What a relative path means can change.
        key = None
        if type(what) is str and what.startswith("/"):
            key = (event,) + tuple(value for value in arguments if type(value) in (str, int))
            if key in named or any(part in what for part in unshared):
                return
        if name_line(event) and key is not None:
            named.add(key)

    return hear


def begin():
    # Taken out, because what a test runs must find the user's own environment.
    place, sources = (os.environ.pop(name, "") for name in ("ISORUN_LINES", "ISORUN_SOURCES"))
    if place and hasattr(sys, "addaudithook"):
        sys.addaudithook(make_hook(place, sources))

"""Runs a command in a sandbox beside this one: relay.py SOCKET COMMAND...

isorun listens on the socket (src/run/relayed_workers.cpp). The command gets this process's standard streams, environment
and working directory; its exit code is this process's. If this process ends first, isorun ends the command.

What is sent: the size of the rest as 4 bytes, native; then, each ended by a NUL, the working directory, the number of
words, the words, the environment. What comes back when the command has ended: its exit code as 4 bytes.
"""

import os
import socket
import struct
import sys


def message(words):
    environment = [name + b"=" + value for name, value in os.environb.items()]
    fields = [os.getcwdb(), str(len(words)).encode()] + [os.fsencode(word) for word in words] + environment
    body = b"".join(field + b"\0" for field in fields)
    return struct.pack("=I", len(body)) + body


def main(path, words):
    directory = os.getcwd()
    connection = socket.socket(socket.AF_UNIX)
    os.chdir(os.path.dirname(path))  # a socket's path is limited to 107 bytes
    connection.connect(os.path.basename(path))
    os.chdir(directory)
    whole = message(words)
    streams = struct.pack("=3i", 0, 1, 2)
    sent = connection.sendmsg([whole], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, streams)])
    connection.sendall(whole[sent:])
    # The command's only: it must see the end of its input, and its reader the end of its output.
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(nothing, 1)
    answer = connection.recv(4)
    sys.exit(struct.unpack("=i", answer)[0] if len(answer) == 4 else 125)


main(sys.argv[1], sys.argv[2:])

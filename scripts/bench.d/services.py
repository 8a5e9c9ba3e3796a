"""What a PostgreSQL server of its own costs a shard, next to the start of one by pg_ctl, and to the usual way: one server for
all, on which each worker gets a database by createdb -T.

  services.py ISORUN AS_SERVER DIRECTORY ROUNDS

AS_SERVER runs a command as a user who may run PostgreSQL. All take turns within each round; the ratios are to pg_ctl in the same
round, and everything shown is the median over the rounds. The directory should be on a tmpfs, as the layers of shards are.
"""

import glob
import json
import os
import shutil
import statistics
import subprocess
import sys
import time

SHARDS = 5  # in a run

CONFIG = """
[[setup]]
name = "cluster"
command = "cp -a {cluster} /tmp/cluster"

[[service]]
name = "postgres"
command = "exec {as_server} {server} -D /tmp/cluster"
ready = "output:ready to accept connections"
stop = "QUIT"
"""

SCHEMA = """
create table customers (id int primary key, name text not null);
create table orders (id int primary key, customer int not null references customers, note text not null);
insert into customers select n, 'customer ' || n from generate_series(1, 1000) n;
insert into orders select n, 1 + n % 1000, repeat(md5(n::text), 3) from generate_series(1, 330000) n;
vacuum analyze;
"""


def server_program(name):
    return sorted(glob.glob("/usr/lib/postgresql/*/bin/" + name))[-1]


def run(*words, **options):
    subprocess.run([AS_SERVER, *words], check=True, stdout=subprocess.DEVNULL, **options)


def timed(*words):
    begin = time.monotonic()
    run(*words)
    return time.monotonic() - begin


def pg_ctl(action, cluster):
    return timed(server_program("pg_ctl"), "-D", cluster, "-l", cluster + "/log", "-m", "immediate", "-w", action)


def psql(sql):
    run(server_program("psql"), "-q", "-h", os.getcwd(), "-U", "postgres", "-v", "ON_ERROR_STOP=1", "-d", "origin", input=sql.encode())


def make_cluster(path):
    run(server_program("initdb"), "-D", path, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
    with open(path + "/postgresql.conf", "a") as settings:
        settings.write("fsync = off\nlisten_addresses = ''\nunix_socket_directories = '{}'\n".format(os.getcwd()))
    pg_ctl("start", path)
    run(server_program("createdb"), "-h", os.getcwd(), "-U", "postgres", "origin")
    psql(SCHEMA)
    run(server_program("pg_ctl"), "-D", path, "-m", "fast", "-w", "stop")


def shards():
    """The median start of a server, and what a shard takes with it beyond one without."""
    walls = []
    for options in (["--config", "services.toml"], ["--config", "plain.toml"]):
        subprocess.run([ISORUN, "-q", "-j1", *options, "-o", "out", "--history", "history", "--list", "units", "--", "true", "{}"],
                       check=True, stdout=subprocess.DEVNULL)
        with open("out/run.json") as record:
            run = json.load(record)
        begin = min(shard["start_seconds"] for shard in run["shards"])
        walls.append((run["wall_seconds"] - begin) / SHARDS)
        starts = [service["start_up_seconds"] for shard in run["shards"] for service in shard.get("services", [])] or starts
    return statistics.median(starts), walls[0] - walls[1]


def measure(cluster):
    """Seconds of each way."""
    subprocess.run(["cp", "-a", cluster, "started"], check=True)
    start = pg_ctl("start", os.path.abspath("started"))
    copy = timed(server_program("createdb"), "-h", os.getcwd(), "-U", "postgres", "-T", "origin", "copy")
    pg_ctl("stop", os.path.abspath("started"))
    shutil.rmtree("started")
    return (start, *shards(), copy)


def main():
    cluster = os.path.abspath("cluster")
    make_cluster(cluster)
    config = CONFIG.format(cluster=cluster, as_server=AS_SERVER, server=server_program("postgres"))
    for name, text in (("services.toml", config), ("plain.toml", config[:config.index("[[service]]")])):
        with open(name, "w") as file:
            file.write(text)
    with open("units", "w") as units:
        units.writelines("{}\n".format(number) for number in range(SHARDS))
    rounds = [measure(cluster) for _ in range(ROUNDS)]
    size = subprocess.run(["du", "-sm", cluster], check=True, capture_output=True, text=True).stdout.split()[0]
    print("{:<62}{:>9}{:>9}".format("a cluster of {} MB; medians of {} rounds".format(size, ROUNDS), "seconds", "ratio"))
    names = ("pg_ctl -w start", "start of a shard's own server, until it is ready (at most 1.2)",
             "all that a shard takes longer with it, its end included", "createdb -T template, on a server that runs")
    for name, seconds in zip(names, zip(*rounds)):
        ratios = [value / others[0] for value, others in zip(seconds, rounds)]
        print("{:<62}{:>9.3f}{:>9.2f}".format(name, statistics.median(seconds), statistics.median(ratios)))


ISORUN, AS_SERVER, DIRECTORY, ROUNDS = sys.argv[1:4] + [int(sys.argv[4])]
os.chdir(DIRECTORY)
main()

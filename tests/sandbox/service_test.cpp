// Services run beside a command, from before it starts until after it has ended.
#include <algorithm>
#include <chrono>
#include <functional>
#include <poll.h>
#include <thread>

#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include "box.hpp"
#include "tree.hpp"

namespace isorun {
namespace {

using namespace std::chrono_literals;
using How = ServiceEnding::How;
using Kind = ReadinessProbe::Kind;
using testing::ElementsAre;
using testing::HasSubstr;

class Services : public SandboxTest {
 protected:
  // All processes see the directory, so that a service and a command can talk.
  [[nodiscard]] Layout layout() const {
    return {.directories = {{tree_.path(), Mode::overlay}},
            .isolation = Isolation::declared,
            .network = Network::slot,
            .working_directory = tree_.path()};
  }

  static Service service(const std::string& script, const ReadinessProbe& ready = {}) {
    Service service;
    service.name = "server";
    service.argv = {"/bin/sh", "-c", script};
    service.environment = environment();
    service.ready = ready;
    return service;
  }

  static ReadinessProbe by_command(const std::string& script) {
    return {.kind = Kind::command, .argv = {"/bin/sh", "-c", script}};
  }

  struct Ended {
    std::string output;
    Ending ending;
  };

  // `watch` is called while the command runs.
  static Ended run(Sandbox& sandbox, const std::vector<Service>& services,
                   const std::string& script, const std::function<void(Shard&)>& watch = {}) {
    const Output output;
    Command command;
    command.argv = {"/bin/sh", "-c", script};
    command.environment = environment();
    command.output = output.fd();
    command.error = output.fd();
    command.services = services;
    for (Service& service : command.services)
      if (service.output < 0) service.output = output.fd();
    Result<Shard> shard = sandbox.start(command);
    if (!shard) return {to_string(shard.error()), {}};
    if (watch) watch(*shard);
    const Ending ending = shard->wait();
    return {output.text() + to_text(ending), ending};
  }

  Ended run(const std::vector<Service>& services, const std::string& script) const {
    Sandbox sandbox = open(layout());
    return run(sandbox, services, script);
  }

  [[nodiscard]] std::string refusal(const Service& service) const {
    return run({service}, "true").output;
  }

  Tree tree_;
};

void listen_here() {
  const int server = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(4242);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::bind(server, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) ::_exit(3);
  if (::listen(server, 10) != 0) ::_exit(4);
  for (;;) ::close(::accept(server, nullptr, nullptr));
}
const Inside listener("listener", listen_here);

void connect_there() {
  const int client = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(4242);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  tell("connect", ::connect(client, reinterpret_cast<sockaddr*>(&address), sizeof address));
}
const Inside client("client", connect_there);

TEST_F(Services, RunBesideTheCommand) {
  const Ended ended =
      run({service("echo $$ > pid; exec sleep 1000")},
          "while ! test -s pid; do sleep 0.01; done; kill -0 $(cat pid) && echo alive");
  EXPECT_EQ(ended.output, "alive\n");
  ASSERT_EQ(ended.ending.services.size(), 1U);
  EXPECT_EQ(ended.ending.services[0].how, How::stopped);
  EXPECT_TRUE(ended.ending.services[0].was_ready);
  EXPECT_EQ(ended.ending.leftover_processes, 0U);
}

TEST_F(Services, AreReadyBeforeTheCommandStarts) {
  const std::string late = "sleep 0.05; echo x > there; exec sleep 1000";
  const std::string path = tree_ / "there";
  EXPECT_EQ(run({service(late, {.kind = Kind::file, .path = path})}, "cat there").output, "x\n");
  EXPECT_EQ(run({service(late, by_command("test -e there"))}, "cat there").output, "x\n");
  Service server = service("");
  server.argv = listener.argv();
  server.ready = {.kind = Kind::tcp, .address = "127.0.0.1", .port = 4242};
  Sandbox sandbox = open(layout());
  const Output output;
  Command command;
  command.argv = client.argv();
  command.environment = environment();
  command.output = output.fd();
  command.services = {server};
  for (int round = 0; round < 3; ++round) {
    Result<Shard> shard = sandbox.start(command);  // the port is free again
    ASSERT_TRUE(shard);
    EXPECT_EQ(to_text(shard->wait()), "");
  }
  EXPECT_EQ(output.text(), "connect: OK\nconnect: OK\nconnect: OK\n");
}

TEST_F(Services, AreReadyWhenAnnounced) {
  Sandbox sandbox = open(layout());
  const auto announce = [](Shard& shard) {
    EXPECT_EQ(shard.poll(), std::nullopt);
    EXPECT_EQ(shard.progress(), Shard::Progress::starting_services);
    shard.announce(0);
    while (shard.progress() == Shard::Progress::starting_services) {
      pollfd source = {shard.event_fd(), POLLIN, 0};
      ::poll(&source, 1, -1);
      EXPECT_EQ(shard.poll(), std::nullopt);
    }
    EXPECT_EQ(shard.progress(), Shard::Progress::running);
  };
  // The command cannot end before it was seen to run.
  const Ended ended = run(sandbox, {service("exec sleep 1000", {.kind = Kind::announced})},
                          "sleep 0.2; echo ran", announce);
  EXPECT_EQ(ended.output, "ran\n");
}

TEST_F(Services, StartInOrderAndStopInTheOppositeOne) {
  const auto server = [](const std::string& name) {
    return service("echo start " + name + "; trap 'echo stop " + name + "; exit' TERM; : > " +
                       name + "; exec 2> /dev/null; while :; do sleep 0.01; done",
                   by_command("test -e " + name));
  };
  EXPECT_EQ(run({server("a"), server("b")}, "echo command").output,
            "start a\nstart b\ncommand\nstop b\nstop a\n");
}

TEST_F(Services, GetTheirOwnEnvironmentAndSignal) {
  Service server = service(
      "echo $NAME; trap 'echo interrupted; exit' INT; : > ready; exec 2> /dev/null; while :; do "
      "sleep 0.01; done",
      by_command("test -e ready && test $NAME = value"));
  server.environment.emplace_back("NAME=value");
  server.stop_signal = SIGINT;
  EXPECT_EQ(run({server}, "echo command $NAME").output, "value\ncommand\ninterrupted\n");
}

TEST_F(Services, ThatEndEarlyKeepTheCommandFromStarting) {
  const Ended ended =
      run({service("exec sleep 1000"), service("echo no room; exit 3", by_command("false")),
           service("echo never")},
          "echo never");
  EXPECT_EQ(ended.output, "no room\n[the service `server` ended before it was ready: exit code 3]");
  ASSERT_EQ(ended.ending.services.size(), 3U);
  EXPECT_EQ(ended.ending.services[0].how, How::stopped);
  EXPECT_EQ(ended.ending.services[1].how, How::exited);
  EXPECT_EQ(ended.ending.services[1].code, 3);
  EXPECT_EQ(ended.ending.services[2].how, How::not_started);
}

TEST_F(Services, ThatCannotBeExecutedKeepTheCommandFromStarting) {
  Service missing = service("");
  missing.argv = {"/missing/server"};
  EXPECT_EQ(
      run({missing}, "echo never").output,
      "[the service `server`: executing /missing/server: No such file or directory (ENOENT)]");
}

TEST_F(Services, ThatAreLateKeepTheCommandFromStarting) {
  for (const ReadinessProbe& never :
       {ReadinessProbe{.kind = Kind::announced}, by_command("false"), by_command("sleep 1000"),
        ReadinessProbe{.kind = Kind::file, .path = tree_ / "never"},
        ReadinessProbe{.kind = Kind::unix_socket, .path = tree_ / "never"},
        ReadinessProbe{.kind = Kind::tcp, .address = "::1", .port = 4243}}) {
    Service server = service("exec sleep 1000", never);
    server.timeout = 100ms;
    const Ended ended = run({server}, "echo never");
    EXPECT_EQ(ended.output, "[the service `server` was not ready after 0.1 s]");
    EXPECT_EQ(ended.ending.services[0].how, How::late);
    EXPECT_EQ(ended.ending.leftover_processes, 0U);
  }
}

TEST_F(Services, MayEndWhileTheCommandRuns) {
  const Ended ended = run(
      {service("echo $$ > pid; exec sleep 1000", by_command("test -s pid"))},
      "kill -9 $(cat pid); while kill -0 $(cat pid); do sleep 0.01; done 2> /dev/null; echo done");
  EXPECT_EQ(ended.output, "done\n");
  EXPECT_EQ(ended.ending.services[0].how, How::signaled);
  EXPECT_EQ(ended.ending.services[0].code, SIGKILL);
  EXPECT_TRUE(ended.ending.services[0].was_ready);
}

TEST_F(Services, ThatDoNotStopAreKilled) {
  Service stubborn =
      service("trap '' TERM; : > ready; while :; do sleep 0.01; done", by_command("test -e ready"));
  stubborn.grace = 50ms;
  const Ended ended = run({stubborn}, "exit 7");
  EXPECT_EQ(ended.output, "[exited 7]");
  EXPECT_EQ(ended.ending.services[0].how, How::killed);
}

// A process that the command leaves is not one of the service's.
TEST_F(Services, AreNotLeftOver) {
  EXPECT_EQ(run({service("exec sleep 1000")}, "sleep 1000 & exit 0").ending.leftover_processes, 1U);
}

TEST_F(Services, EndWhenTheShardIsToldTo) {
  for (const int signal : {SIGTERM, SIGKILL}) {
    Sandbox sandbox = open(layout());
    const auto end = [signal](Shard& shard) { shard.signal(signal); };
    const Ended ended =
        run(sandbox, {service("exec sleep 1000", {.kind = Kind::announced})}, "echo never", end);
    EXPECT_EQ(ended.output, "[signal " + std::to_string(signal) + "]");
  }
}

TEST_F(Services, HaveNoInput) {
  EXPECT_EQ(
      run({service("cat; echo end; : > read; exec sleep 1000", by_command("test -e read"))}, "true")
          .output,
      "end\n");
}

TEST_F(Services, AreCheckedBeforeTheyStart) {
  Service nothing = service("");
  nothing.argv = {};
  EXPECT_EQ(refusal(nothing), "the service `server`: no command to run");
  EXPECT_EQ(refusal(service("true", {.kind = Kind::tcp, .address = "localhost", .port = 1})),
            "the service `server`: localhost, port 1: must be the number of an address, and a port "
            "of 1 or more");
  EXPECT_EQ(refusal(service("true", {.kind = Kind::file, .path = "relative"})),
            "the service `server`: relative: must be an absolute path");
  EXPECT_THAT(
      refusal(service("true", {.kind = Kind::unix_socket, .path = "/" + std::string(107, 'x')})),
      HasSubstr("its path is longer than 107 bytes"));
  EXPECT_EQ(refusal(service("true", {.kind = Kind::command})),
            "the service `server`: no command to run");
  Service odd = service("true");
  odd.stop_signal = 1000;
  EXPECT_EQ(refusal(odd), "the service `server`: the stop signal 1000 does not exist");
  EXPECT_EQ(run(std::vector<Service>(9, service("true")), "true").output,
            "9 services: a command can have at most 8");
}

}  // namespace
}  // namespace isorun

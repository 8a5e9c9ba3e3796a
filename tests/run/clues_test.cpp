#include "run/clues.hpp"

#include <filesystem>
#include <fstream>
#include <unistd.h>

#include <gmock/gmock.h>
#include <sys/socket.h>
#include <sys/un.h>

#include "temporary_layer.hpp"

namespace isorun {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::StartsWith;

std::vector<std::string> hints(std::string_view output, const Layout& layout = {}) {
  Clues clues;
  clues.examine(output, Layer());
  return clues.hints(layout);
}

TEST(Clues, OfErrors) {
  EXPECT_THAT(hints("connect: Network is unreachable\nping: Network is unreachable"),
              ElementsAre(HasSubstr("--net host")));
  EXPECT_THAT(hints("OSError: [Errno 18] Invalid cross-device link: 'a' -> 'b'"),
              ElementsAre(HasSubstr("--copy DIR")));
  EXPECT_THAT(hints("x: Value too large for defined data type"),
              ElementsAre(HasSubstr("--copy FILE")));
  EXPECT_THAT(hints("dial unix /var/run/docker.sock: connect: connection refused"),
              ElementsAre(HasSubstr("--share SOCKET")));
}

TEST(Clues, NoneWhereTheSandboxIsNotTheReason) {
  EXPECT_THAT(hints("expected 3, got 4\n/usr/bin/env: Permission denied"), ElementsAre());
  EXPECT_THAT(hints("Network is unreachable", {.network = Network::host}), ElementsAre());
}

TEST(Clues, AtTheEndOfALongOutputAlone) {
  const std::string words = "connect: Network is unreachable\n";
  EXPECT_THAT(hints(words + std::string(1UL << 20, '\n')), ElementsAre());
  EXPECT_THAT(hints(std::string(1UL << 20, '\n') + words), ElementsAre(HasSubstr("--net host")));
}

TEST(Clues, OfReadOnlyDirectories) {
  EXPECT_THAT(hints("touch: cannot touch '/etc/x': Read-only file system"),
              ElementsAre(StartsWith("/etc/x is read-only in the sandbox")));
  const Layout layout{.directories = {{"/data", Mode::read_only}}};
  EXPECT_THAT(hints("open(/data/x): Read-only file system", layout),
              ElementsAre("/data/x is read-only by --read-only /data"));
}

TEST(Clues, OfASingleFileThatCannotBeReplaced) {
  Layer layer;
  layer.parts.push_back({.path = "/tmp/log", .directory = "1/log", .kind = LayerPart::Kind::file});
  Clues clues;
  clues.examine(
      "mv: cannot move 'a' to '/tmp/log': Device or resource busy\n"
      "rm: cannot remove '/tmp/other': Device or resource busy\n",
      layer);
  EXPECT_THAT(clues.hints({}), ElementsAre(StartsWith("/tmp/log is a mount in the sandbox")));
}

TEST(Clues, OfWhatAPrivateDirectoryHides) {
  std::string host = std::filesystem::canonical(testing::TempDir()).string() + "/clues-XXXXXX";
  ASSERT_NE(::mkdtemp(host.data()), nullptr);
  write_file_at(host + "/dir/hidden", "x");
  write_file_at(host + "/file", "x");
  write_file_at(host + "/made", "x");
  TemporaryLayer layer;
  const std::string whole = layer.add_part(host);
  write_file_at(whole + "/made", "by the test");
  Clues clues;
  clues.examine(host + "/dir/hidden: no such file; \"" + host + "/file\" is not there\n(" + host +
                    "/made) " + host + "/neither " + host,
                layer.layer());
  EXPECT_THAT(clues.hints({}), ElementsAre(AllOf(StartsWith(host + "/dir/hidden exists"),
                                                 HasSubstr("--overlay " + host + "/dir shows")),
                                           HasSubstr("--copy " + host + "/file shows")));
  std::filesystem::remove_all(host);
}

// A socket of the host does not answer in an overlay either, although it is visible.
TEST(Clues, OfSocketsOfTheHost) {
  for (const LayerPart::Kind kind : {LayerPart::Kind::whole, LayerPart::Kind::overlay}) {
    std::string host = std::filesystem::canonical(testing::TempDir()).string() + "/clues-XXXXXX";
    ASSERT_NE(::mkdtemp(host.data()), nullptr);
    sockaddr_un address{.sun_family = AF_UNIX, .sun_path = {}};
    (host + "/agent").copy(address.sun_path, sizeof address.sun_path - 1);
    const UniqueFd socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    ASSERT_EQ(::bind(socket.get(), reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
    TemporaryLayer layer;
    const std::string own = layer.add_part(host, kind);
    const std::string output = "connect('" + host + "/agent')\n";
    Clues clues;
    clues.examine(output, layer.layer());
    EXPECT_THAT(clues.hints({}), ElementsAre(HasSubstr("--share " + host + "/agent lets")));
    write_file_at(own + "/agent", "made by the test");
    Clues none;
    none.examine(output, layer.layer());
    EXPECT_THAT(none.hints({}), ElementsAre());
    std::filesystem::remove_all(host);
  }
}

}  // namespace
}  // namespace isorun

#include "run/control_socket.hpp"

#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <iterator>
#include <poll.h>
#include <unistd.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/un.h>

namespace isorun {
namespace {

using testing::ElementsAre;

namespace fs = std::filesystem;

class ControlSocketTest : public testing::Test {
 protected:
  static constexpr std::size_t most_streams = 4;

  ControlSocketTest() {
    std::string pattern = testing::TempDir() + "isorun-control-XXXXXX";
    // A path of more than a sockaddr_un's 108 bytes.
    parent_ = std::string(::mkdtemp(pattern.data())) + "/" + std::string(120, 'd');
    fs::create_directory(parent_);
    results_.reset(::open(parent_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  }
  ~ControlSocketTest() override { fs::remove_all(fs::path(parent_).parent_path()); }

  [[nodiscard]] static UniqueFd connect(const ControlSocket& control) {
    const UniqueFd place(::open(control.directory().c_str(), O_PATH | O_CLOEXEC));
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    const std::string path = "/proc/self/fd/" + std::to_string(place.get()) + "/control";
    std::memcpy(address.sun_path, path.c_str(), path.size());
    UniqueFd socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    EXPECT_EQ(::connect(socket.get(), reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
    return socket;
  }

  static void send(int socket, std::string_view bytes, std::size_t stream_count) {
    const int streams[most_streams] = {0, 1, 2, 0};
    alignas(cmsghdr) char control[CMSG_SPACE(sizeof streams)] = {};
    iovec data{const_cast<char*>(bytes.data()), bytes.size()};
    msghdr message{};
    message.msg_iov = &data;
    message.msg_iovlen = 1;
    if (stream_count > 0) {
      const std::size_t size = stream_count * sizeof(int);
      message.msg_control = control;
      message.msg_controllen = CMSG_SPACE(size);
      cmsghdr* header = CMSG_FIRSTHDR(&message);
      header->cmsg_level = SOL_SOCKET;
      header->cmsg_type = SCM_RIGHTS;
      header->cmsg_len = CMSG_LEN(size);
      std::memcpy(CMSG_DATA(header), streams, size);
    }
    ASSERT_EQ(::sendmsg(socket, &message, 0), static_cast<ssize_t>(bytes.size()));
  }

  static std::ptrdiff_t open_descriptors() {
    return std::distance(fs::directory_iterator("/proc/self/fd"), {});
  }

  static std::string message(std::string_view body) {
    const auto size = static_cast<std::uint32_t>(body.size());
    return std::string(reinterpret_cast<const char*>(&size), sizeof size) + std::string(body);
  }

  std::string parent_;
  UniqueFd results_;
};

constexpr std::string_view body(
    "/there\0"
    "2\0"
    "a\0"
    "b c\0"
    "X=1\0",
    19);

TEST_F(ControlSocketTest, TakesACommandInPieces) {
  Result<ControlSocket> control = ControlSocket::open(results_.get());
  ASSERT_TRUE(control.has_value());
  EXPECT_FALSE(control->accept());
  const UniqueFd relay = connect(*control);
  auto connection = control->accept();
  ASSERT_TRUE(connection);
  const std::string whole = message(body);
  send(relay.get(), whole.substr(0, 2), 3);
  ASSERT_FALSE(connection->read().value());
  send(relay.get(), whole.substr(2), 0);
  const auto command = connection->read();
  ASSERT_TRUE(command.has_value() && command->has_value());
  EXPECT_EQ((*command)->directory, "/there");
  EXPECT_THAT((*command)->argv, ElementsAre("a", "b c"));
  EXPECT_THAT((*command)->environment, ElementsAre("X=1"));
  for (const UniqueFd& stream : (*command)->streams) EXPECT_TRUE(stream);
}

// The kernel delivers four descriptors into room for three: the buffer is padded.
TEST_F(ControlSocketTest, ADescriptorTooManyIsClosed) {
  Result<ControlSocket> control = ControlSocket::open(results_.get());
  const UniqueFd relay = connect(*control);
  auto connection = control->accept();
  const auto before = open_descriptors();
  send(relay.get(), message(body), most_streams);
  const auto command = connection->read();
  ASSERT_TRUE(command.has_value() && command->has_value());
  EXPECT_EQ(open_descriptors(), before + 3);
}

TEST_F(ControlSocketTest, AnswersAndSeesWhoIsGone) {
  Result<ControlSocket> control = ControlSocket::open(results_.get());
  UniqueFd relay = connect(*control);
  auto connection = control->accept();
  connection->answer(7);
  std::int32_t code = 0;
  EXPECT_EQ(::recv(relay.get(), &code, sizeof code, 0), 4);
  EXPECT_EQ(code, 7);
  EXPECT_FALSE(connection->is_closed());
  relay.reset();
  EXPECT_TRUE(connection->is_closed());
  EXPECT_FALSE(connection->read().has_value());
  connection->answer(0);  // the client is gone: no SIGPIPE
}

TEST_F(ControlSocketTest, RefusesWhatIsNoCommand) {
  const std::string bodies[] = {std::string(1, '\0'),
                                std::string("/d\0"
                                            "0\0",
                                            5),
                                std::string("/d\0"
                                            "9\0"
                                            "a\0",
                                            7),
                                std::string("/d\0"
                                            "1\0"
                                            "a",
                                            6),
                                std::string("/d\0"
                                            "x\0"
                                            "a\0",
                                            7)};
  for (const std::string& refused : bodies) {
    Result<ControlSocket> control = ControlSocket::open(results_.get());
    const UniqueFd relay = connect(*control);
    auto connection = control->accept();
    send(relay.get(), message(refused), 3);
    EXPECT_FALSE(connection->read().has_value());
  }
  Result<ControlSocket> control = ControlSocket::open(results_.get());
  const UniqueFd without_streams = connect(*control);
  auto connection = control->accept();
  send(without_streams.get(), message(body), 0);
  EXPECT_FALSE(connection->read().has_value());
  const UniqueFd endless = connect(*control);
  connection = control->accept();
  send(endless.get(), "\xff\xff\xff\x7f", 3);
  EXPECT_FALSE(connection->read().has_value());
}

TEST_F(ControlSocketTest, IsNobodyElsesAndLeavesNothing) {
  {
    Result<ControlSocket> control = ControlSocket::open(results_.get());
    const auto others = fs::perms::group_all | fs::perms::others_all;
    EXPECT_EQ(fs::status(control->directory()).permissions() & others, fs::perms::none);
    ControlSocket moved = std::move(*control);
    EXPECT_TRUE(fs::exists(moved.path()));
  }
  EXPECT_TRUE(fs::is_empty(parent_));
}

}  // namespace
}  // namespace isorun

#include "queue/connection.hpp"

#include <algorithm>
#include <cerrno>
#include <netdb.h>
#include <utility>

#include <arpa/inet.h>
#include <fmt/format.h>
#include <hiredis/hiredis.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <sys/socket.h>
#include <sys/time.h>

#include <isorun/unique_fd.hpp>

#include "base/utf8.hpp"

namespace isorun {
namespace {

template <auto function>
struct Calls {
  template <class T>
  void operator()(T* object) const {
    function(object);
  }
};

using Context = std::unique_ptr<SSL_CTX, Calls<SSL_CTX_free>>;
using Session = std::unique_ptr<SSL, Calls<SSL_free>>;
using Reader = std::unique_ptr<redisReader, Calls<redisReaderFree>>;

std::unexpected<Error> fail(const QueueAddress& address, std::string_view what, int code = 0) {
  return std::unexpected(Error{Phase::run, code, fmt::format("{}: {}", address.name(), what)});
}

std::unexpected<Error> refused_by_redis(const QueueAddress& address, std::string_view why) {
  std::unexpected<Error> error = fail(address, printable(why));
  if (why.starts_with("NOAUTH"))
    error.error().remedy = "the password is in ISORUN_QUEUE_PASSWORD, or in the URL";
  return error;
}

// Why OpenSSL failed, in its own words.
std::string tls_reason(const SSL* session) {
  const long verdict = session != nullptr ? SSL_get_verify_result(session) : X509_V_OK;
  const unsigned long code = ERR_get_error();
  ERR_clear_error();
  if (verdict != X509_V_OK) return X509_verify_cert_error_string(verdict);
  const char* const reason = code != 0 ? ERR_reason_error_string(code) : nullptr;
  return reason != nullptr ? reason : "the connection was closed";
}

void set_patience(int socket, std::chrono::milliseconds patience) {
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(patience);
  const timeval time{seconds.count(), std::chrono::microseconds(patience - seconds).count()};
  // SO_SNDTIMEO limits connect(2) as well: socket(7).
  for (const int which : {SO_SNDTIMEO, SO_RCVTIMEO})
    static_cast<void>(::setsockopt(socket, SOL_SOCKET, which, &time, sizeof time));
  const int one = 1;
  static_cast<void>(::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one));
}

// SO_SNDTIMEO and SO_RCVTIMEO make calls fail with errors that do not tell users of a timeout.
int code_of(int code) {
  return code == EAGAIN || code == EINPROGRESS ? ETIMEDOUT : code;
}

Result<UniqueFd> connect_to(const QueueAddress& address, std::chrono::milliseconds patience) {
  const addrinfo wanted{.ai_flags = AI_ADDRCONFIG,
                        .ai_family = AF_UNSPEC,
                        .ai_socktype = SOCK_STREAM,
                        .ai_protocol = 0,
                        .ai_addrlen = 0,
                        .ai_addr = nullptr,
                        .ai_canonname = nullptr,
                        .ai_next = nullptr};
  addrinfo* found = nullptr;
  const int code = ::getaddrinfo(address.host.c_str(), address.port.c_str(), &wanted, &found);
  if (code != 0) return fail(address, fmt::format("looking up the host: {}", ::gai_strerror(code)));
  const std::unique_ptr<addrinfo, Calls<::freeaddrinfo>> all(found);
  int error = ENOENT;
  for (const addrinfo* each = all.get(); each != nullptr; each = each->ai_next) {
    UniqueFd socket(::socket(each->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0));
    if (!socket) {
      error = errno;
      continue;
    }
    set_patience(socket.get(), patience);
    if (::connect(socket.get(), each->ai_addr, each->ai_addrlen) == 0) return socket;
    error = errno;
  }
  return fail(address, "connecting", code_of(error));
}

bool is_address(const std::string& host) {
  unsigned char bytes[sizeof(in6_addr)] = {};
  return ::inet_pton(AF_INET, host.c_str(), bytes) == 1 ||
         ::inet_pton(AF_INET6, host.c_str(), bytes) == 1;
}

void append(const redisReply& reply, Reply& result) {
  if (reply.type == REDIS_REPLY_ARRAY) {
    for (std::size_t i = 0; i < reply.elements; ++i) append(*reply.element[i], result);
  } else if (reply.type == REDIS_REPLY_INTEGER) {
    result.push_back(fmt::format("{}", reply.integer));
  } else if (reply.str != nullptr) {
    result.emplace_back(reply.str, reply.len);
  } else {
    result.emplace_back();
  }
}

}  // namespace

struct Connection::Transport {
  Transport(const QueueAddress& to, std::atomic<int>& shown) : address(to), shown_socket(shown) {}
  Transport(const Transport&) = delete;
  Transport& operator=(const Transport&) = delete;
  ~Transport() { shown_socket = -1; }

  // Accepts only a certificate for this host, signed by an authority that this machine knows.
  Result<void> encrypt() {
    context.reset(SSL_CTX_new(TLS_client_method()));
    if (!context) return fail(address, tls_reason(nullptr));
    SSL_CTX_set_min_proto_version(context.get(), TLS1_2_VERSION);
    SSL_CTX_set_default_verify_paths(context.get());
    SSL_CTX_set_verify(context.get(), SSL_VERIFY_PEER, nullptr);
    session.reset(SSL_new(context.get()));
    if (!session) return fail(address, tls_reason(nullptr));
    if (is_address(address.host)) {
      X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(session.get()), address.host.c_str());
    } else {
      SSL_set_tlsext_host_name(session.get(), address.host.c_str());
      SSL_set1_host(session.get(), address.host.c_str());
    }
    SSL_set_fd(session.get(), socket.get());
    if (SSL_connect(session.get()) == 1) return {};
    return fail(address, "TLS: " + tls_reason(session.get()));
  }

  // Both return a count of bytes, or 0 or less for an error or the end.
  ssize_t read(char* buffer, int size) const {
    if (session) return SSL_read(session.get(), buffer, size);
    return ::recv(socket.get(), buffer, static_cast<std::size_t>(size), 0);
  }
  ssize_t write(const char* bytes, std::size_t size) const {
    const std::size_t part = std::min<std::size_t>(size, 1U << 20U);
    if (session) return SSL_write(session.get(), bytes, static_cast<int>(part));
    return ::send(socket.get(), bytes, part, MSG_NOSIGNAL);
  }
  [[nodiscard]] std::unexpected<Error> broken(ssize_t size) const {
    const int error = session ? SSL_get_error(session.get(), static_cast<int>(size)) : 0;
    if (error == SSL_ERROR_WANT_READ || error == SSL_ERROR_WANT_WRITE)
      return fail(address, "no answer", ETIMEDOUT);
    if (session) return fail(address, "TLS: " + tls_reason(session.get()));
    if (size == 0) return fail(address, "Redis closed the connection");
    return fail(address, "no answer", code_of(errno));
  }

  const QueueAddress address;
  std::atomic<int>& shown_socket;
  UniqueFd socket{};
  Context context{};
  Session session{};
  Reader reader{redisReaderCreate()};
};

Connection::Connection(std::unique_ptr<Transport> transport) : transport_(std::move(transport)) {}
Connection::Connection(Connection&&) noexcept = default;
Connection& Connection::operator=(Connection&&) noexcept = default;
Connection::~Connection() = default;

Result<Connection> Connection::open(const QueueAddress& address, std::chrono::milliseconds patience,
                                    std::atomic<int>& socket) {
  auto transport = std::make_unique<Transport>(address, socket);
  Result<UniqueFd> connected = connect_to(address, patience);
  if (!connected) return std::unexpected(connected.error());
  transport->socket = std::move(*connected);
  socket = transport->socket.get();
  if (address.is_encrypted)
    if (Result<void> encrypted = transport->encrypt(); !encrypted)
      return std::unexpected(encrypted.error());
  Connection connection(std::move(transport));
  std::vector<std::vector<std::string>> greetings;
  if (!address.user.empty())
    greetings.push_back({"AUTH", address.user, address.password});
  else if (!address.password.empty())
    greetings.push_back({"AUTH", address.password});
  // Before it has the password, Redis refuses our script as too long, which would confuse users.
  greetings.push_back({"PING"});
  if (address.database != 0) greetings.push_back({"SELECT", fmt::format("{}", address.database)});
  for (const std::vector<std::string>& greeting : greetings)
    if (const Result<Reply> answer = connection.call(greeting); !answer)
      return std::unexpected(answer.error());
  return connection;
}

Result<Reply> Connection::call(std::span<const std::string> words) {
  std::vector<const char*> texts;
  std::vector<std::size_t> sizes;
  for (const std::string& word : words) {
    texts.push_back(word.data());
    sizes.push_back(word.size());
  }
  char* command = nullptr;
  const long long size =
      redisFormatCommandArgv(&command, static_cast<int>(words.size()), texts.data(), sizes.data());
  if (size < 0) return fail(transport_->address, "out of memory", ENOMEM);
  const std::unique_ptr<char, Calls<redisFreeCommand>> bytes(command);
  for (std::string_view rest(command, static_cast<std::size_t>(size)); !rest.empty();) {
    const ssize_t written = transport_->write(rest.data(), rest.size());
    if (written <= 0) return transport_->broken(written);
    rest.remove_prefix(static_cast<std::size_t>(written));
  }
  for (;;) {
    void* raw = nullptr;
    if (redisReaderGetReply(transport_->reader.get(), &raw) != REDIS_OK)
      return fail(transport_->address, "what answers is not Redis");
    const std::unique_ptr<redisReply, Calls<freeReplyObject>> reply(static_cast<redisReply*>(raw));
    if (reply && reply->type == REDIS_REPLY_ERROR)
      return refused_by_redis(transport_->address, std::string_view(reply->str, reply->len));
    if (reply) {
      Reply result;
      append(*reply, result);
      return result;
    }
    char buffer[16384];
    const ssize_t got = transport_->read(buffer, sizeof buffer);
    if (got <= 0) return transport_->broken(got);
    redisReaderFeed(transport_->reader.get(), buffer, static_cast<std::size_t>(got));
  }
}

}  // namespace isorun

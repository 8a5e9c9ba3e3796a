#include "files/temporary_file.hpp"

#include <cerrno>
#include <expected>
#include <fcntl.h>
#include <unistd.h>

namespace isorun {

namespace {

// Some file systems, such as NFS, do not support O_TMPFILE.
UniqueFd create_nameless(int directory) {
  UniqueFd file(::openat(directory, ".", O_TMPFILE | O_RDWR | O_CLOEXEC, 0600));
  if (file || (errno != EOPNOTSUPP && errno != EISDIR && errno != ENOENT)) return file;
  constexpr const char* name = "nameless";
  file.reset(::openat(directory, name, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
  if (file) ::unlinkat(directory, name, 0);
  return file;
}

std::unexpected<Error> fail(const char* what) {
  const int code = errno;
  return std::unexpected(Error{Phase::collect, code, what});
}

}  // namespace

Result<void> TemporaryFile::append(std::string_view bytes) {
  if (!file_) file_ = create_nameless(directory_);
  if (!file_) return fail("making a temporary file in the results directory");
  if (!write_all(file_.get(), bytes)) return fail("keeping it in the results directory");
  size_ += bytes.size();
  return {};
}

Result<Content> TemporaryFile::read(std::uint64_t begin, std::size_t size) const {
  Result<Content> content = Content::read(file_.get(), begin, size);
  if (!content) content.error().what = "reading what was kept in the results directory";
  return content;
}

}  // namespace isorun

// Catches the C++ library's exceptions at the functions of the public headers.
#pragma once

#include <cerrno>
#include <exception>
#include <new>
#include <system_error>

#include <isorun/error.hpp>

namespace isorun {

template <class Body>
auto without_exceptions(Body body) -> decltype(body()) {
  try {
    return body();
  } catch (const std::bad_alloc&) {
    // Such a short text needs no allocation.
    return std::unexpected(Error{Phase::setup, ENOMEM, "sandbox set-up"});
  } catch (const std::system_error& error) {
    return std::unexpected(Error{Phase::setup, error.code().value(), error.what()});
  } catch (const std::exception& error) {
    return std::unexpected(Error{Phase::setup, 0, error.what()});
  }
}

}  // namespace isorun

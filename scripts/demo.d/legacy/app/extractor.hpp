// Asks the remote API for one fact out of a document, unless the cache knows it.
#pragma once

#include <string>

namespace legacy {

std::string extract(const std::string& extractor, const std::string& document);

}  // namespace legacy

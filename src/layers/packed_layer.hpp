// A set-up's layer as bytes, from which a layer that has the same parts is filled again. Unlike a
// kept layer (kept_layer.hpp), which shows what changed on the host, it loses nothing: deletions,
// replaced directories, owners, attributes, hard links, holes, FIFOs and sockets come back, as the
// kernel of that day marks them. A line for each entry (layer_record.hpp), that of a file followed
// by its content and a line feed; the last line counts them.
#pragma once

#include <functional>
#include <string_view>

#include <isorun/error.hpp>
#include <isorun/layer.hpp>

namespace isorun {

using TakeBytes = std::function<Result<void>(std::string_view bytes)>;

// Packs all parts but `own`. Errors: those of `take`; Phase::collect for what could not be made
// again, such as files of other owners; EINTR after a signal that ends isorun.
Result<void> pack_layer(const Layer& layer, std::string_view own, const TakeBytes& take);

// Whether the bytes are complete, and all entries would lie in the same parts of `layer`, whose
// root is not needed.
bool fits(std::string_view packed, const Layer& layer);

// Replaces the content of all packed parts. Needs fits(). Errors: Phase::collect; EINTR as above.
Result<void> unpack_layer(std::string_view packed, const Layer& layer);

}  // namespace isorun

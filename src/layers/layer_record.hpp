// A line of a packed layer: a part's own directory, or an entry of the part, parents before
// children.
//
//   {"part":"/tmp","kind":"whole","mode":17407,"uid":0,"gid":0,"modified":[1700000000,0]}
//   {"depth":1,"name":"db","mode":16877,"uid":0,"gid":0,"modified":[1700000000,0]}
//   {"depth":2,"name":"rows","mode":33188,...,"size":7,"data":[[0,7]]}
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <sys/types.h>

#include <isorun/layer.hpp>

#include "files/user_attributes.hpp"

namespace isorun {

// Bytes of a file between its holes.
struct Extent {
  std::uint64_t begin = 0;
  std::uint64_t size = 0;
};

struct LayerRecord {
  std::size_t depth = 0;   // below the part's directory; 0: that directory
  std::string name = {};   // of depth 0: the path of the part
  LayerPart::Kind kind{};  // of depth 0
  bool deleted = false;    // a whiteout; the rest is unused
  mode_t mode = 0;         // with the type
  uid_t uid = 0;
  gid_t gid = 0;
  timespec modified{};
  UserAttributes attributes = {};  // also marks of overlays, and access control lists
  std::string target = {};         // of a symbolic link
  std::uint64_t link = 0;          // files with the same number are one; 0: it has one name
  bool is_again = false;           // that file's content came before
  std::uint64_t size = 0;
  std::vector<Extent> data = {};  // in order, without overlap, within the size
};

// How many bytes follow the line.
std::uint64_t content_size(const LayerRecord& record);

// Ends with a line feed.
std::string layer_line(const LayerRecord& record);

// nullopt if layer_line() did not write it.
std::optional<LayerRecord> parse_layer_line(std::string_view line);

}  // namespace isorun

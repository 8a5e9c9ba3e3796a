#include <expected>

#include <rapidjson/prettywriter.h>
#include <rapidjson/stringbuffer.h>

#include "base/interruption.hpp"
#include "values/json.hpp"

namespace isorun {

namespace {

unsigned size_of(std::string_view text) {
  return static_cast<unsigned>(text.size());
}

}  // namespace

struct JsonWriter::Stream {
  rapidjson::StringBuffer buffer;
  rapidjson::PrettyWriter<rapidjson::StringBuffer> writer{buffer};
};

JsonWriter::JsonWriter() : stream_(std::make_unique<Stream>()) {
  stream_->writer.SetIndent(' ', 2);
}

JsonWriter::~JsonWriter() = default;

JsonWriter& JsonWriter::begin_object() {
  stream_->writer.StartObject();
  return *this;
}

JsonWriter& JsonWriter::key(std::string_view name) {
  stream_->writer.Key(name.data(), size_of(name));
  return *this;
}

JsonWriter& JsonWriter::end_object() {
  stream_->writer.EndObject();
  return *this;
}

JsonWriter& JsonWriter::begin_array() {
  stream_->writer.StartArray();
  return *this;
}

JsonWriter& JsonWriter::end_array() {
  stream_->writer.EndArray();
  return *this;
}

JsonWriter& JsonWriter::string(std::string_view text) {
  stream_->writer.String(text.data(), size_of(text));
  return *this;
}

JsonWriter& JsonWriter::number(const Decimal& number) {
  const std::string text = to_string(number);
  stream_->writer.RawValue(text.data(), text.size(), rapidjson::kNumberType);
  return *this;
}

JsonWriter& JsonWriter::value(const JsonValue& value) {
  struct Visitor {
    JsonWriter& out;
    void operator()(std::nullptr_t) const { out.stream_->writer.Null(); }
    void operator()(bool truth) const { out.stream_->writer.Bool(truth); }
    void operator()(const Decimal& number) const { out.number(number); }
    void operator()(const std::string& text) const { out.string(text); }
    void operator()(const JsonArray& array) const {
      out.begin_array();
      for (const JsonValue& element : array) {
        if (is_interrupted()) break;
        out.value(element);
      }
      out.end_array();
    }
    void operator()(const JsonObject& object) const {
      out.begin_object();
      for (const JsonMember& member : object) {
        if (is_interrupted()) break;
        out.key(member.key).value(member.value);
      }
      out.end_object();
    }
  };
  std::visit(Visitor{*this}, value.value);
  return *this;
}

std::string JsonWriter::take() {
  std::string text(stream_->buffer.GetString(), stream_->buffer.GetSize());
  stream_->buffer.Clear();
  if (stream_->writer.IsComplete()) text += '\n';
  return text;
}

}  // namespace isorun

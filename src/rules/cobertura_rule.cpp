#include "rules/cobertura_rule.hpp"

#include <algorithm>
#include <expected>
#include <map>
#include <set>
#include <sstream>
#include <utility>

#include "base/interruption.hpp"
#include "rules/cobertura_lines.hpp"
#include "rules/rules.hpp"
#include "values/xml.hpp"

namespace isorun {

namespace {

using Key = std::pair<std::string, std::string>;  // a name, and a file or signature

struct Class {
  std::map<Key, CoberturaLines> methods;
  CoberturaLines lines;
};

using Package = std::map<Key, Class>;

Key key_of(pugi::xml_node node, const char* second) {
  return {node.attribute("name").value(), node.attribute(second).value()};
}

Result<void> add_class(Class& mine, pugi::xml_node node) {
  for (const pugi::xml_node method : node.child("methods").children("method")) {
    const auto added = mine.methods[key_of(method, "signature")].add(method.child("lines"));
    if (!added) return added;
  }
  return mine.lines.add(node.child("lines"));
}

void set(pugi::xml_node node, const char* name, const std::string& value) {
  node.append_attribute(name).set_value(value.c_str());
}

void write_rates(pugi::xml_node node, const CoberturaCounts& counts) {
  set(node, "line-rate", counts.line_rate());
  set(node, "branch-rate", counts.branch_rate());
}

CoberturaCounts counts_of(const Package& package) {
  CoberturaCounts counts;
  for (const auto& [key, one] : package) {
    if (is_interrupted()) break;
    counts += one.lines.counts();
  }
  return counts;
}

void write_class(pugi::xml_node list, const Key& key, const Class& one) {
  pugi::xml_node node = list.append_child("class");
  set(node, "name", key.first);
  set(node, "filename", key.second);
  write_rates(node, one.lines.counts());
  set(node, "complexity", "0");
  pugi::xml_node methods = node.append_child("methods");
  for (const auto& [method_key, lines] : one.methods) {
    if (is_interrupted()) break;
    pugi::xml_node method = methods.append_child("method");
    set(method, "name", method_key.first);
    set(method, "signature", method_key.second);
    write_rates(method, lines.counts());
    lines.write(method.append_child("lines"));
  }
  one.lines.write(node.append_child("lines"));
}

class CoberturaMerge final : public Merge {
 public:
  Result<void> add(const SourceFile& /*file*/, std::string_view content) override {
    pugi::xml_document document;
    if (const auto loaded = load_xml(document, content); !loaded) return loaded;
    const pugi::xml_node root = document.child("coverage");
    if (!root.child("packages")) {
      return std::unexpected(Error{Phase::collect, 0, "it is not a Cobertura report"});
    }
    for (const char* name : {"version", "timestamp"}) {
      const std::string value = root.attribute(name).value();
      std::string& latest = attributes_[name];
      latest = std::max(latest, value);
    }
    for (const pugi::xml_node source : root.child("sources").children("source")) {
      sources_.insert(source.text().get());
    }
    for (const pugi::xml_node package : root.child("packages").children("package")) {
      Package& mine = packages_[package.attribute("name").value()];
      for (const pugi::xml_node one : package.child("classes").children("class")) {
        if (auto added = add_class(mine[key_of(one, "filename")], one); !added) return added;
      }
    }
    return {};
  }

  std::expected<Merged, Problem> merge(Output& out) override {
    pugi::xml_document document;
    pugi::xml_node declaration = document.append_child(pugi::node_declaration);
    declaration.append_attribute("version").set_value("1.0");
    declaration.append_attribute("encoding").set_value("UTF-8");
    write_root(document.append_child("coverage"));
    std::ostringstream text;
    document.save(text, "  ");
    out.write(text.str());
    return Merged();
  }

 private:
  void write_root(pugi::xml_node root) const {
    CoberturaCounts counts;
    for (const auto& [name, package] : packages_) counts += counts_of(package);
    for (const auto& [name, value] : attributes_) set(root, name.c_str(), value);
    set(root, "lines-valid", std::to_string(counts.lines));
    set(root, "lines-covered", std::to_string(counts.lines_covered));
    set(root, "line-rate", counts.line_rate());
    set(root, "branches-valid", std::to_string(counts.branches));
    set(root, "branches-covered", std::to_string(counts.branches_covered));
    set(root, "branch-rate", counts.branch_rate());
    set(root, "complexity", "0");
    pugi::xml_node sources = root.append_child("sources");
    for (const std::string& source : sources_) {
      sources.append_child("source").text().set(source.c_str());
    }
    pugi::xml_node packages = root.append_child("packages");
    for (const auto& [name, package] : packages_) {
      pugi::xml_node node = packages.append_child("package");
      set(node, "name", name);
      write_rates(node, counts_of(package));
      set(node, "complexity", "0");
      pugi::xml_node classes = node.append_child("classes");
      for (const auto& [key, one] : package) {
        if (is_interrupted()) return;
        write_class(classes, key, one);
      }
    }
  }

  std::map<std::string, std::string> attributes_;
  std::set<std::string> sources_;
  std::map<std::string, Package> packages_;
};

}  // namespace

std::unique_ptr<Merge> start_cobertura(const Workplace& /*place*/) {
  return std::make_unique<CoberturaMerge>();
}

}  // namespace isorun

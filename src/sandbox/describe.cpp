#include <array>
#include <sched.h>

#include <fmt/format.h>

#include "base/utf8.hpp"
#include "sandbox/plan.hpp"

namespace isorun {
namespace {

struct Namespace {
  std::uint64_t flag;
  const char* name;
};
constexpr std::array all_namespaces = {
    Namespace{CLONE_NEWNS, "mount"}, Namespace{CLONE_NEWPID, "pid"}, Namespace{CLONE_NEWIPC, "ipc"},
    Namespace{CLONE_NEWUTS, "uts"}, Namespace{CLONE_NEWNET, "network"}};

struct Phrase {
  Verb verb;
  // {0} source, {1} target, {2} number of the step that makes the tree, {3} part, {4} mode, {5}
  // size in words, {6} size
  const char* format;
};

constexpr std::array phrases = {
    Phrase{Verb::new_mount_namespace, "enter a new mount namespace"},
    Phrase{Verb::new_user_namespace, "enter a new user namespace, with its own mount namespace"},
    Phrase{Verb::privatize, "make {1} and all mounts below it private"},
    Phrase{Verb::workshop,
           "mount the workshop, a tmpfs, on {1} and make it the root directory, with the host's at "
           "/host"},
    Phrase{Verb::enter_root, "stack {0} on the workshop, as the root directory"},
    Phrase{Verb::clone_mount, "clone the mount of {0}, without those below it, to {1}"},
    Phrase{Verb::read_only, "make {1} and all mounts below it read-only"},
    Phrase{Verb::limit, "limit {1} to {6}"},
    Phrase{Verb::write_file, "write the file {1}"},
    Phrase{Verb::scratch, "make this run's directory in {1}, and remove those of dead runs"},
    Phrase{Verb::middle, "make the middle layer {1}, for overlays of {0}"},
    Phrase{Verb::copy_files, "copy the files of {0} to {1}"},
    Phrase{Verb::layer, "mount the layer, {5}"},
    Phrase{Verb::overlay, "mount #{2}: an overlay of {0}, written to part {3} of the layer"},
    Phrase{Verb::whole, "mount #{2}: part {3} of the layer, empty"},
    Phrase{Verb::copy, "mount #{2}: part {3} of the layer, with a copy of {0}"},
    Phrase{Verb::copy_file, "mount #{2}: part {3} of the layer, with a copy of the file {0}"},
    Phrase{Verb::bind, "mount #{2}: {0} with all mounts below it"},
    Phrase{Verb::proc, "mount #{2}: a new proc"},
    Phrase{Verb::mqueue, "mount #{2}: a new mqueue"},
    Phrase{Verb::devpts, "mount #{2}: a new devpts"},
    Phrase{Verb::make_directory, "make the directory {1}, mode {4:04o}"},
    Phrase{Verb::make_file, "make the file {1}"},
    Phrase{Verb::make_symlink, "make the symlink {1} to {0}"},
    Phrase{Verb::attach, "put mount #{2} on {1}"},
    Phrase{Verb::attach_root, "put mount #{2} on /, as the root directory"},
    Phrase{Verb::protect, "make {1} read-only"},
    Phrase{Verb::slot_network, "enter the slot's network namespace"},
    Phrase{Verb::network_setting, "set {1} to {0}"},
    Phrase{Verb::loopback_up, "bring the loopback device up"},
};

std::string size_in_words(const Step& step) {
  if (!step.source.empty()) return fmt::format("a directory of its own in {}", step.source);
  return fmt::format("a tmpfs of {} bytes", step.size);
}

std::string steps_in_words(const std::vector<Step>& steps) {
  std::string text;
  for (std::size_t i = 0; i < steps.size(); ++i)
    text += fmt::format("{:4}  {}\n", i + 1, describe(steps[i]));
  return text;
}

std::string ids_in_words(const Ids& ids) {
  if (ids.source == Ids::Source::own_map)
    return "User and group ids: all that exist here, unchanged.\n";
  const std::string why =
      ids.no_range.empty() ? "" : fmt::format(" alone, for {}", printable(ids.no_range));
  return fmt::format("User ids: {}; group ids: {}{}.\n", to_text(ids.users), to_text(ids.groups),
                     why);
}

}  // namespace

std::string describe(const Step& step) {
  for (const Phrase& phrase : phrases) {
    if (phrase.verb != step.verb) continue;
    return fmt::format(fmt::runtime(phrase.format), printable(step.source), printable(step.target),
                       step.tree + 1, step.part, step.mode, size_in_words(step), step.size);
  }
  return "?";
}

std::string describe(const Plan& plan) {
  std::string names;
  for (const Namespace& candidate : all_namespaces) {
    if ((plan.namespaces & candidate.flag) == 0) continue;
    names += (names.empty() ? "" : ", ") + std::string(candidate.name);
  }
  std::string text = "Once for the run:\n" + steps_in_words(plan.stage) + ids_in_words(plan.ids);
  text +=
      fmt::format("For each shard, in new {} namespaces:\n", names) + steps_in_words(plan.shard);
  text += fmt::format(
      "Then, in {}: drop capabilities, set no_new_privs, install the system call filter, close all "
      "descriptors above 2, execute the command.\n",
      printable(plan.working_directory));
  text += "What the command writes is collected from:\n";
  for (const LayerPart& part : plan.parts) text += fmt::format("      {}\n", printable(part.path));
  if (!plan.losses.empty()) text += "What does not work as it should:\n";
  for (const Loss& loss : plan.losses) text += fmt::format("      {}\n", loss.what);
  return text;
}

}  // namespace isorun

// The members of run.json, shared by its writer and its parser.
//
// `Io` visits each member of a record with its name and value. A writer also calls figures() for
// derived values.
#pragma once

#include "report/record.hpp"

namespace isorun {

template <class Io, class Test>
void test_fields(Io& io, Test& test) {
  io.text("name", test.name);
  io.reason("reason", test.reason);
  io.seconds("seconds", test.duration);
  io.text("detail", test.detail);
}

// Members that units and attempts share.
template <class Io, class Record>
void outcome_fields(Io& io, Record& record) {
  io.reason("reason", record.reason);
  io.seconds("seconds", record.duration);
  io.number("shard", record.shard);
  io.number("slot", record.slot);
  io.text("detail", record.detail);
  io.text("log", record.log);
  io.some_numbers("output", record.output);
  io.some_records("tests", record.tests, [&io](auto& test) { test_fields(io, test); });
}

template <class Io, class Attempt>
void attempt_fields(Io& io, Attempt& attempt) {
  outcome_fields(io, attempt);
  io.optional_number("number", attempt.number);
}

template <class Io, class Unit>
void unit_fields(Io& io, Unit& unit) {
  io.text("name", unit.name);
  io.text("suite", unit.suite);
  io.text("file", unit.file);
  outcome_fields(io, unit);
  io.some_seconds("before_seconds", unit.before);
  io.records("attempts", unit.attempts, [&io](auto& attempt) { attempt_fields(io, attempt); });
  io.optional_number("ended", unit.ended);
  io.some_records("uncounted", unit.uncounted,
                  [&io](auto& attempt) { attempt_fields(io, attempt); });
}

template <class Io, class Service>
void service_fields(Io& io, Service& service) {
  io.text("name", service.name);
  io.text("state", service.state);
  io.some_seconds("start_up_seconds", service.start_up);
  io.text("detail", service.detail);
  io.text("log", service.log);
}

template <class Io, class Shard>
void shard_fields(Io& io, Shard& shard) {
  io.number("index", shard.index);
  io.number("slot", shard.slot);
  io.texts("units", shard.units);
  io.some_seconds("start_seconds", shard.start);
  io.seconds("wall_seconds", shard.wall);
  io.seconds("user_seconds", shard.user);
  io.seconds("system_seconds", shard.system);
  io.number("peak_memory_bytes", shard.peak_memory_bytes);
  io.number("layer_bytes", shard.layer_bytes);
  io.number("layer_files", shard.layer_files);
  io.number("leftover_processes", shard.leftover_processes);
  io.some_records("services", shard.services,
                  [&io](auto& service) { service_fields(io, service); });
  io.text("layer", shard.layer);
  io.text("reason", shard.reason);
}

template <class Io, class Step>
void step_fields(Io& io, Step& step) {
  io.text("kind", step.kind);
  io.text("name", step.name);
  io.text("command", step.command);
  io.reason("reason", step.reason);
  io.seconds("seconds", step.duration);
  io.text("detail", step.detail);
  io.text("log", step.log);
  io.some_text("cache", step.cache);
  io.some_text("cache_detail", step.cache_detail);
}

template <class Io, class Collected>
void collected_fields(Io& io, Collected& collected) {
  io.texts("patterns", collected.patterns);
  io.text("rule", collected.rule);
  io.text("output", collected.output);
  io.number("files", collected.files);
}

template <class Io, class Exported>
void exported_fields(Io& io, Exported& exported) {
  io.text("path", exported.path);
  io.text("rule", exported.rule);
  io.number("files", exported.files);
}

template <class Io, class Collision>
void collision_fields(Io& io, Collision& collision) {
  io.text("path", collision.path);
  io.text("kind", collision.kind);
  io.numbers("shards", collision.shards);
}

template <class Io, class KeptOut>
void kept_out_fields(Io& io, KeptOut& kept_out) {
  io.number("files", kept_out.files);
  io.texts("paths", kept_out.paths);
}

template <class Io, class List>
void list_fields(Io& io, List& list) {
  io.text("list", list.name);
  io.number("list_units", list.units);
}

template <class Io, class Slice>
void slice_fields(Io& io, Slice& slice) {
  io.number("number", slice.number);
  io.number("count", slice.count);
  io.some_text("cut_by", slice.cut_by);
  list_fields(io, slice.list);
}

template <class Io, class Queue>
void queue_fields(Io& io, Queue& queue) {
  io.text("id", queue.id);
  io.number("machine", queue.machine);
  io.text("host", queue.host);
  io.some_text("lost", queue.lost);
  list_fields(io, queue.list);
}

template <class Io, class Running>
void running_fields(Io& io, Running& running) {
  io.text("name", running.name);
  io.seconds("seconds", running.duration);
}

template <class Io, class Run>
void run_fields(Io& io, Run& run) {
  io.text("isorun", run.version);
  io.some_texts("options", run.options);
  io.texts("command", run.command);
  io.number("slots", run.slots);
  io.text("framework", run.framework);
  io.some_text("group", run.group);
  io.some_text("proc", run.proc);
  io.optional_number("shuffle_seed", run.shuffle_seed);
  io.seconds("wall_seconds", run.wall);
  io.figures(run);
  io.number("exit_code", run.exit_code);
  io.text("reason", run.reason);
  io.optional_record("slice", run.slice, [&io](auto& slice) { slice_fields(io, slice); });
  io.optional_record("queue", run.queue, [&io](auto& queue) { queue_fields(io, queue); });
  io.records("units", run.units, [&io](auto& unit) { unit_fields(io, unit); });
  io.texts("not_run", run.not_run);
  io.some_records("handed_on", run.handed_on, [&io](auto& unit) { unit_fields(io, unit); });
  io.some_records("running", run.running, [&io](auto& running) { running_fields(io, running); });
  io.some_records("steps", run.steps, [&io](auto& step) { step_fields(io, step); });
  io.records("shards", run.shards, [&io](auto& shard) { shard_fields(io, shard); });
  io.records("collected", run.collected,
             [&io](auto& collected) { collected_fields(io, collected); });
  io.some_records("exported", run.exported,
                  [&io](auto& exported) { exported_fields(io, exported); });
  io.records("collisions", run.collisions,
             [&io](auto& collision) { collision_fields(io, collision); });
  io.number("paths_of_one_shard", run.paths_of_one_shard);
  io.optional_record("kept_out", run.kept_out,
                     [&io](auto& kept_out) { kept_out_fields(io, kept_out); });
  io.texts("problems", run.problems);
  io.texts("warnings", run.warnings);
  io.texts("notes", run.notes);
}

}  // namespace isorun

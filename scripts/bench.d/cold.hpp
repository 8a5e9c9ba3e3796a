// What a run without a history costs, next to one that knows all durations and to an even division.
#pragma once

void print_cold_runs();

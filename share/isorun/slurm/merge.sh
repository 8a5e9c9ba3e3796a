#!/bin/bash
#SBATCH --job-name=isorun-merge
#SBATCH --output=isorun-merge-%j.log
# Merges what the tasks of suite.sh wrote; more arguments than the job's number go to isorun merge:
#
#   sbatch --dependency=afterany:$job merge.sh $job -o isorun-out
#
# The job fails unless all units have run and passed. The next run's slices are cut by the durations in isorun-history.json.
set -euo pipefail

job=$1
shift
exec isorun merge -q --history isorun-history.json "isorun-$job"/* "$@"

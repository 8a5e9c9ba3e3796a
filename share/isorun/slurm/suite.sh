#!/bin/bash
#SBATCH --job-name=isorun
#SBATCH --output=isorun-%A-%a.log
# Runs a suite on the nodes of a Slurm cluster, one slice per task of a job array, in a directory that all nodes share:
#
#   job=$(sbatch --parsable --array=1-8 --cpus-per-task=4 suite.sh -- ./suite)
#   sbatch --dependency=afterany:$job merge.sh $job
#
# The arguments are those of isorun. With REDIS_URL=redis://HOST in the environment, tasks pull units from a queue instead.
# merge.sh tells whether the suite has passed; a task fails as well if one of its units does.
set -euo pipefail

results=isorun-$SLURM_ARRAY_JOB_ID/$SLURM_ARRAY_TASK_ID
if [[ -n ${REDIS_URL-} ]]; then
  export ISORUN_QUEUE=$REDIS_URL/$SLURM_ARRAY_JOB_ID
  part=()
else
  part=(--slice ci --history isorun-history.json)
fi
exec isorun -q -j "${SLURM_CPUS_PER_TASK:-$SLURM_CPUS_ON_NODE}" "${part[@]}" -o "$results" "$@"

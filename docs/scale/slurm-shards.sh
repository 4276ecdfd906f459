#!/bin/bash
# Eight shards as a Slurm array, merged when all are done. Usage: sbatch slurm-shards.sh STUDY RESULTS
#SBATCH --job-name=breakwater
#SBATCH --array=1-8
#SBATCH --cpus-per-task=4
#SBATCH --mem=2G
#SBATCH --time=12:00:00
#SBATCH --requeue
#SBATCH --signal=B:TERM@30
set -euo pipefail
study=$1 results=$2
# --resume: a task that was preempted or ran into its time limit goes on where it was.
exec breakwater run "$study" --shard auto --workers "${SLURM_CPUS_PER_TASK:-4}" \
  --out "$results/shard-$SLURM_ARRAY_TASK_ID" --resume

#!/bin/bash
# Usage: sbatch --dependency=afterok:ARRAY_JOB slurm-merge.sh RESULTS
#SBATCH --job-name=breakwater-merge
#SBATCH --time=01:00:00
set -euo pipefail
results=$1
exec breakwater merge "$results"/shard-* --out "$results/merged" --resume

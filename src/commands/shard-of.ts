import { InvalidArgumentError } from "commander";
import { CommandError, EXIT } from "../errors.ts";

/** Share `index` of `count`, from 1. */
export interface Share {
  readonly index: number;
  readonly count: number;
}

/** What `--shard` asks: a share, or the one that the environment of an array job names, of `count` where it does not say. */
export type ShardFlag = Share | { readonly index: "auto"; readonly count?: number };

/** Parser of `--shard`: `i/K`, `auto` or `auto/K`. */
export function shardFlag(text: string): ShardFlag {
  const [, index, , count] = /^(auto|\d{1,6})(\/(\d{1,6}))?$/.exec(text) ?? [];
  const total = Number(count);
  if (index === "auto" && count === undefined) return { index };
  if (index === "auto" && total >= 1) return { index, count: total };
  if (Number(index) >= 1 && Number(index) <= total) return { index: Number(index), count: total };
  throw new InvalidArgumentError(`invalid shard ${text}, must be i/K with 1 <= i <= K, like 2/8, or auto or auto/K.`);
}

/** An array job: the variables by which each of its tasks knows which it is. */
interface ArrayJob {
  readonly name: string;
  /** This task, from 0 or from `first`. */
  readonly task: string;
  readonly first?: string;
  readonly count?: string;
  readonly step?: string;
}

const ARRAY_JOBS: readonly ArrayJob[] = [
  // https://kubernetes.io/docs/concepts/workloads/controllers/job/#completion-mode
  { name: "Kubernetes", task: "JOB_COMPLETION_INDEX" },
  // https://slurm.schedmd.com/job_array.html
  {
    name: "Slurm",
    task: "SLURM_ARRAY_TASK_ID",
    first: "SLURM_ARRAY_TASK_MIN",
    count: "SLURM_ARRAY_TASK_COUNT",
    step: "SLURM_ARRAY_TASK_STEP",
  },
  // https://docs.aws.amazon.com/batch/latest/userguide/array_jobs.html
  { name: "AWS Batch", task: "AWS_BATCH_JOB_ARRAY_INDEX", count: "AWS_BATCH_JOB_ARRAY_SIZE" },
];

/** The share that a flag asks for, with what only the environment knows. */
export function shareOf(flag: ShardFlag, environment: Readonly<Record<string, string | undefined>>): Share {
  if (flag.index !== "auto") return flag;
  const jobs = ARRAY_JOBS.filter(({ task }) => environment[task] !== undefined);
  if (jobs.length !== 1) {
    const what =
      jobs.length === 0 ? "missing array job" : `unknown array job, ${jobs.map(({ name }) => name).join(" and ")}`;
    throw refuse(`${what}: for --shard auto, one of ${ARRAY_JOBS.map(({ task }) => task).join(", ")} must be set`);
  }
  const [job] = jobs;
  const read = (name: string | undefined, missing: number): number => {
    const text = name && environment[name];
    if (text === undefined || text === "") return missing;
    if (/^\d{1,9}$/.test(text)) return Number(text);
    throw refuse(`invalid ${name} '${text}', must be a whole number`);
  };
  if (read(job.step, 1) !== 1) {
    throw refuse(`invalid ${job.step} ${environment[job.step as string]}, shards need a ${job.name} array with step 1`);
  }
  const count = flag.count ?? read(job.count, 0);
  if (count === 0) throw refuse(`missing number of shards, ${job.name} does not tell it: say --shard auto/K`);
  const index = read(job.task, 0) - read(job.first, 0) + 1;
  if (index < 1 || index > count) {
    throw refuse(`invalid ${job.task} ${environment[job.task]}, shard ${index} of ${count} is none`);
  }
  return { index, count };
}

function refuse(message: string): CommandError {
  return new CommandError(EXIT.usage, message);
}

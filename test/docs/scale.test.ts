import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Command } from "commander";
import { describe, expect, test } from "vitest";
import { parseAllDocuments } from "yaml";
import * as commands from "../../src/commands/all.ts";
import { shardFlag, shareOf } from "../../src/commands/shard-of.ts";

const read = (name: string): string =>
  readFileSync(fileURLToPath(new URL(`../../docs/${name}`, import.meta.url)), "utf8");

/** The options that the command line understands in these arguments; throws where it would refuse them. */
function optionsOf(args: readonly string[]): Record<string, unknown> {
  const program = new Command().exitOverride();
  let options: Record<string, unknown> = {};
  for (const command of Object.values(commands)) command.register(program);
  for (const command of program.commands) {
    command
      .exitOverride()
      .configureOutput({ writeErr: () => undefined })
      .action((...given) => {
        options = given.at(-2) as Record<string, unknown>;
      });
  }
  program.parse([...args], { from: "user" });
  return options;
}

/** Words of a shell command without quotes inside words; variables stand for themselves. */
const words = (line: string): string[] => line.replaceAll(/\\\n/g, " ").replaceAll('"', "").trim().split(/\s+/);

describe("templates for many machines", () => {
  test("Kubernetes: two jobs of batch/v1; as many shards as completions, all of them merged; mistakes are not retried", () => {
    const [shards, merge] = parseAllDocuments(read("scale/kubernetes.yaml")).map((document) => {
      expect(document.errors).toEqual([]);
      return document.toJS();
    });
    for (const job of [shards, merge]) expect(job).toMatchObject({ apiVersion: "batch/v1", kind: "Job" });
    const { completions, completionMode, parallelism, template, podFailurePolicy } = shards.spec;
    expect({ completionMode, restart: template.spec.restartPolicy }).toEqual({
      completionMode: "Indexed",
      restart: "Never",
    });
    expect(completions).toBeGreaterThan(1);
    expect(parallelism).toBe(completions);
    const [container] = template.spec.containers;
    expect(podFailurePolicy.rules[0].onExitCodes.containerName).toBe(container.name);
    const options = optionsOf(container.args);
    expect(options.resume).toBe(true);
    const indices = Array.from({ length: completions }, (_, index) => index);
    const shares = indices.map((index) => shareOf(options.shard as never, { JOB_COMPLETION_INDEX: String(index) }));
    expect(shares).toEqual(indices.map((index) => ({ index: index + 1, count: completions })));
    const folders = indices.map((index) => String(options.out).replace("$(JOB_COMPLETION_INDEX)", String(index)));
    const mergeArgs: string[] = merge.spec.template.spec.containers[0].args;
    expect(mergeArgs.slice(1, 1 + completions)).toEqual(folders);
    expect(optionsOf(mergeArgs)).toMatchObject({ resume: true });
    for (const job of [shards, merge]) {
      const { containers, volumes } = job.spec.template.spec;
      const mounted = containers[0].volumeMounts.map(({ name }: { name: string }) => name);
      expect(volumes.map(({ name }: { name: string }) => name)).toEqual(mounted);
    }
  });

  test("Slurm: the array's tasks are all shards, each in a folder of its own", () => {
    const script = read("scale/slurm-shards.sh");
    const [, first, last] = (/--array=(\d+)-(\d+)/.exec(script) ?? []).map(Number);
    expect(last).toBeGreaterThan(first);
    // Without B: the signal goes to job steps, and there is none: the program is the batch shell itself.
    expect(script).toMatch(/^#SBATCH --signal=B:TERM@\d+$/m);
    const command = /exec breakwater ([\s\S]+)$/.exec(script)?.[1] ?? "";
    const options = optionsOf(words(command.replace(/\$\{SLURM_CPUS_PER_TASK:-4\}/, "4")));
    expect(options).toMatchObject({ resume: true, out: "$results/shard-$SLURM_ARRAY_TASK_ID" });
    const count = last - first + 1;
    for (let task = first; task <= last; task++) {
      const environment = {
        SLURM_ARRAY_TASK_ID: String(task),
        SLURM_ARRAY_TASK_MIN: String(first),
        SLURM_ARRAY_TASK_COUNT: String(count),
        SLURM_ARRAY_TASK_STEP: "1",
      };
      expect(shareOf(options.shard as never, environment)).toEqual({ index: task - first + 1, count });
    }
    const merge = /exec breakwater (.+)$/m.exec(read("scale/slurm-merge.sh"))?.[1] ?? "";
    expect(optionsOf(words(merge))).toMatchObject({ resume: true, out: "$results/merged" });
  });

  test("AWS Batch: a container job whose mistakes are not retried", () => {
    const job = JSON.parse(read("scale/aws-batch-job.json"));
    expect(job).toMatchObject({ type: "container", retryStrategy: { attempts: 5 } });
    // The image's entry point is the program, its working folder the volume: the command is the rest of the line.
    const image = read("scale/Dockerfile");
    expect(image).toMatch(/^ENTRYPOINT \["breakwater"\]$/m);
    expect(image).toMatch(/^WORKDIR \/results$/m);
    expect(job.containerProperties.mountPoints[0].containerPath).toBe("/results");
    const options = optionsOf(job.containerProperties.command);
    expect(options.resume).toBe(true);
    const environment = { AWS_BATCH_JOB_ARRAY_INDEX: "3", AWS_BATCH_JOB_ARRAY_SIZE: "4" };
    expect(shareOf(options.shard as never, environment)).toEqual({ index: 4, count: 4 });
    expect(optionsOf(["run", "x.yaml", "--shard", "auto"]).shard).toEqual(shardFlag("auto"));
  });
});

import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

/** Tests of code that keeps nothing between calls: their files share processes, which saves a second of start-up each. */
const PURE = [
  "contracts",
  "golden",
  "oracles",
  "properties",
  "unit/{aggregate,compile,config,distributions,hazards,math,measure,metrics,model,plan,sample,samplers,schema,simulate,studies}",
].map((folder) => `test/${folder}/**/*.test.ts`);

export default defineConfig({
  root: fileURLToPath(new URL("..", import.meta.url)),
  test: {
    pool: "forks",
    testTimeout: 60_000,
    hookTimeout: 60_000,
    projects: [
      {
        extends: true,
        test: { name: "pure", include: PURE, isolate: false, maxWorkers: 2, sequence: { groupOrder: 0 } },
      },
      // These start processes and workers of their own, which have the machine to themselves.
      {
        extends: true,
        test: {
          name: "program",
          include: ["test/**/*.test.ts"],
          exclude: PURE,
          maxWorkers: 1,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});

import type { IForbiddenRuleType } from "dependency-cruiser";

/** Layers from the bottom up; a file may import from its own layer's folder and from layers below. */
export const LAYERS: readonly (readonly string[])[] = [
  ["^src/errors\\.ts$", "^src/math/", "^src/model/", "^src/schema/", "^src/wasm/"],
  ["^src/distributions/", "^src/samplers/", "^src/metrics/"],
  ["^src/hazards/"],
  ["^src/config/", "^src/compile/", "^src/sample/", "^src/plan/", "^src/simulate/", "^src/measure/", "^src/aggregate/"],
  [
    "^src/silos/[^/]+\\.ts$",
    "^src/silos/files/",
    "^src/silos/summary/",
    "^src/(batch|design-runner|pair-runner|event-losses|attribute-scenario|attribute|evaluate|expose|exposure-probes|compile-study|replay)\\.ts$",
  ],
  ["^src/executors/", "^src/silos/wire/", "^src/outputs/", "^src/checkpoint/", "^workers/", "^src/version\\.ts$"],
  ["^src/(run|merge|locate-fault)\\.ts$", "^src/studies/"],
  ["^src/commands/", "^src/report/", "^src/(index|library)\\.ts$"],
  ["^src/cli\\.ts$"],
];

/** Folders whose files do not import each other although they share a layer. */
const STAGES = LAYERS[3];
const CATALOGUES = ["distributions", "samplers", "metrics", "hazards", "commands"];
/** Files of a catalogue folder that are not members. */
export const CATALOGUE_SUPPORT = "(define|all|index)\\.ts$";

export const dependencyRules: IForbiddenRuleType[] = [
  { name: "no cycles", severity: "error", from: {}, to: { circular: true } },
  ...LAYERS.flatMap((layer, rank): IForbiddenRuleType[] => {
    const above = LAYERS.slice(rank + 1).flat();
    if (above.length === 0) return [];
    return [
      {
        name: `imports point down from ${layer[0]}`,
        severity: "error",
        from: { path: [...layer] },
        to: { path: above },
      },
    ];
  }),
  ...STAGES.map(
    (stage): IForbiddenRuleType => ({
      name: `stages do not import each other: ${stage}`,
      severity: "error",
      from: { path: stage },
      to: { path: STAGES.filter((other) => other !== stage) },
    }),
  ),
  {
    name: "the model imports nothing",
    severity: "error",
    from: { path: "^src/model/" },
    to: { pathNot: "^src/model/" },
  },
  {
    name: "pure code opens no file, thread or clock",
    severity: "error",
    from: { path: [...LAYERS[0], ...LAYERS[1], ...LAYERS[2], ...LAYERS[3]] },
    to: { dependencyTypes: ["core"] },
  },
];
export { CATALOGUES };

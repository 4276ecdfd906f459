import type { BatchStudy } from "./batch.ts";
import { type CompiledDesign, compileDesign } from "./compile/compile.ts";
import { shareNetworks } from "./compile/share-networks.ts";
import type { ParsedStudy } from "./config/parse-study.ts";
import { precisionSchema } from "./config/schema/settings-schema.ts";
import type { Study } from "./config/study.ts";
import { StudyError, type StudyProblem } from "./errors.ts";
import { measureStructure, type Structure } from "./measure/structure.ts";
import { findSampler } from "./samplers/index.ts";
import type { KernelName } from "./simulate/kernel/choose.ts";

/** A study whose designs have all been compiled. */
export interface CompiledStudy {
  readonly study: Study;
  /** [design] in the order of the study. */
  readonly designs: readonly (CompiledDesign & { readonly structure: Structure })[];
  readonly warnings: readonly string[];
}

/** What a caller may ask otherwise than the file does. */
export interface Overrides {
  readonly scenarios?: number;
  readonly seed?: number;
  readonly designs?: readonly string[];
  /** Relative half-width to run to, with the study's own metrics and maximum where it states them. */
  readonly precision?: number;
}

/**
 * Compiles every design of a study (or those asked for, and the reference design's figures). Throws a StudyError with all
 * problems of all designs, each at its place in the file.
 */
export function compileStudy(parsed: ParsedStudy, overrides: Overrides = {}): CompiledStudy {
  const problems: StudyProblem[] = [];
  const compiled = new Map<string, CompiledDesign>();
  for (const design of parsed.study.designs) {
    const result = compileDesign(parsed.study, design);
    if (Array.isArray(result)) problems.push(...result.map(parsed.locate));
    else compiled.set(design.id, result);
  }
  if (problems.length > 0) throw new StudyError(problems);
  const { settings } = parsed.study;
  const study: Study = {
    ...parsed.study,
    settings: {
      ...settings,
      scenarios: overrides.scenarios ?? settings.scenarios,
      seed: overrides.seed ?? settings.seed,
      ...(overrides.precision === undefined
        ? {}
        : { precision: precisionSchema.parse({ ...settings.precision, relativeHalfWidth: overrides.precision }) }),
    },
    designs: parsed.study.designs.filter(({ id }) => overrides.designs?.includes(id) ?? true),
  };
  const reference = compiled.get(settings.referenceDesign) as CompiledDesign;
  const designs = study.designs.map(({ id }) => {
    const design = compiled.get(id) as CompiledDesign;
    return { ...design, structure: measureStructure(design.network, reference.network) };
  });
  return {
    study,
    designs,
    warnings: [...warnIdleHazards(study, [...compiled.values()]), ...warnUnevenReplicates(study)],
  };
}

/** A compiled study in the form that threads receive. */
export function toBatchStudy({ study, designs }: CompiledStudy, kernel?: KernelName): BatchStudy {
  return {
    settings: study.settings,
    hazards: study.hazards,
    markets: study.markets,
    commonCauses: study.commonCauses,
    networks: shareNetworks(designs.map((design) => design.network)),
    designIds: study.designs.map((design) => design.id),
    structuralPricePremiumPct: designs.map((design) => design.structure.pricePremiumPct),
    ...(kernel === undefined ? {} : { kernel }),
  };
}

/** A hazard that touches nothing in any design is most likely aimed at the wrong thing. */
function warnIdleHazards(study: Study, designs: readonly CompiledDesign[]): string[] {
  if (study.silo !== undefined) return []; // what is common may strike others alone
  return study.hazards.flatMap(({ id, kind }, hazard) => {
    if (kind === "elsewhere") return [];
    const isIdle = designs.every(
      ({ network }) => network.hazardEffectStart[hazard] === network.hazardEffectStart[hazard + 1],
    );
    return isIdle ? [`hazard '${id}' touches nothing in any design of the study`] : [];
  });
}

/** The last replicate of a sample that does not fill it is balanced worse than the others. */
function warnUnevenReplicates({ settings }: Study): string[] {
  const { sampler, scenarios, attribution, precision } = settings;
  const size = findSampler(sampler).replicateSize(settings.replicateScenarios);
  const warn = (count: number, what: string): string[] => {
    const fuller = Math.ceil(count / size) * size;
    if (count === fuller) return [];
    return [`${count} scenarios${what} fill no whole number of replicates of ${size} (${sampler}); ${fuller} would`];
  };
  const shared = attribution?.scenarios ?? 0;
  return [
    ...(precision === undefined ? warn(scenarios, "") : []), // looks come after whole replicates
    ...(precision !== undefined || shared < scenarios ? warn(shared, " of settings.attribution") : []),
  ];
}

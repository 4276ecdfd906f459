import type { z } from "zod";
import { idListSchema } from "../schema/id.ts";
import type { LaneView, PlaceView } from "./define.ts";

/** Origins and destinations that a measure at the border names. */
export interface BorderTargets {
  readonly fromRegions?: readonly string[] | undefined;
  readonly fromBlocs?: readonly string[] | undefined;
  readonly toRegions?: readonly string[] | undefined;
  readonly toBlocs?: readonly string[] | undefined;
  readonly products?: readonly string[] | undefined;
}

/** Keys of such targets, `what` being done to trade: "banned", "taxed". */
export function borderFields(what: string) {
  return {
    fromRegions: idListSchema.optional().describe(`Regions whose exports are ${what}.`),
    fromBlocs: idListSchema.optional().describe(`Blocs whose exports to regions outside them are ${what}.`),
    toRegions: idListSchema
      .optional()
      .describe(`Regions whose imports are ${what}. Default: all outside the exporters.`),
    toBlocs: idListSchema.optional().describe(`Blocs whose imports are ${what}.`),
    products: idListSchema.optional().describe(`Products ${what}. Default: all.`),
  } satisfies z.ZodRawShape;
}

/**
 * Whether a lane crosses the border that the targets draw: between regions, from those that export (all others, where none is
 * named) to those that import (all others, where none is named).
 */
export function crossesBorder({ from, to, product }: LaneView, targets: BorderTargets): boolean {
  if (from.region === to.region || targets.products?.includes(product) === false) return false;
  const isOneOf = (place: PlaceView, regions: readonly string[] = [], blocs: readonly string[] = []): boolean =>
    regions.includes(place.region) || place.blocs.some((bloc) => blocs.includes(bloc));
  const exports = (place: PlaceView): boolean => isOneOf(place, targets.fromRegions, targets.fromBlocs);
  const imports = (place: PlaceView): boolean => isOneOf(place, targets.toRegions, targets.toBlocs);
  const hasOrigin = targets.fromRegions !== undefined || targets.fromBlocs !== undefined;
  const hasDestination = targets.toRegions !== undefined || targets.toBlocs !== undefined;
  if (!hasOrigin) return imports(to) && !imports(from);
  return exports(from) && (hasDestination ? imports(to) : !exports(to));
}

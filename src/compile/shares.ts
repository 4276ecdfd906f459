import type { DesignProblem } from "../model/problem.ts";
import type { Lane, Process } from "../model/world.ts";
import { listNames } from "../schema/show.ts";

interface Sources {
  readonly lanes: readonly { lane: Lane; share: number }[];
  readonly processes: readonly { process: Process; share: number }[];
}

/** Shares that miss 1 by more than this are a mistake, not rounding. */
const SHARE_TOLERANCE = 1e-9;

/**
 * Gives every source of a stock its share of the stock's supply. At most one primary source may leave its share out: it
 * takes what the others leave over. Backups have none.
 */
export function resolveShares(
  design: string,
  stock: string,
  neededBy: string,
  lanes: readonly Lane[],
  makers: readonly Process[],
  problems: DesignProblem[],
): Sources {
  const report = (message: string, lane?: Lane): void => {
    const at = lane ? { list: "lanes" as const, id: lane.id, key: "share" } : { list: "stocks" as const, id: stock };
    problems.push({ design, at, message });
  };
  const primaries = lanes.filter((lane) => lane.backup === undefined);
  const working = makers.filter((maker) => maker.standby === undefined);
  for (const lane of lanes) {
    if (lane.backup !== undefined && lane.share !== undefined) {
      report(`invalid share ${lane.share}, lane '${lane.id}' is a backup in design '${design}' and has no share`, lane);
    }
  }
  for (const maker of makers) {
    if (maker.standby === undefined || maker.share === undefined || maker.share === 0) continue;
    const message = `invalid share ${maker.share}, process '${stock}' is on standby in design '${design}' and has no share`;
    problems.push({ design, at: { list: "processes", id: stock, key: "share" }, message });
  }
  if (primaries.length + working.length === 0) {
    const waiting = lanes.length > 0 ? "only backups supply" : "only a process on standby supplies";
    const only = lanes.length + makers.length > 0 ? waiting : "nothing supplies";
    report(
      `missing source, in design '${design}' ${only} '${stock}', which ${neededBy} needs; add a lane or a process`,
    );
  }
  const stated = [...primaries, ...working].map((source) => source.share);
  const statedSum = stated.reduce((sum: number, share) => sum + (share ?? 0), 0);
  const openCount = stated.filter((share) => share === undefined).length;
  const rest = 1 - statedSum;
  const names = [
    ...primaries.map((lane) => `lane '${lane.id}'`),
    ...working.map((maker) => `process '${maker.output}'`),
  ];
  if (openCount > 1) {
    report(
      `missing share, '${stock}' has ${stated.length} primary sources in design '${design}' (${listNames(names)}); state the share of all but one`,
      primaries.find((lane) => lane.share === undefined),
    );
  } else if (rest < -SHARE_TOLERANCE || (openCount === 0 && stated.length > 0 && rest > SHARE_TOLERANCE)) {
    report(
      `invalid shares, the sources of '${stock}' in design '${design}' (${listNames(names)}) sum to ${statedSum}, must sum to 1`,
      primaries[0],
    );
  } else if (openCount === 1 && rest <= SHARE_TOLERANCE && working.every((maker) => maker.share !== undefined)) {
    const idle = primaries.find((lane) => lane.share === undefined) as Lane;
    report(`missing share, the other sources of '${stock}' in design '${design}' leave nothing for '${idle.id}'`, idle);
  }
  const shareOf = (share: number | undefined): number => share ?? Math.max(0, rest);
  return {
    lanes: lanes.map((lane) => ({ lane, share: lane.backup === undefined ? shareOf(lane.share) : 0 })),
    processes: makers.map((process) => ({
      process,
      share: process.standby === undefined ? shareOf(process.share) : 0,
    })),
  };
}

import type { Silo, Silos } from "../model/silo.ts";

/** Which party each site of a world belongs to. */
export interface Parties {
  /** 1 where nobody has parted the study. */
  readonly count: number;
  /** Number of the party of a site; in the study of one party that is 0, and 1 for sites that stand for others. */
  of(site: string): number;
  /** Whether a site stands for another party: nothing is known of it but that goods come from there or go there. */
  isOutside(site: string): boolean;
  /** Whether goods cross between parties with what they cost. */
  readonly sharesPrices: boolean;
  readonly silo?: Silo;
}

/** A study with nothing to say of parties has one. */
export function partiesOf({ silos, silo }: { readonly silos?: Silos; readonly silo?: Silo }): Parties {
  if (silo !== undefined) {
    const stubs = new Set(silo.lanes.map(({ stubSite }) => stubSite));
    const isOutside = (site: string): boolean => stubs.has(site);
    return { count: 2, of: (site) => (isOutside(site) ? 1 : 0), isOutside, sharesPrices: silo.sharesPrices, silo };
  }
  const isOutside = (): boolean => false;
  if (silos === undefined) return { count: 1, of: () => 0, isOutside, sharesPrices: true };
  const owner = new Map(silos.parties.flatMap(({ sites }, party) => sites.map((site) => [site, party] as const)));
  return {
    count: silos.parties.length,
    of: (site) => owner.get(site) ?? 0,
    isOutside,
    sharesPrices: silos.sharesPrices,
  };
}

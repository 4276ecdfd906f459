/**
 * Channels: the few ways in which a disruption can touch a network. A hazard kind maps its targets to channels; the
 * planner turns channel values over time into what the simulator reads. `level` is severity times recovery profile.
 */
export const CHANNELS = {
  /** Lane: fraction of dispatch capacity that is open; x (1 - amount x level). */
  laneDispatch: 0,
  /** Lane: fraction of goods under way that can go on past a point; x (1 - amount x level). */
  laneTransit: 1,
  /** Lane: fraction of capacity received at the destination; x (1 - amount x level). */
  laneReceipt: 2,
  /** Lane: factor on freight cost; x (1 + amount x level). */
  laneFreight: 3,
  /** Stock: fraction of normal ordering that is possible; x (1 - amount x level). */
  stockOrder: 4,
  /** Process: fraction of capacity; x (1 - amount x level). */
  processCapacity: 5,
  /** Port: fraction of discharge throughput; x (1 - amount x level). */
  portThroughput: 6,
  /** Carbon regime: USD per tonne added; + amount x level. */
  regimeAdd: 7,
  /** Carbon regime: factor on the price after additions; x (1 + amount x level). */
  regimeFactor: 8,
  /** Lane: ad valorem duty, a fraction of the goods' value at origin; + amount x level. */
  laneTariff: 9,
  /** Lane: whole days longer for what is dispatched; + amount x level, the sum rounded. */
  laneExtraDays: 10,
  /** Lane that is shut unless something opens it (a leak through a third country); + amount x level, at most 1. */
  laneOpening: 11,
  /** Lane: fraction of the goods under way that spoils a day; + amount x level. */
  laneSpoilage: 12,
  /** Stock: fraction of what is on hand overnight that spoils a day; + amount x level. */
  stockSpoilage: 13,
  /** Stock: fraction of what is on hand that is destroyed on the day of onset, once: amount x severity. */
  stockDestruction: 14,
  /** Market: factor on demand; x (1 + amount x level). */
  marketDemand: 15,
  /** Process: pressure under which its capacity grows, where it can; + amount x level, at most 1. */
  processPressure: 16,
  /** Lane: what a policy of the design forbids while it lasts, a fraction of its use; x (1 - amount x level), planner only. */
  laneTrust: 17,
} as const;

export type ChannelName = keyof typeof CHANNELS;

/** One hazard touching one entity through one channel. */
export interface Effect {
  readonly channel: ChannelName;
  /** Lane, stock, process, port, regime or market, as the channel says. */
  readonly index: number;
  readonly amount: number;
  /** Only for `laneTransit`: goods with more days to go than this have not yet passed. */
  readonly passDays?: number;
}

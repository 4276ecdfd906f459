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
} as const;

export type ChannelName = keyof typeof CHANNELS;

/** One hazard touching one entity through one channel. */
export interface Effect {
  readonly channel: ChannelName;
  /** Lane, stock, process, port or regime, as the channel says. */
  readonly index: number;
  readonly amount: number;
  /** Only for `laneTransit`: goods with more days to go than this have not yet passed. */
  readonly passDays?: number;
}

/** Which messages belong together: those of one evening of one block of scenarios of one design. */
export interface ExchangeKey {
  /** Scenarios [from, to). */
  readonly from: number;
  readonly to: number;
  readonly design: string;
  /** The day about to begin; -1, -2 ... are those of the warm-up, the horizon's last evening is that before day `horizonDays`. */
  readonly day: number;
}

/**
 * One evening's exchange with all neighbours: hands over what this party says, by party, and brings what they say. Arrays are [way x
 * field x run], see `messageLength`; those handed over may be used again afterwards, and those brought may be overwritten by the next evening that hands over
 * the same map.
 */
export type Exchange = (
  key: ExchangeKey,
  outgoing: ReadonlyMap<string, Float64Array>,
) => Promise<ReadonlyMap<string, Float64Array>>;

/** Ids behind the numbers of a network: index -> id, for messages, replay and result tables. */
export interface NetworkLabels {
  readonly stocks: readonly string[];
  readonly lanes: readonly string[];
  readonly processes: readonly string[];
  readonly markets: readonly string[];
  readonly ports: readonly string[];
  readonly regimes: readonly string[];
  readonly regions: readonly string[];
}

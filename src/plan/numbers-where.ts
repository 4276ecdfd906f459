/** The numbers below `count` for which something holds. */
export function numbersWhere(count: number, holds: (number: number) => boolean): number[] {
  return Array.from({ length: count }, (_, number) => number).filter(holds);
}

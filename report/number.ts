/** A number as short as an axis wants it: 1.5 M, 12, 0.25. */
export function short(value: number): string {
  const size = Math.abs(value);
  const scales: readonly [number, string][] = [
    [1e12, " T"],
    [1e9, " B"],
    [1e6, " M"],
    [1e3, " k"],
  ];
  const scale = scales.find(([least]) => size >= least);
  const [divisor, unit] = scale === undefined || size < 10_000 ? [1, ""] : scale;
  return `${Number((value / divisor).toPrecision(4))}${unit}`;
}

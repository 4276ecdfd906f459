/** Colours as the style sheet has them now: light, dark or print. */
export interface Theme {
  readonly ground: string;
  readonly text: string;
  readonly soft: string;
  readonly line: string;
  readonly colors: readonly string[];
}

export function readTheme(): Theme {
  const style = getComputedStyle(document.documentElement);
  const read = (name: string): string => style.getPropertyValue(`--${name}`).trim();
  return {
    ground: read("ground"),
    text: read("text"),
    soft: read("soft"),
    line: read("line"),
    colors: Array.from({ length: 8 }, (_, index) => read(`c${index}`)),
  };
}

export function colorOf({ colors }: Theme, index: number): string {
  return colors[index % colors.length];
}

export function isPrinting(): boolean {
  return matchMedia("print").matches;
}

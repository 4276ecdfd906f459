/** What tables and sentences on a terminal keep to, characters a line. */
export const LINE_WIDTH = 100;

/** Text in lines of at most so many characters, broken at blanks; further lines are indented. */
export function wrapText(text: string, indent = 0, width = LINE_WIDTH): string {
  return text
    .split("\n")
    .flatMap((line) => fill(line.split(/(?<= )/), width, indent))
    .join("\n");
}

/** Where a cell may be broken: numbers at blanks but not before their unit, names also behind a hyphen and the like. */
const PIECES = { text: /(?<=[ \-/_.,:~])/, number: /(?<= )(?![kMBT%]\b|%)/ } as const;
export type CellKind = keyof typeof PIECES;

/** A longer piece of a name is cut in two where there is no room. */
const LONGEST_PIECE = 14;

/**
 * Columns narrowed until a table has room: the widest that can be broken gives way first. Cells are broken to match.
 *
 * @param rows cells, the head among them; lines within a cell stay lines
 * @param kinds [column]
 * @param mostLetters characters of all columns together
 * @returns undefined for a table of more numbers than fit
 */
export function fitColumns(
  rows: readonly (readonly string[])[],
  kinds: readonly CellKind[],
  mostLetters: number,
): string[][] | undefined {
  // The head is words whatever stands below it.
  const kindOf = (row: number, column: number): CellKind => (row === 0 ? "text" : kinds[column]);
  const longest = (column: number, measure: (line: string, kind: CellKind) => number): number =>
    rows.reduce(
      (most, row, at) =>
        row[column].split("\n").reduce((own, line) => Math.max(own, measure(line, kindOf(at, column))), most),
      1,
    );
  const widths = kinds.map((_, column) => longest(column, (line) => length(line)));
  const least = kinds.map((_, column) =>
    longest(column, (line, kind) => {
      const piece = Math.max(0, ...line.split(PIECES[kind]).map((part) => length(part.trimEnd())));
      return kind === "text" ? Math.min(piece, LONGEST_PIECE) : piece;
    }),
  );
  for (let over = widths.reduce((sum, width) => sum + width, 0) - mostLetters; over > 0; over--) {
    const widest = widths.reduce(
      (best, width, column) => (width > least[column] && (best < 0 || width > widths[best]) ? column : best),
      -1,
    );
    if (widest < 0) return undefined;
    widths[widest]--;
  }
  return rows.map((row, at) => row.map((cell, column) => breakCell(cell, kindOf(at, column), widths[column])));
}

function breakCell(cell: string, kind: CellKind, width: number): string {
  return cell
    .split("\n")
    .flatMap((line) => (length(line) <= width ? [line] : fill(line.split(PIECES[kind]), width, 0)))
    .join("\n");
}

/** Pieces put on as few lines as possible; one that is longer than a line is cut. */
function fill(pieces: readonly string[], width: number, indent: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const piece of pieces) {
    if (line.trim() !== "" && length(line) + length(piece.trimEnd()) > width) {
      lines.push(line.trimEnd());
      line = " ".repeat(indent);
    }
    line += piece;
    while (length(line.trimEnd()) > width) {
      lines.push([...line].slice(0, width).join(""));
      line = " ".repeat(indent) + [...line].slice(width).join("");
    }
  }
  return [...lines, line.trimEnd()];
}

function length(text: string): number {
  return [...text].length;
}

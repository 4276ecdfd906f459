import { CST, Lexer } from "yaml";

export const MOST_BYTES = 64 * 1024 * 1024;
export const MOST_NESTING = 64;
/**
 * Words, marks and line ends of YAML, long words counted by `WORD_LETTERS`. The parser needs up to a kilobyte and 10 µs for
 * each, so that this many keep a check below 5 s and 512 MB; a study of 8,000 lanes in block style has fewer. Larger ones must be JSON.
 */
export const MOST_WORDS = 250_000;
/** Of quoted text the parser keeps some 35 bytes a letter. */
const WORD_LETTERS = 16;

/** What makes a text too much to be parsed, and where. Lines and columns count from 1. */
export interface Excess {
  readonly line: number;
  readonly column: number;
  readonly message: string;
  /** Whether the text is too much for the YAML parser alone: as JSON it may do. */
  readonly isOfYaml?: true;
}

/** A list or map in block style that is open, by the column of its dashes or keys. */
interface OpenBlock {
  readonly column: number;
  readonly isList: boolean;
}

/**
 * Finds where a text passes the limits on size and nesting, from its tokens alone: nothing is built, so that no text can
 * exhaust the stack or the memory. Brackets and dashes in quotes, block text and comments are no tokens and do not count.
 */
export function findExcess(text: string): Excess | undefined {
  if (text.length > MOST_BYTES) {
    return { line: 1, column: 1, message: `invalid study, larger than ${MOST_BYTES / 1024 / 1024} MB` };
  }
  const blocks: OpenBlock[] = [];
  let brackets = 0;
  let words = 0;
  let offset = 0;
  let line = 1;
  let lineStart = 0;
  /** Column of the first word since a line or entry began: where its map stands, should a colon follow. */
  let wordColumn = -1;
  let isText = false;

  function enterBlock(column: number, isList: boolean): void {
    if (brackets > 0) return;
    for (let top = blocks.at(-1); top !== undefined; top = blocks.at(-1)) {
      const isInner = top.column > column || (top.column === column && top.isList && !isList);
      if (!isInner) break;
      blocks.pop();
    }
    const top = blocks.at(-1);
    if (top?.column !== column || top.isList !== isList) blocks.push({ column, isList });
  }

  for (const source of new Lexer().lex(text)) {
    const column = offset - lineStart;
    const type = isText ? "text" : CST.tokenType(source);
    if (type === "doc-mode") continue;
    if (type === "scalar") {
      isText = true; // a mark of the lexer, not of the text: what follows is plain or block text
      continue;
    }
    isText = false;
    if (type === "flow-error-end") {
      brackets = 0;
      continue;
    }
    if (type === "doc-start" || type === "doc-end") blocks.length = 0;
    else if (type === "seq-item-ind") enterBlock(column, true);
    else if (type === "explicit-key-ind") enterBlock(column, false);
    else if (type === "map-value-ind") enterBlock(wordColumn < 0 ? column : wordColumn, false);
    else if (type === "flow-seq-start" || type === "flow-map-start") brackets += 1;
    else if (type === "flow-seq-end" || type === "flow-map-end") brackets = Math.max(0, brackets - 1);

    const isBlank = type === "space" || type === "comment" || type === "byte-order-mark";
    if (!isBlank) {
      words += 1 + Math.floor(source.length / WORD_LETTERS);
      const isMark = type === "newline" || type?.endsWith("-ind") === true;
      if (isMark) wordColumn = -1;
      else if (wordColumn < 0) wordColumn = column;
    }
    if (blocks.length + brackets > MOST_NESTING) {
      return { line, column: column + 1, message: `invalid nesting, deeper than ${MOST_NESTING} levels` };
    }
    if (words > MOST_WORDS) {
      const message = `invalid study, more than ${MOST_WORDS} words (${WORD_LETTERS} letters, a mark or a line end each)`;
      return { line, column: column + 1, message, isOfYaml: true };
    }
    for (let end = source.indexOf("\n"); end >= 0; end = source.indexOf("\n", end + 1)) {
      line += 1;
      lineStart = offset + end + 1;
    }
    offset += source.length;
  }
  return undefined;
}

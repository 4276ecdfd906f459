import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fitColumns, wrapText } from "../../../src/commands/wrap.ts";

const word = fc.string({ unit: fc.constantFrom("a", "b", "-", "é", "界"), minLength: 1, maxLength: 30 });
const sentence = fc.array(word, { maxLength: 12 }).map((words) => words.join(" "));

describe("text on a terminal", () => {
  test("keeps to the width and loses no letter", () => {
    fc.assert(
      fc.property(sentence, fc.integer({ min: 12, max: 60 }), fc.integer({ min: 0, max: 8 }), (text, width, indent) => {
        const lines = wrapText(text, indent, width).split("\n");
        for (const line of lines) expect([...line].length).toBeLessThanOrEqual(width);
        expect(lines.join("").replaceAll(" ", "")).toBe(text.replaceAll(" ", ""));
      }),
    );
  });

  test("is broken at blanks, and further lines are indented", () => {
    expect(wrapText("day 1  the strait is shut", 7, 20)).toBe("day 1  the strait is\n       shut");
  });
});

describe("columns of a table", () => {
  test("are narrowed by their words, and no letter is lost", () => {
    const row = fc.tuple(sentence, fc.constantFrom("12.3 M", "n/a", "from 84.3 up to 120"));
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 6 }), (rows) => {
        const cells = fitColumns([["name", "value"], ...rows], ["text", "number"], 30);
        const widths = [0, 1].map((column) =>
          Math.max(...(cells ?? []).flatMap((cell) => cell[column].split("\n").map((line) => [...line].length))),
        );
        expect(widths[0] + widths[1]).toBeLessThanOrEqual(30);
        const joined = cells?.slice(1).map((cell) => cell.map((text) => text.replace(/[ \n]/g, "")));
        expect(joined).toEqual(rows.map((cell) => cell.map((text) => text.replaceAll(" ", ""))));
      }),
    );
  });

  test("of numbers are never broken before their unit, and say when they do not fit", () => {
    expect(fitColumns([["a"], ["$12.3 M"]], ["number"], 5)).toBeUndefined();
    expect(fitColumns([["a"], ["from 84.3 M up"]], ["number"], 7)).toEqual([["a"], ["from\n84.3 M\nup"]]);
  });
});

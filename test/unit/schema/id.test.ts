import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { idListSchema, idSchema } from "../../../src/schema/id.ts";

describe("an id", () => {
  test("is as written, when it is one", () => {
    const first = fc.constantFrom(..."aZ09_éß中");
    const later = fc.string({ unit: fc.constantFrom(..."aZ09_.:+-é"), maxLength: 63 });
    fc.assert(
      fc.property(first, later, (head, tail) => {
        expect(idSchema.parse(head + tail)).toBe(head + tail);
      }),
    );
  });

  test("never holds what separates ids, names files, starts formulas or ends lines", () => {
    const bad = fc.constantFrom(..." /\\~\"'`,;=@\t\n\r\0*?<>|(){}[]#&%$!^");
    fc.assert(
      fc.property(fc.string({ maxLength: 10 }), bad, fc.string({ maxLength: 10 }), (head, char, tail) => {
        expect(idSchema.safeParse(head + char + tail).success).toBe(false);
      }),
    );
  });

  test("does not start with a sign or a dot", () => {
    for (const id of ["-a", "+a", ".a", ":a", "..", "."]) expect(idSchema.safeParse(id).success).toBe(false);
  });

  test("is no name that objects have in themselves", () => {
    for (const id of ["__proto__", "constructor", "prototype"]) expect(idSchema.safeParse(id).success).toBe(false);
  });

  test("is asked for where it is missing", () => {
    expect(idSchema.safeParse(undefined).error?.issues[0].message).toBe("missing id");
    expect(idSchema.safeParse(7).error?.issues[0].message).toBe("invalid id 7, must be text");
  });
});

test("a list of ids names at least one", () => {
  expect(idListSchema.parse(["a"])).toEqual(["a"]);
  expect(idListSchema.safeParse([]).error?.issues[0].message).toBe("invalid empty list, must name at least one");
});

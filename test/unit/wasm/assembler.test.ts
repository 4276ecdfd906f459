import { describe, expect, test } from "vitest";
import { type Code, writeSigned, writeUnsigned } from "../../../src/wasm/encode.ts";
import type { Body } from "../../../src/wasm/function.ts";
import { compile, createMemory, instantiate } from "../../../src/wasm/instantiate.ts";
import { createModule, type ModuleBuilder } from "../../../src/wasm/module.ts";
import { type F64x2, f64, f64x2, type I32, i32, laneMask, type Place } from "../../../src/wasm/value.ts";

const at = (index: number): Place => ({ address: i32.of(0), offset: 16 * index });

/** Runs a function of one integer on a memory of doubles. */
function run(numbers: readonly number[], argument: number, write: (module: ModuleBuilder) => void): Float64Array {
  const module = createModule(["exp", "log"]);
  write(module);
  const { buffer, exports } = instantiate(compile(module.finish()), createMemory(65_536));
  const memory = new Float64Array(buffer);
  memory.set(numbers);
  exports.go(argument);
  return memory;
}

test.each([
  [0, [0x00]],
  [127, [0x7f]],
  [128, [0x80, 0x01]],
  [624_485, [0xe5, 0x8e, 0x26]],
])("%i is written as unsigned LEB128", (value, bytes) => {
  const code: Code = [];
  writeUnsigned(code, value);
  expect(code).toEqual(bytes);
});

test.each([
  [63, [0x3f]],
  [64, [0xc0, 0x00]],
  [-1, [0x7f]],
  [-123_456, [0xc0, 0xbb, 0x78]],
])("%i is written as signed LEB128", (value, bytes) => {
  const code: Code = [];
  writeSigned(code, value);
  expect(code).toEqual(bytes);
});

describe("a vector of two numbers", () => {
  const pairs = [1.5, -2, 0.1, 3];
  const compute = (operation: (left: F64x2, right: F64x2) => F64x2): Float64Array =>
    run(pairs, 0, (module) => {
      module.export("go", 1, (body) => body.store(at(2), operation(f64x2.load(at(0)), f64x2.load(at(1)))));
    }).slice(4, 6);

  test.each([
    ["add", (x: number, y: number) => x + y],
    ["sub", (x: number, y: number) => x - y],
    ["mul", (x: number, y: number) => x * y],
    ["div", (x: number, y: number) => x / y],
    ["min", Math.min],
    ["max", Math.max],
  ] as const)("has the %s of each lane, to the bit", (name, expected) => {
    expect([...compute(f64x2[name])]).toEqual([expected(1.5, 0.1), expected(-2, 3)]);
  });

  test("is chosen by masks", () => {
    const { gt, select, where, clear } = f64x2;
    expect([...compute((x, y) => select(gt(x, y), x, y))]).toEqual([1.5, 3]);
    expect([...compute((x, y) => where(gt(x, y), x))]).toEqual([1.5, 0]);
    expect([...compute((x, y) => clear(x, gt(x, y)))]).toEqual([0, -2]);
    expect([...compute((x) => where(laneMask(1), x))]).toEqual([0, -2]);
  });

  test("goes through functions of one number, and lanes go to places of their own", () => {
    const memory = run([1, 2], 0, (module) => {
      module.export("go", 1, (body) => {
        const value = body.keep(f64x2.load(at(0)));
        const twice = (lane: 0 | 1) => f64.mul(f64.of(2), module.apply("exp", f64x2.lane(value, lane)));
        body.storeLane(at(5), f64x2.pair(twice(0), twice(1)), 0);
        body.storeLane(at(7), f64x2.pair(twice(0), twice(1)), 1);
      });
    });
    expect([memory[10], memory[14]]).toEqual([2 * Math.exp(1), 2 * Math.exp(2)]);
  });
});

describe("statements", () => {
  test("a loop runs as often as it should, and not at all when there is nothing", () => {
    for (const times of [0, 1, 7]) {
      const memory = run([0, 0, 1, 2], times, (module) => {
        module.export("go", 1, (body, [count]) => {
          body.loop(i32.of(0), count, () => body.store(at(0), f64x2.add(f64x2.load(at(0)), f64x2.load(at(1)))));
        });
      });
      expect([memory[0], memory[1]]).toEqual([times, 2 * times]);
    }
  });

  test("a loop in which nothing happens leaves no code", () => {
    const size = (write: (body: Body) => void): number => {
      const module = createModule([]);
      module.add(write);
      return module.finish().length;
    };
    const loopOf = (write: (body: Body) => void): number =>
      size((body) => body.loop(i32.of(0), i32.load(at(0)), () => write(body)));
    // Its two locals are declared all the same, in two bytes each.
    expect(loopOf(() => undefined) - size(() => undefined)).toBe(4);
    expect(loopOf((body) => body.store(at(0), f64x2.of(0))) - size(() => undefined)).toBeGreaterThan(40);
  });

  test("a loop may take longer steps", () => {
    const memory = run([0, 0, 1, 1], 10, (module) => {
      module.export("go", 1, (body, [end]) => {
        body.loopBy(i32.of(1), end, i32.of(4), () =>
          body.store(at(0), f64x2.add(f64x2.load(at(0)), f64x2.load(at(1)))),
        );
      });
    });
    expect(memory[0]).toBe(3); // 1, 5 and 9
  });

  test("what statements turn out to need is put in front of them", () => {
    const memory = run([3, 4], 0, (module) => {
      module.export("go", 1, (body) => {
        const local = body.declare("v128");
        body.preceded(
          () => body.store(at(1), f64x2.add(local.value, local.value)),
          () => local.set(f64x2.load(at(0))),
        );
        body.store(at(2), local.value);
      });
    });
    expect([...memory.slice(2, 6)]).toEqual([6, 8, 3, 4]);
  });

  test("a branch sees whether a mask holds anywhere", () => {
    const mark = ([x, y]: readonly [number, number]): number => {
      const memory = run([x, y, 0, 0], 0, (module) => {
        module.export("go", 1, (body) => {
          const isBig = body.keep(f64x2.gt(f64x2.load(at(0)), f64x2.of(1)));
          body.when(f64x2.any(isBig), () => body.store(at(1), f64x2.of(1)));
        });
      });
      return memory[2];
    };
    expect([mark([0, 0]), mark([2, 0]), mark([0, 2]), mark([2, 2])]).toEqual([0, 1, 1, 1]);
  });

  test("a condition that is known leaves no trace of the other branch", () => {
    const sizes = [0, 1].map((known) => {
      const module = createModule([]);
      module.add((body) => {
        const many = (): void => {
          for (let time = 0; time < 50; time++) body.store(at(time), f64x2.of(1));
        };
        body.when(i32.of(known), many, () => undefined);
      });
      return module.finish().length;
    });
    expect(sizes[1] - sizes[0]).toBeGreaterThan(1000);
  });

  test("integers that are known are computed when the code is written", () => {
    const { add, mul, shl, select, lt } = i32;
    const two = i32.of(2);
    expect(add(two, mul(two, shl(two, two))).constant).toBe(18);
    expect(select(lt(two, i32.of(3)), i32.of(5), i32.of(6)).constant).toBe(5);
    const unknown: I32 = i32.load(at(0));
    expect(add(two, unknown).constant).toBeUndefined();
  });

  test("locals of a scope are used again behind it", () => {
    const localsOf = (isScoped: boolean): number => {
      const module = createModule([]);
      module.add((body) => {
        for (let time = 0; time < 9; time++) {
          const keep = (): void => body.store(at(0), body.keep(f64x2.load(at(time))));
          if (isScoped) body.scope(keep);
          else keep();
        }
      });
      return module.finish().length;
    };
    expect(localsOf(false) - localsOf(true)).toBe(2 * 8);
  });
});

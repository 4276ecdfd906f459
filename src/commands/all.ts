export { breakEven } from "./break-even.ts";
export { check } from "./check.ts";
export { exposure } from "./exposure.ts";
export { list } from "./list.ts";
export { merge } from "./merge.ts";
export { replay } from "./replay.ts";
export { run } from "./run.ts";
export { schema } from "./schema.ts";

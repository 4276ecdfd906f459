import { defineHazard } from "./define.ts";

/** What strikes others alone: it is drawn like every hazard, so that what it sets off or goes with strikes when it must. */
export const elsewhere = defineHazard({
  kind: "elsewhere",
  summary: "Strikes what other parties own, who alone know what: it touches nothing here.",
  fields: {},
  effects: () => [],
});

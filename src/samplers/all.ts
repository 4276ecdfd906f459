export { antithetic } from "./antithetic.ts";
export { importance } from "./importance.ts";
export { latinHypercube } from "./latin-hypercube.ts";
export { monteCarlo } from "./monte-carlo.ts";
export { sobol } from "./sobol.ts";
export { stratified } from "./stratified.ts";

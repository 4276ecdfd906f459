export { monteCarlo } from "./monte-carlo.ts";

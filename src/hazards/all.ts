export { blockade } from "./blockade.ts";
export { carbonPriceShock } from "./carbon-price-shock.ts";
export { exportBan } from "./export-ban.ts";
export { portClosure } from "./port-closure.ts";
export { siteOutage } from "./site-outage.ts";

import type { CommonCause } from "../hazards/common-cause.ts";
import type { Hazard } from "../hazards/index.ts";
import type { Criterion } from "../model/criterion.ts";
import type { Design } from "../model/design.ts";
import type { Settings } from "../model/settings.ts";
import type { Silo, Silos } from "../model/silo.ts";
import type { Market, World } from "../model/world.ts";

/** What a study asks, with every default filled in and every reference checked. */
export interface Study {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly settings: Settings;
  readonly world: World;
  readonly markets: readonly Market[];
  /** In code-unit order of their ids: the order in which disruptions count hazards. */
  readonly hazards: readonly Hazard[];
  readonly commonCauses: readonly CommonCause[];
  /** In the order of the file. */
  readonly designs: readonly Design[];
  /** In the order of the file. */
  readonly criteria: readonly Criterion[];
  /** Parties of a joint study; absent: one party knows all. */
  readonly silos?: Silos;
  /** Of a party's own study: its place among its neighbours. */
  readonly silo?: Silo;
}

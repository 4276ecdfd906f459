import type { Command } from "commander";
import { CommandError, EXIT } from "../errors.ts";
import type { ColumnTraffic, PairTraffic, Traffic } from "../silos/wire/traffic.ts";
import { readVia, type ViaFlags, viaOptions } from "./silo-run.ts";

export function registerSiloTraffic(group: Command): void {
  const command = group
    .command("traffic")
    .description(
      "List and count what has crossed between parties, and prove that it is declared columns and nothing else.",
    )
    .argument("[via]", "where they met: a folder, folder:DIR, or Redis with a user who may read all of it")
    .option("--contract <id>", "on a Redis that holds several contracts, the one to look at")
    .option("--json", "print JSON");
  for (const option of viaOptions()) command.addOption(option);
  command
    .addHelpText(
      "after",
      "\nMessages are taken off once nobody needs them, unless parties run with --keep-messages.\n\nExample:\n  breakwater silo traffic /srv/exchange",
    )
    .action(act);
}

async function act(
  place: string | undefined,
  flags: ViaFlags & { readonly contract?: string; readonly json?: boolean },
): Promise<void> {
  const { openTraffic } = await import("../silos/wire/open-traffic.ts");
  const { countTraffic } = await import("../silos/wire/traffic.ts");
  const { print } = await import("./format.ts");
  const named = place === undefined || /^(folder|rediss?):/.test(place) ? place : `folder:${place}`;
  const source = await openTraffic(
    await readVia({ ...flags, ...(named === undefined ? {} : { via: named }) }),
    flags.contract,
  );
  const traffic = await countTraffic(source).finally(() => source.close());
  print(flags.json === true ? JSON.stringify(traffic, null, 2) : await describe(traffic));
  if (traffic.faults.length === 0) return;
  const lines = traffic.faults.slice(0, MOST_FAULTS).map(({ name, why }) => `  ${name}: it is ${why}`);
  const more = traffic.faults.length > MOST_FAULTS ? [`  and ${traffic.faults.length - MOST_FAULTS} more`] : [];
  const what = `invalid messages, ${traffic.faults.length} are not a head and declared columns:`;
  throw new CommandError(EXIT.invalidStudy, [what, ...lines, ...more].join("\n"));
}

const MOST_FAULTS = 10;

async function describe({ where, papers, pairs, columns, others, faults }: Traffic): Promise<string> {
  const { count, formatTable } = await import("./format.ts");
  const range = ({ from, to }: { from: number; to: number }): string => `${from} to ${to}`;
  const pairRow = ({ from, to, messages, bytes, headBytes, scenarios, days }: PairTraffic): string[] => [
    from,
    to,
    String(messages),
    String(bytes),
    String(bytes - headBytes),
    `${scenarios.from} to ${scenarios.to - 1}`,
    range(days),
  ];
  const columnRow = ({ from, to, way, field, unit, values, bytes }: ColumnTraffic): string[] => [
    from,
    to,
    way,
    field,
    unit,
    String(values),
    String(bytes),
  ];
  const messages = pairs.reduce((sum, pair) => sum + pair.messages, 0);
  const bytes = pairs.reduce((sum, pair) => sum + pair.bytes, 0);
  const size = (list: readonly { readonly bytes: number }[]): number => list.reduce((sum, item) => sum + item.bytes, 0);
  return [
    `${where}: ${count(messages, "message")}, ${bytes} bytes; ${count(papers.length, "paper")} (what parties say of themselves), ${size(papers)} bytes`,
    ...(pairs.length === 0
      ? ["no messages: they are taken off once nobody needs them, unless parties run with --keep-messages"]
      : [
          formatTable(["from", "to", "messages", "bytes", "of columns", "scenarios", "days"], pairs.map(pairRow), 2),
          formatTable(["from", "to", "way", "column", "unit", "values", "bytes"], columns.map(columnRow), 5),
        ]),
    ...(faults.length === 0 && pairs.length > 0
      ? ["every message is a head of 128 bytes and its declared columns as doubles, nothing else"]
      : []),
    ...others.map(({ name, size: length }) => `beside: ${name}, ${length} bytes`),
  ].join("\n");
}

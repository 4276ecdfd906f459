import { suggest } from "../config/suggest.ts";
import { CommandError, EXIT } from "../errors.ts";
import type { CliCommand } from "./define.ts";

const SUBJECTS = ["hazards", "metrics", "samplers", "distributions", "outputs"] as const;
type Subject = (typeof SUBJECTS)[number];

export const list: CliCommand = {
  name: "list",
  register(program) {
    program
      .command("list")
      .description("List what a study can use and what a run yields, with definitions.")
      .argument("<what>", `what to list: ${SUBJECTS.join(", ")}`, subject)
      .option("--json", "print JSON")
      .addHelpText("after", "\nExamples:\n  breakwater list hazards\n  breakwater list metrics --json")
      .action(act);
  },
};

interface Entry {
  readonly name: string;
  readonly summary: string;
}

function subject(text: string): Subject {
  const known = SUBJECTS.find((name) => name === text);
  if (known !== undefined) return known;
  const message = `unknown subject '${text}', must be one of ${SUBJECTS.join(", ")}${suggest(text, SUBJECTS)}`;
  throw new CommandError(EXIT.usage, message);
}

async function act(subject: Subject, flags: { readonly json?: boolean }): Promise<void> {
  const { formatTable, print } = await import("./format.ts");
  const entries = await entriesOf(subject);
  if (flags.json === true) print(JSON.stringify(entries, null, 2));
  else {
    const rows = entries.map(({ name, summary }) => [name, wrap(summary, 68)]);
    print(formatTable([subject, "meaning"], rows, 2));
  }
}

async function entriesOf(subject: Subject): Promise<Entry[]> {
  switch (subject) {
    case "hazards": {
      const { HAZARD_KINDS } = await import("../hazards/index.ts");
      return HAZARD_KINDS.map(({ kind, summary }) => ({ name: kind, summary }));
    }
    case "metrics": {
      const { METRICS } = await import("../metrics/index.ts");
      return METRICS.map(({ name, summary, unit, worse }) => ({
        name,
        summary: `${summary} Unit: ${unit}; ${worse} is worse.`,
      }));
    }
    case "samplers": {
      const { SAMPLERS } = await import("../samplers/index.ts");
      return SAMPLERS.map(({ name, summary }) => ({ name, summary }));
    }
    case "distributions": {
      const { distributionLaws } = await import("../distributions/index.ts");
      return distributionLaws.map(({ name, summary }) => ({ name, summary }));
    }
    case "outputs": {
      const { RESULT_TABLES } = await import("../outputs/tables/index.ts");
      return RESULT_TABLES.map(({ name, description }) => ({ name, summary: description }));
    }
  }
}

function wrap(text: string, width: number): string {
  const lines: string[] = [""];
  for (const word of text.split(" ")) {
    const line = lines[lines.length - 1];
    if (line !== "" && line.length + 1 + word.length > width) lines.push(word);
    else lines[lines.length - 1] = line === "" ? word : `${line} ${word}`;
  }
  return lines.join("\n");
}

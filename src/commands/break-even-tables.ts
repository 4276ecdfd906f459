import type { CompiledStudy } from "../compile-study.ts";
import type { BreakEven } from "../studies/break-even.ts";
import type { Quantity, Scope } from "../studies/reprice.ts";
import { bold, digits, formatTable, usd } from "./format.ts";
import { wrapText } from "./wrap.ts";

/** One table a quantity: from and to which value each design is cheaper than the one it is compared with. */
export function breakEvenTables({ study }: CompiledStudy, scope: Scope, answers: readonly BreakEven[]): string {
  const intro = `${study.title}: break-even of undisturbed cost\nLanded is the cost of what is sold, on the shelf; total adds holding and fixed cost.`;
  const quantities = [...new Set(answers.map(({ quantity }) => quantity))];
  const tables = quantities.map((quantity) => {
    const own = answers.filter((answer) => answer.quantity === quantity);
    return quantityTable(quantity, headingOf(quantity, scope), own);
  });
  return [wrapText(intro), ...tables].join("\n\n");
}

function quantityTable(quantity: Quantity, heading: string, answers: readonly BreakEven[]): string {
  const notes: string[] = [];
  const cell = (answer: BreakEven): string => {
    const text = cheaperWhere(answer);
    if (answer.reason === "") return answer.method === "exact" ? text : `${text}${mark(notes, SEARCHED)}`;
    return `${text}${mark(notes, answer.reason)}`;
  };
  const landed = answers.filter(({ cost }) => cost === "landed");
  const total = answers.filter(({ cost }) => cost === "total");
  const table = formatTable(
    ["overtaken", "by", "landed,\na day", "cheaper\nlanded", "total,\na day", "cheaper\nin total"],
    landed.map((answer, row) => [
      answer.from,
      answer.to,
      signed(answer.gapTodayUsdPerDay),
      cell(answer),
      signed(total[row].gapTodayUsdPerDay),
      cell(total[row]),
    ]),
    2,
  );
  const explained = notes.map((note, index) => wrapText(`(${index + 1}) ${note}`, 4));
  return [bold(`${quantity}: ${heading}`), table, ...explained].join("\n");
}

const SEARCHED = "the duty falls on goods that already bore it: searched, not solved in closed form";

function headingOf(quantity: Quantity, { regime, modes, lanes, origin, destination }: Scope): string {
  const where = [
    ...(modes === undefined ? [] : [`by ${modes.join(", ")}`]),
    ...(lanes === undefined ? [] : [`on ${lanes.join(", ")}`]),
  ];
  if (quantity === "carbon-price") {
    return regime === undefined ? "USD per tonne CO2e, one price in all regimes" : `USD per tonne CO2e in ${regime}`;
  }
  if (quantity === "freight") return ["factor on the cost of freight", ...where].join(" ");
  const borders = [
    ...(origin === undefined ? [] : [`from ${origin}`]),
    ...(destination === undefined ? [] : [`into ${destination}`]),
  ];
  return ["duty on top of today's, percent of value, between regions", ...borders, ...where].join(" ");
}

/** `from 84.3`, `up to 12`, `from 20 up to 90`, `always`, `never`. */
function cheaperWhere({ quantity, crossings, isCheaperAtZero }: BreakEven): string {
  if (crossings.length === 0) return isCheaperAtZero ? "always" : "never";
  return crossings
    .map(({ at, isCheaperBeyond }) => `${isCheaperBeyond ? "from" : "up to"} ${shown(quantity, at)}`)
    .join(" ");
}

function shown(quantity: Quantity, value: number): string {
  return quantity === "tariff" ? `${digits(value * 100, 4)} %` : digits(value, 4);
}

function signed(value: number): string {
  const text = usd(value);
  return value > 0 ? `+${text}` : text;
}

function mark(notes: string[], note: string): string {
  if (!notes.includes(note)) notes.push(note);
  return ` (${notes.indexOf(note) + 1})`;
}

/** The way from the root of a document to a value: keys and list positions. */
export type Path = readonly PropertyKey[];

/** `hazards[2].ratePerYear`. */
export function formatPath(path: Path): string {
  let text = "";
  for (const step of path) {
    if (typeof step === "number") text += `[${step}]`;
    else text += text === "" ? String(step) : `.${String(step)}`;
  }
  return text;
}

/** What an overlay may say about the terms of `Own`: other values, or `none` for terms that may be absent. */
export type Overlay<Own> = { readonly [Key in keyof Own]?: Own[Key] | "none" };

/** Terms with those of an overlay in their place; what the overlay sets to `none` is absent. */
export function overlaid<Own extends object>(own: Own, overlay: Overlay<Own>): Own {
  const merged = { ...own } as Record<string, unknown>;
  for (const [key, value] of Object.entries(overlay)) {
    if (value === "none") delete merged[key];
    else merged[key] = value;
  }
  return merged as Own;
}

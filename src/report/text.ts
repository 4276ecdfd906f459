/**
 * Text from a study made fit for one line of the report: controls become blanks, and marks that turn the direction of what
 * follows are left out.
 */
export function plain(text: string): string {
  return text.replace(/[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]/g, "").replace(/\p{Cc}+/gu, " ");
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Text as content or attribute of HTML. */
export function escapeHtml(text: string): string {
  return plain(text).replace(/[&<>"']/g, (char) => ENTITIES[char]);
}

/** JSON that may stand in a script element: no tag, comment or line separator can begin in it. */
export function scriptJson(value: unknown): string {
  return JSON.stringify(value, (_, item) => (typeof item === "string" ? plain(item) : item)).replace(
    /[<>&\u2028\u2029]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

import { Document, isMap, isScalar, type Pair, visit } from "yaml";
import type { RawMap } from "../../config/raw-values.ts";

/** What fits in so many letters stands on one line: an entity, as far as one can take it in at a glance. */
const MOST_ON_A_LINE = 160;

/**
 * A document as YAML to be read by people: an entity a line where it is short, a blank line between sections, a comment at the
 * top. Numbers read back to the bit.
 *
 * @param comment lines without their signs
 */
export function writeYaml(document: RawMap, comment: readonly string[]): string {
  const yaml = new Document(document);
  yaml.commentBefore = comment.map((line) => (line === "" ? "" : ` ${line}`)).join("\n");
  const root = yaml.contents;
  visit(yaml, {
    Collection(_, node) {
      if (node === root) return undefined;
      if (JSON.stringify(node.toJSON()).length > MOST_ON_A_LINE) return undefined;
      node.flow = true;
      return visit.SKIP;
    },
  });
  if (isMap(root)) {
    root.items.forEach((pair: Pair, index) => {
      if (index > 0 && isScalar(pair.key)) pair.key.spaceBefore = true;
    });
  }
  return yaml.toString({ lineWidth: 0, flowCollectionPadding: true, aliasDuplicateObjects: false } as never);
}

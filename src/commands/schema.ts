import type { CliCommand } from "./define.ts";

export const schema: CliCommand = {
  name: "schema",
  register(program) {
    program
      .command("schema")
      .description("Print the JSON Schema of study files, for editors.")
      .addHelpText("after", "\nExample:\n  breakwater schema > study.schema.json")
      .action(async () => {
        const { studyJsonSchema } = await import("../config/json-schema.ts");
        const { print } = await import("./format.ts");
        print(JSON.stringify(studyJsonSchema("ref"), null, 2));
      });
  },
};

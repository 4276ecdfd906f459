import type { CliCommand } from "./define.ts";

export const check: CliCommand = {
  name: "check",
  register(program) {
    program
      .command("check")
      .description("Say everything that is wrong with a study, or what its designs cost and carry undisturbed.")
      .argument("<study>", "study file (YAML)")
      .option("--flows", "also print the baseline flow and capacity of every lane and process")
      .option("--json", "print JSON")
      .addHelpText("after", "\nExample:\n  breakwater check configs/ev-battery.yaml --flows")
      .action(act);
  },
};

async function act(path: string, flags: { readonly flows?: boolean; readonly json?: boolean }): Promise<void> {
  const { STUB_PREFIX } = await import("../config/silo/party-files.ts");
  const { readStudyOrPart } = await import("./read-study.ts");
  const { compileStudy } = await import("../compile-study.ts");
  const { baselineTable, flowTable, landedCostTable, policyTable } = await import("./check-tables.ts");
  const { count, notify, print } = await import("./format.ts");
  const { wrapText } = await import("./wrap.ts");
  const compiled = compileStudy(await readStudyOrPart(path));
  const { study, designs } = compiled;
  for (const warning of compiled.warnings) notify(`warning: ${warning}`);
  if (flags.json === true) {
    const rows = study.designs.map(({ id }, index) => {
      const { structure, policies } = designs[index];
      return { design: id, ...structure, policies: policies.map(({ remedy: _remedy, ...figure }) => figure) };
    });
    print(JSON.stringify({ study: study.id, warnings: compiled.warnings, designs: rows }, null, 2));
    return;
  }
  const { markets, hazards, world } = study;
  const sizes = Object.entries({
    design: designs,
    hazard: hazards,
    market: markets,
    site: world.sites.filter(({ id }) => !id.startsWith(STUB_PREFIX)),
    lane: world.lanes,
  }).map(([what, { length }]) => count(length, what));
  print(wrapText(`${study.title}: valid. ${sizes.join(", ")}.\n`));
  print(baselineTable(compiled));
  if (markets.length > 0) print(`\nLanded cost, USD a unit\n${landedCostTable(compiled)}`);
  const policies = policyTable(compiled);
  if (policies !== undefined) print(`\nPolicies, at baseline\n${policies}`);
  if (flags.flows !== true) return;
  for (let design = 0; design < designs.length; design++) {
    print(`\nBaseline flows of ${study.designs[design].id}`);
    print(flowTable(compiled, design));
  }
}

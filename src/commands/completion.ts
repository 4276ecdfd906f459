import { type Command, Option } from "commander";
import { suggest } from "../config/suggest.ts";
import { CommandError, EXIT } from "../errors.ts";
import type { CliCommand } from "./define.ts";

const SHELLS = ["bash", "zsh", "fish"] as const;
type Shell = (typeof SHELLS)[number];

export const completion: CliCommand = {
  name: "completion",
  register(program) {
    program
      .command("completion")
      .description("Print a script that completes commands and flags in your shell.")
      .argument("<shell>", `one of ${SHELLS.join(", ")}`, shell)
      .addHelpText(
        "after",
        "\nExamples:\n  breakwater completion bash > ~/.local/share/bash-completion/completions/breakwater\n  breakwater completion zsh > ~/.zfunc/_breakwater\n  breakwater completion fish > ~/.config/fish/completions/breakwater.fish",
      )
      .action(async (asked: Shell) => {
        const { print } = await import("./format.ts");
        print(SCRIPTS[asked](describe(program)));
      });
  },
};

function shell(text: string): Shell {
  const known = SHELLS.find((name) => name === text);
  if (known !== undefined) return known;
  throw new CommandError(
    EXIT.usage,
    `unknown shell '${text}', must be one of ${SHELLS.join(", ")}${suggest(text, SHELLS)}`,
  );
}

interface Described {
  readonly name: string;
  readonly words: string;
  readonly flags: readonly { readonly flag: string; readonly words: string }[];
}

/** What the command line itself says of its commands: nothing is listed a second time. */
function describe(program: Command): Described[] {
  return program.commands.map((command) => ({
    name: command.name(),
    words: command.description(),
    flags: flagsOf(command),
  }));
}

/** Flags of a command and of those it holds. */
function flagsOf(command: Command): Described["flags"] {
  const options = [command, ...command.commands].flatMap(({ options }) => options);
  const flags = [...options, new Option("--help", "show help")].flatMap(({ long, description }) =>
    long ? [[long, { flag: long, words: description }] as const] : [],
  );
  return [...new Map(flags).values()];
}

const quote = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

const SCRIPTS: Readonly<Record<Shell, (commands: readonly Described[]) => string>> = {
  bash: (commands) => `_breakwater() {
  local current="\${COMP_WORDS[COMP_CWORD]}" words=""
  if [ "$COMP_CWORD" -eq 1 ]; then
    words="${commands.map(({ name }) => name).join(" ")}"
  elif [ "\${current#-}" != "$current" ]; then
    case "\${COMP_WORDS[1]}" in
${commands.map(({ name, flags }) => `      ${name}) words="${flags.map(({ flag }) => flag).join(" ")}" ;;`).join("\n")}
    esac
  fi
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o default -F _breakwater breakwater`,
  zsh: (commands) => `#compdef breakwater
_breakwater() {
  local -a commands
  commands=(
${commands.map(({ name, words }) => `    ${quote(`${name}:${words}`)}`).join("\n")}
  )
  if (( CURRENT == 2 )); then
    _describe command commands
    return
  fi
  case "$words[2]" in
${commands.map(({ name, flags }) => `    ${name}) _arguments ${flags.map(({ flag, words }) => quote(`${flag}[${words.replace(/[[\]:]/g, " ")}]`)).join(" ")} '*:file:_files' ;;`).join("\n")}
  esac
}
compdef _breakwater breakwater`,
  fish: (commands) =>
    commands
      .flatMap(({ name, words, flags }) => [
        `complete -c breakwater -n __fish_use_subcommand -a ${name} -d ${quote(words)}`,
        ...flags.map(
          ({ flag, words: of }) =>
            `complete -c breakwater -n '__fish_seen_subcommand_from ${name}' -l ${flag.slice(2)} -d ${quote(of)}`,
        ),
      ])
      .join("\n"),
};

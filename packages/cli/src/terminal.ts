import { styleText } from "node:util";

type Colour = "green" | "red" | "yellow" | "bold" | "dim";

const mayColour = (stream: { readonly isTTY?: boolean }): boolean =>
  stream.isTTY === true && !process.env["NO_COLOR"] && process.env["TERM"] !== "dumb";

/** Writes text in a colour, where standard output is a terminal and `NO_COLOR` is not set. */
export function paint(colour: Colour, text: string): string {
  return mayColour(process.stdout) ? styleText(colour, text, { validateStream: false }) : text;
}

/** Writes a line to standard output. */
export function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** Writes a line to standard error. */
export function complain(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** Text of strangers as it may be shown: what steers a terminal is spelt out. */
export function printable(text: string, most = 10_000): string {
  const shown = text
    .slice(0, most)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not get through.
    .replace(/[\0-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/g, (character) => {
      return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
    });
  return text.length > most ? `${shown}\n… ${text.length - most} more characters` : shown;
}

/** The same for what stands on one line. */
export const printableLine = (text: string): string =>
  printable(text, 1000).replaceAll(/[\t\n]/g, " ");

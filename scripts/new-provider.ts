/**
 * `pnpm new:provider <id>`: asks five questions, writes the two files of a provider, and what is generated from them.
 *
 * Each answer can be given as an option instead: `--name`, `--docs`, `--where`, `--signed`, `--secret`. `--json` prints
 * a line of JSON for each of the two files, and all else to standard error.
 */
import { spawnSync } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline/promises";
import { parseArgs } from "node:util";
import {
  AnswerError,
  type Answers,
  checkId,
  type Question,
  questionsFor,
  readAnswers,
} from "./provider-answers.ts";
import { literalSource, vectorSource } from "./provider-files.ts";
import { presetIds, root } from "./workspace.ts";

const option = { type: "string" } as const;
const options = {
  name: option,
  docs: option,
  where: option,
  signed: option,
  secret: option,
  json: { type: "boolean" },
} as const;

type Texts = Record<Question["key"], string>;

/** Answers that are fine so far, whatever the open questions are answered. */
const blank: Omit<Texts, "secret"> = {
  name: "name",
  docs: "https://example.com",
  where: "a: {signature} | b: {timestamp} | c: {id}",
  signed: "HMAC-SHA256 hex of {body}",
};

/** Text is no public key, so that the last answer has another default. */
const isKeyPair = (signed = ""): boolean => /^ed25519/i.test(signed);

/** Asks for what no option answers; at a terminal until each answer can be used, else once. */
async function ask(
  id: string,
  given: Partial<Texts>,
  shown: NodeJS.WritableStream,
): Promise<Answers> {
  const texts: Partial<Texts> = { ...given };
  const lines = createInterface({ input: process.stdin });
  const next = lines[Symbol.asyncIterator]();
  const questions = questionsFor(id);
  for (const [index, { key, text, hint, ...question }] of questions.entries()) {
    const fallback = key === "secret" && isKeyPair(texts.signed) ? "hex" : question.fallback;
    while (texts[key] === undefined) {
      const prompt = fallback === undefined ? "> " : `[${fallback}] > `;
      shown.write(`${index + 1}/${questions.length}  ${text}\n    ${hint}\n    ${prompt}`);
      const { value, done } = await next.next();
      if (done) throw new AnswerError("the answers end here, and nothing was written");
      const answer = (value as string).trim() || fallback || "";
      try {
        const secret = isKeyPair(key === "signed" ? answer : texts.signed) ? "hex" : "text";
        readAnswers(id, { ...blank, secret, ...texts, [key]: answer });
        texts[key] = answer;
      } catch (error) {
        if (!(error instanceof AnswerError) || !process.stdin.isTTY) throw error;
        shown.write(`    ${error.message}\n`);
      }
    }
  }
  lines.close();
  return readAnswers(id, texts as Texts);
}

async function run(): Promise<void> {
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  const { json: isJson = false, ...given } = values;
  const shown = isJson ? process.stderr : process.stdout;
  const [id = "", ...more] = positionals;
  if (id === "" || more.length > 0) throw new AnswerError("name one id: pnpm new:provider acme");
  checkId(id, presetIds());
  const answers = await ask(id, given, shown);
  const files = [
    [`packages/providers/src/${id}.ts`, literalSource(answers)],
    [`packages/providers/vectors/${id}.json`, vectorSource(answers)],
  ] as const;
  const leftOver = files.find(([file]) => existsSync(join(root, file)));
  if (leftOver) throw new AnswerError(`${leftOver[0]} is there already`);
  shown.write("\n");
  for (const [file, text] of files) {
    writeFileSync(join(root, file), text, { flag: "wx" });
    console.log(isJson ? JSON.stringify({ path: file, fate: "wrote" }) : `wrote ${file}`);
  }
  const { status } = spawnSync(process.execPath, [join(root, "scripts/generate.ts")], {
    cwd: root,
    stdio: ["inherit", isJson ? 2 : "inherit", "inherit"],
  });
  process.exitCode = status ?? 1;
  shown.write(`\nNow: pnpm test:provider ${id}\n`);
  shown.write(
    "The vector is generated, and proves nothing yet: put one that the provider publishes beside it.\n",
  );
}

try {
  await run();
} catch (error) {
  const isFault =
    error instanceof AnswerError ||
    (error as NodeJS.ErrnoException).code?.startsWith("ERR_PARSE_ARGS");
  if (!isFault) throw error;
  console.error((error as Error).message);
  process.exitCode = 1;
}

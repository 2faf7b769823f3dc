import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, test, vi } from "vitest";
import { sqliteAttemptsStore } from "../src/sqlite.ts";
import { attemptsDirectory } from "./attempts-directory.ts";

vi.setConfig({ testTimeout: 60_000 });

const newFile = attemptsDirectory();
const script = (name: string): string => join(import.meta.dirname, name);

const start = (name: string, ...args: string[]): ChildProcess =>
  fork(script(name), args, { execArgv: ["--import", script("resolve-sources.ts")] });

const startRecorder = (...args: string[]): ChildProcess => start("recorder.ts", ...args);

test("processes that are killed while they write lose nothing that was taken", async () => {
  const file = newFile();
  const taken: string[] = [];
  const recorders = ["a", "b", "c"].map((name) => startRecorder(file, name));
  await Promise.all(
    recorders.map(async (recorder, i) => {
      const exited = once(recorder, "exit");
      let count = 0;
      recorder.on("message", (id: string) => {
        taken.push(id);
        count++;
        // Not all at the same time.
        if (count === 60 + 40 * i) recorder.kill("SIGKILL");
      });
      const [, signal] = await exited;
      expect(signal).toBe("SIGKILL");
    }),
  );
  expect(taken.length).toBeGreaterThanOrEqual(300);

  using store = sqliteAttemptsStore({ file });
  for (const id of taken) {
    expect(Buffer.from((await store.findEvent(id))?.body ?? []).toString()).toBe(id);
    const { attempts } = await store.findAttempts({ eventId: id });
    expect(attempts.map(({ replyBody }) => Buffer.from(replyBody).toString())).toEqual([id]);
  }
  const database = new DatabaseSync(file);
  expect(database.prepare("PRAGMA integrity_check").get()).toEqual({ integrity_check: "ok" });
  database.close();
});

test("what several processes record at once is kept once", async () => {
  const file = newFile();
  const count = 500;
  const recorders = Array.from({ length: 3 }, (_, i) =>
    startRecorder(file, String(i), String(count)),
  );
  const news = await Promise.all(
    recorders.map(async (recorder) => {
      const exited = once(recorder, "exit");
      const [isNew] = await Promise.race([
        once(recorder, "message"),
        exited.then(([code]) => expect.fail(`a recorder ended with ${code}`)),
      ]);
      await exited;
      return Number(isNew);
    }),
  );
  expect(news.reduce((sum, one) => sum + one)).toBe(count);
  using store = sqliteAttemptsStore({ file });
  const { attempts } = await store.findAttempts({ limit: 1000 });
  expect(attempts).toHaveLength(count);
});

test("a file or directory that can't be written says so", async () => {
  const directory = newFile("locked");
  mkdirSync(directory);
  chmodSync(newFile("."), 0o755);
  const file = join(directory, "attempts.db");
  sqliteAttemptsStore({ file }).close();
  chmodSync(file, 0o444);
  chmodSync(directory, 0o555);
  const [codes] = await once(start("unprivileged.ts", file, join(directory, "new.db")), "message");
  expect(codes).toEqual(["store_read_only", "store_read_only"]);
  chmodSync(directory, 0o755);
});

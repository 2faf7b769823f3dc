/** A process that records attempts without end, and tells of each that was taken. */
import { sqliteAttemptsStore } from "../src/sqlite.ts";
import { sampleAttempt, sampleEvent } from "./sample-attempt.ts";

const [, , file = "", name = "", shared = ""] = process.argv;
const store = sqliteAttemptsStore({ file, busyTimeoutMs: 30_000 });

async function record(lane: number): Promise<void> {
  for (let i = 0; ; i++) {
    const id = `${name}-${lane}-${i}`;
    await store.recordEvent(sampleEvent({ id, body: Buffer.from(id) }));
    await store.recordAttempt(sampleAttempt({ eventId: id, replyBody: Buffer.from(id) }));
    if (process.connected) process.send?.(id);
  }
}

if (shared === "") {
  for (let lane = 0; lane < 8; lane++) void record(lane);
} else {
  // All processes record the same, and each event is new to one of them.
  const ids = Array.from({ length: Number(shared) }, (_, i) => `shared-${i}`);
  const isNew = await Promise.all(ids.map((id) => store.recordEvent(sampleEvent({ id }))));
  await Promise.all(ids.map((eventId) => store.recordAttempt(sampleAttempt({ eventId }))));
  process.send?.(isNew.filter(Boolean).length, () => process.exit());
}

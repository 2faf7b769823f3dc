import { type EncodedBody, type EncodedJob, QueueError, type QueueSettings } from "@hooks/queue";
import type { Engine, ScriptArgument } from "./engine.ts";
import { jobKeyOf } from "./job-key.ts";
import { enqueuePlainScript, enqueueScript } from "./lua/enqueue.ts";
import { removeScript } from "./lua/verbs.ts";
import { bodyText } from "./stored-body.ts";

/** Redis does nothing else while a script runs, so that no script is given more than this. */
const most = { jobs: 1000, bytes: 4_194_304 } as const;

/** A larger body is stored as one that is shared: who looks at a job reads all that is in its hash. */
const mostOwnBytes = 16_384;

type Answer = readonly number[] | readonly [why: "over" | "reused", place: number];

/** What every call needs besides the jobs. */
export interface EnqueueSurroundings {
  readonly engine: Engine;
  readonly settings: QueueSettings;
  /** Where the trace goes on that the jobs are part of; empty for none. */
  readonly trace: string;
}

/** Cuts the jobs into as many scripts as they need. */
function chunksOf(jobs: readonly EncodedJob[]): readonly (readonly EncodedJob[])[] {
  if (jobs.length === 1) return [jobs];
  const chunks: EncodedJob[][] = [];
  let chunk: EncodedJob[] = [];
  let bytes = 0;
  let bodies = new Set<string>();
  for (const job of jobs) {
    const { data, body } = job;
    const size = data.length + (body && !bodies.has(body.digest) ? body.bytes.length : 0);
    if (chunk.length === 0 || chunk.length === most.jobs || bytes + size > most.bytes) {
      [chunk, bytes, bodies] = [[], 0, new Set()];
      chunks.push(chunk);
    }
    bytes += size;
    if (body) bodies.add(body.digest);
    chunk.push(job);
  }
  return chunks;
}

/** The digests of the bodies that are stored beside their jobs, not in them. */
function sharedBodies(jobs: readonly EncodedJob[]): ReadonlySet<string> {
  const seen = new Set<string>();
  const shared = new Set<string>();
  for (const { body } of jobs) {
    if (!body) continue;
    if (body.bytes.length > mostOwnBytes || seen.has(body.digest)) shared.add(body.digest);
    seen.add(body.digest);
  }
  return shared;
}

const isPlain = ({ lane, priority, dueAtMs, enqueuedAtMs }: EncodedJob): boolean =>
  lane === undefined && priority === 0 && dueAtMs <= enqueuedAtMs;

function argumentsOf(
  chunk: readonly EncodedJob[],
  isAnyJob: boolean,
  isOnlyLook: boolean,
  shared: ReadonlySet<string>,
  { settings, trace }: EnqueueSurroundings,
): readonly ScriptArgument[] {
  const { completed, dead } = settings;
  const nowMs = chunk[0]?.enqueuedAtMs ?? 0;
  const args: ScriptArgument[] = [nowMs, completed.ageMs, dead.ageMs, isOnlyLook ? -1 : 0];
  if (!isOnlyLook) {
    const bodies = new Map<string, EncodedBody>();
    for (const { body } of chunk)
      if (body && shared.has(body.digest)) bodies.set(body.digest, body);
    for (const { digest, bytes } of bodies.values()) args.push(digest, bodyText(bytes));
    args[3] = bodies.size;
  }
  for (const { id, lane = "", priority, dueAtMs, data, digest, body } of chunk) {
    const isShared = body !== undefined && shared.has(body.digest);
    const own = body && !isShared && !isOnlyLook ? bodyText(body.bytes) : "";
    args.push(
      jobKeyOf(id),
      digest,
      isOnlyLook ? "" : data,
      own,
      isShared ? body.digest : "",
      trace,
    );
    if (isAnyJob) args.push(lane, priority, dueAtMs);
  }
  return args;
}

async function runChunk(
  chunk: readonly EncodedJob[],
  isOnlyLook: boolean,
  shared: ReadonlySet<string>,
  surroundings: EnqueueSurroundings,
): Promise<readonly number[]> {
  const { engine, settings } = surroundings;
  const isAnyJob = isOnlyLook || !chunk.every(isPlain);
  const script = isAnyJob ? enqueueScript : enqueuePlainScript;
  for (;;) {
    const args = argumentsOf(chunk, isAnyJob, isOnlyLook, shared, surroundings);
    const answer = await engine.run<Answer>(script, args);
    if (answer[0] === "reused") {
      throw new QueueError("job_id_reused", "the id is known with other data, body or lane");
    }
    if (answer[0] !== "over") return answer as readonly number[];
    // It is past its retention, though nothing has been finished since.
    const key = jobKeyOf(chunk[answer[1] - 1]?.id ?? "");
    const { completed, dead, now } = settings;
    await engine.run(removeScript, [now(), completed.ageMs, dead.ageMs, key, 1]);
  }
}

/** Enqueues jobs; one that is refused refuses them all. Answers for each whether it is new. */
export async function enqueueJobs(
  jobs: readonly EncodedJob[],
  surroundings: EnqueueSurroundings,
): Promise<readonly boolean[]> {
  const chunks = chunksOf(jobs);
  const shared = sharedBodies(jobs);
  if (chunks.length > 1) {
    for (const chunk of chunks) await runChunk(chunk, true, shared, surroundings);
  }
  const areNew: boolean[] = [];
  for (const chunk of chunks) {
    for (const isNew of await runChunk(chunk, false, shared, surroundings))
      areNew.push(isNew === 1);
  }
  return areNew;
}

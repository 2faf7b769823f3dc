import type { RetentionBounds } from "@hooks/queue";
import { type EncodedBody, type EncodedJob, QueueError } from "@hooks/queue";
import type { Engine, ScriptArgument } from "./engine.ts";
import { jobKeyOf } from "./job-key.ts";
import { enqueueScript } from "./lua/enqueue.ts";
import { bodyText } from "./stored-body.ts";

/** Redis does nothing else while a script runs, so that no script is given more than this. */
const most = { jobs: 500, bytes: 4_194_304 } as const;

/** What every call needs besides the jobs. */
export interface EnqueueSurroundings {
  readonly engine: Engine;
  readonly completed: RetentionBounds;
  readonly dead: RetentionBounds;
  readonly nowMs: number;
  /** Where the trace goes on that the jobs are part of; empty for none. */
  readonly trace: string;
}

function bytesOf({ data, body }: EncodedJob, bodies: ReadonlySet<string>): number {
  return data.length + (body && !bodies.has(body.digest) ? body.bytes.length : 0);
}

/** Cuts the jobs into as many scripts as they need: one, nearly always. */
function* chunksOf(jobs: readonly EncodedJob[]): Generator<readonly EncodedJob[]> {
  let chunk: EncodedJob[] = [];
  let bytes = 0;
  let bodies = new Set<string>();
  for (const job of jobs) {
    const size = bytesOf(job, bodies);
    if (chunk.length === most.jobs || (chunk.length > 0 && bytes + size > most.bytes)) {
      yield chunk;
      [chunk, bytes, bodies] = [[], 0, new Set()];
    }
    bytes += bytesOf(job, bodies);
    if (job.body) bodies.add(job.body.digest);
    chunk.push(job);
  }
  if (chunk.length > 0) yield chunk;
}

async function runChunk(
  chunk: readonly EncodedJob[],
  isOnlyLook: boolean,
  { engine, completed, dead, nowMs, trace }: EnqueueSurroundings,
): Promise<readonly boolean[]> {
  const bodies = new Map<string, EncodedBody>();
  const fields: ScriptArgument[] = [];
  for (const { id, lane = "", priority, dueAtMs, data, digest, body } of chunk) {
    if (body && !isOnlyLook) bodies.set(body.digest, body);
    const payload = isOnlyLook ? "" : data;
    fields.push(jobKeyOf(id), lane, priority, dueAtMs, payload, digest, body?.digest ?? "", trace);
  }
  const texts = [...bodies.values()].flatMap(({ digest, bytes }) => [digest, bodyText(bytes)]);
  const head = [nowMs, completed.ageMs, dead.ageMs, isOnlyLook ? 1 : 0, bodies.size];
  const answer = await engine.run<readonly number[] | number>(enqueueScript, [
    ...head,
    ...texts,
    ...fields,
  ]);
  if (typeof answer !== "number") return answer.map((isNew) => isNew === 1);
  throw new QueueError("job_id_reused", "the id is known with other data, body or lane");
}

/** Enqueues jobs; one that is refused refuses them all. Answers for each whether it is new. */
export async function enqueueJobs(
  jobs: readonly EncodedJob[],
  surroundings: EnqueueSurroundings,
): Promise<readonly boolean[]> {
  const chunks = [...chunksOf(jobs)];
  if (chunks.length > 1) for (const chunk of chunks) await runChunk(chunk, true, surroundings);
  const answers: boolean[] = [];
  for (const chunk of chunks) answers.push(...(await runChunk(chunk, false, surroundings)));
  return answers;
}

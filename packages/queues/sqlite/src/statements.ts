import type { DatabaseSync, StatementSync } from "node:sqlite";

const head = (kind: 0 | 1): string => `
  SELECT seq, priority, due_at FROM $_jobs
  WHERE lane = ? AND is_retry = ${kind} AND state = 0
  ORDER BY priority, due_at, seq LIMIT 1`;

const deadFilter = `
  (:lane IS NULL OR lane = (SELECT id FROM $_lanes WHERE name = :lane))
  AND (:code IS NULL OR failure_code = :code)
  AND (:since IS NULL OR finished_at >= :since)
  AND (:until IS NULL OR finished_at < :until)`;

const jobAndLane = "SELECT j.*, l.name AS lane_name FROM $_jobs j JOIN $_lanes l ON l.id = j.lane";

/** `$` stands for the queue's name. */
const texts = {
  version: "SELECT version FROM $_meta",
  isPaused: "SELECT is_paused FROM $_meta",
  setPaused: "UPDATE $_meta SET is_paused = ?",

  lane: "SELECT * FROM $_lanes WHERE id = ?",
  laneId: "SELECT id FROM $_lanes WHERE name = ?",
  addLane: "INSERT INTO $_lanes (name, concurrency) VALUES (?, ?)",
  setLane: `UPDATE $_lanes SET concurrency = ?, rate_max = ?, rate_per_ms = ?, is_ordered = ?
    WHERE id = ?`,
  setLanePaused: "UPDATE $_lanes SET is_paused = ? WHERE id = ?",
  setWindow: "UPDATE $_lanes SET window_started_at = ?, window_count = ? WHERE id = ?",
  setHeads: `UPDATE $_lanes SET wake_at = ?, first_priority = ?, first_due = ?, first_seq = ?,
    retry_priority = ?, retry_due = ?, retry_seq = ? WHERE id = ?`,
  lanesToWake: "SELECT id FROM $_lanes WHERE wake_at <= ?",
  firstHead: head(0) as string,
  retryHead: head(1) as string,
  orderedHead: `SELECT seq, priority, due_at, state, is_retry FROM $_jobs
    WHERE lane = ? AND state < 2 ORDER BY seq LIMIT 1`,
  laneActive:
    "SELECT count(*) AS count FROM (SELECT 1 FROM $_jobs WHERE lane = ? AND state = 2 LIMIT ?)",
  nextFirst: `SELECT id AS lane, first_priority AS priority, first_due AS due_at, first_seq AS seq
    FROM $_lanes WHERE first_seq IS NOT NULL
    ORDER BY first_priority, first_due, first_seq LIMIT 1`,
  nextRetry: `SELECT id AS lane, retry_priority AS priority, retry_due AS due_at, retry_seq AS seq
    FROM $_lanes WHERE retry_seq IS NOT NULL
    ORDER BY retry_priority, retry_due, retry_seq LIMIT 1`,

  known: "SELECT seq, digest, state, finished_at FROM $_jobs WHERE id = ?",
  addBody: "INSERT INTO $_bodies (digest, bytes, users) VALUES (?, ?, 0) RETURNING id",
  bodyId: "SELECT id FROM $_bodies WHERE digest = ?",
  body: "SELECT bytes FROM $_bodies WHERE id = ?",
  add: `INSERT INTO $_jobs (id, lane, state, priority, enqueued_at, due_at, digest, data, body)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  toPromote: `SELECT seq, lane FROM $_jobs WHERE state = 1 AND due_at <= ?
    ORDER BY due_at LIMIT 1000`,
  promote: "UPDATE $_jobs SET state = 0 WHERE seq = ?",
  toExpire: `SELECT seq, lane, attempts FROM $_jobs WHERE state = 2 AND lease_until <= ?
    ORDER BY lease_until LIMIT 1000`,
  start: `UPDATE $_jobs SET state = 2, attempts = attempts + 1, token = ?, lease_until = ?,
    started_at = ?, progress = NULL WHERE seq = ?`,
  job: `${jobAndLane} WHERE j.seq = ?` as string,
  jobOfId: `${jobAndLane} WHERE j.id = ?` as string,
  held: "SELECT seq, lane, attempts FROM $_jobs WHERE id = ? AND token = ? AND state = 2",
  extend: "UPDATE $_jobs SET lease_until = ? WHERE id = ? AND token = ? AND state = 2",
  progress: "UPDATE $_jobs SET progress = ? WHERE id = ? AND token = ? AND state = 2",
  fail: `UPDATE $_jobs SET failure_code = ?, failure_message = ?, failure_at = ? WHERE seq = ?`,
  putBack: `UPDATE $_jobs SET state = ?, due_at = ?, attempts = ?, token = NULL,
    lease_until = NULL WHERE seq = ?`,
  complete: `UPDATE $_jobs SET state = 3, finished_at = ?, token = NULL, lease_until = NULL,
    data = NULL, body = NULL WHERE seq = ?`,
  bury: `UPDATE $_jobs SET state = 4, finished_at = ?, token = NULL, lease_until = NULL
    WHERE seq = ?`,
  delete: "DELETE FROM $_jobs WHERE seq = ?",

  deadPage: `${jobAndLane} WHERE j.state = 4 AND (j.finished_at, j.seq) > (:afterMs, :afterSeq)
    AND ${deadFilter.replaceAll(" lane =", " j.lane =")}
    ORDER BY j.finished_at, j.seq LIMIT :limit` as string,
  maxSeq: "SELECT max(seq) AS seq FROM $_jobs",
  toRevive: `SELECT seq, lane FROM $_jobs WHERE state = 4 AND seq <= :maxSeq AND ${deadFilter}
    ORDER BY finished_at, seq LIMIT 1000` as string,
  revive: `UPDATE $_jobs SET seq = (SELECT max(seq) + 1 FROM $_jobs), state = 0, attempts = 0,
    due_at = ?, finished_at = NULL WHERE seq = ?`,

  counts: `SELECT
    (SELECT count(*) FROM $_jobs WHERE state = 0) AS waiting,
    (SELECT count(*) FROM $_jobs WHERE state = 1) AS delayed,
    (SELECT count(*) FROM $_jobs WHERE state = 1 AND due_at <= ?) AS due,
    (SELECT count(*) FROM $_jobs WHERE state = 2) AS active,
    (SELECT count(*) FROM $_jobs WHERE state = 3) AS completed,
    (SELECT count(*) FROM $_jobs WHERE state = 4) AS dead`,
  oldest: `SELECT min(
    ifnull((SELECT min(due_at) FROM $_jobs WHERE state = 0), :now),
    ifnull((SELECT min(due_at) FROM $_jobs WHERE state = 1), :now), :now) AS due_at`,
  wakes: `SELECT (SELECT min(due_at) FROM $_jobs WHERE state = 1) AS due,
    (SELECT min(lease_until) FROM $_jobs WHERE state = 2) AS lease,
    (SELECT min(wake_at) FROM $_lanes WHERE wake_at IS NOT NULL) AS lane`,

  sweepCompleted: `DELETE FROM $_jobs WHERE seq IN (SELECT seq FROM $_jobs WHERE state = 3
    AND (finished_at, seq) <= (?, ?) ORDER BY finished_at, seq LIMIT 1000)`,
  sweepDead: `DELETE FROM $_jobs WHERE seq IN (SELECT seq FROM $_jobs WHERE state = 4
    AND (finished_at, seq) <= (?, ?) ORDER BY finished_at, seq LIMIT 1000)`,
  overCompleted: `SELECT finished_at, seq FROM $_jobs WHERE state = 3
    ORDER BY finished_at DESC, seq DESC LIMIT 1 OFFSET ?`,
  overDead: `SELECT finished_at, seq FROM $_jobs WHERE state = 4
    ORDER BY finished_at DESC, seq DESC LIMIT 1 OFFSET ?`,
} as const;

/** What a queue says to its database. */
export type Statements = Readonly<Record<keyof typeof texts, StatementSync>>;

/** Prepares all of them, once for a connection. */
export function prepareStatements(database: DatabaseSync, name: string): Statements {
  const entries = Object.entries(texts).map(([key, text]) => [
    key,
    database.prepare(text.replaceAll("$_", `${name}_`)),
  ]);
  return Object.fromEntries(entries);
}

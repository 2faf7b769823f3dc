import type { ScriptSource } from "../script.ts";
import { jobsLua } from "./jobs.ts";
import { bodiesLua, keysLua } from "./keys.ts";
import { lanesLua } from "./lanes.ts";

/**
 * ARGV: now, ages of what is completed and dead, `1` to only look for ids that are used otherwise, the number of bodies;
 * for each body digest and text; for each job id, lane, priority, due, data, digest, body's digest, trace.
 *
 * Answers for each whether it is new, or the place of the first whose id is used otherwise.
 */
export const enqueueScript: ScriptSource = {
  engine: ["addStandardJob", "addDelayedJob", "addPrioritizedJob", "removeJob"],
  parts: [keysLua, bodiesLua, lanesLua, jobsLua],
  lua: `
local now = tonumber(ARGV[1])
local completedAgeMs, deadAgeMs = tonumber(ARGV[2]), tonumber(ARGV[3])
local bodies = {}
local at = 6
for _ = 1, tonumber(ARGV[5]) do
  bodies[ARGV[at]] = ARGV[at + 1]
  at = at + 2
end
local firstJob, fieldCount = at, 8
local jobCount = (#ARGV - at + 1) / fieldCount

local isNew, isStale = {}, {}
for i = 1, jobCount do
  local at = firstJob + (i - 1) * fieldCount
  local id = ARGV[at]
  local known = rcall('HMGET', base .. id, 'hooksDigest', 'finishedOn')
  if known[2] and isOver(id, now, completedAgeMs, deadAgeMs) then
    isStale[i] = true
    known[1] = false
  end
  if known[1] and known[1] ~= ARGV[at + 5] then return i end
  isNew[i] = known[1] and 0 or 1
end
if ARGV[4] == '1' then return isNew end

-- Whether a job may wait with the others, or waits for its lane.
local function isLetThrough(lane)
  if rcall('EXISTS', laneParkedKey(lane)) == 1 then return false end
  local rules = rulesOf(lane, now)
  if rules.paused then return false end
  if rules.ordered and rcall('EXISTS', orderKey(lane)) == 1 then return false end
  local ready = rcall('SCARD', laneReadyKey(lane))
  if rules.max and rules.windowCount + ready >= rules.max then return false end
  return ready + rcall('SCARD', laneActiveKey(lane)) < rules.concurrency
end

local lanesToFill = {}
local function add(id, lane, priority, due, data, digest, body, trace)
  local delay = due - now
  local mustPark = false
  if lane ~= '' and delay <= 0 then
    mustPark = not isLetThrough(lane)
    if mustPark then delay = parkedUntil - now end
  end
  local options = { jobId = id }
  if delay > 0 then options['delay'] = delay end
  if priority > 0 then options['priority'] = priority end
  if trace ~= '' then options['tm'] = trace end
  local name = lane == '' and 'job' or lane
  local arguments = { cmsgpack.pack({ base, id, name, now }), data, cmsgpack.pack(options) }
  if delay > 0 then
    addDelayedJob({ marker, meta, base .. 'id', delayed, completed, events }, arguments)
  elseif priority > 0 then
    local keys = { marker, meta, base .. 'id', prioritized, delayed, completed, active, events, pc }
    addPrioritizedJob(keys, arguments)
  else
    local keys = { wait, paused, meta, base .. 'id', completed, delayed, active, events, marker }
    addStandardJob(keys, arguments)
  end
  local fields = { 'hooksDigest', digest, 'hooksDue', due }
  if body ~= '' then
    fields[#fields + 1] = 'hooksBody'
    fields[#fields + 1] = body
    keepBody(body, id, bodies[body])
  end
  if lane ~= '' then
    local seq = tonumber(rcall('GET', base .. 'id'))
    fields[#fields + 1] = 'hooksLane'
    fields[#fields + 1] = lane
    fields[#fields + 1] = 'hooksSeq'
    fields[#fields + 1] = seq
    rcall('ZADD', orderKey(lane), seq, id)
    if mustPark then
      list(id, lane, priority, seq, due)
      lanesToFill[lane] = true
    elseif delay <= 0 then
      rcall('SADD', laneReadyKey(lane), id)
    end
  end
  rcall('HSET', base .. id, unpack(fields))
end

for i = 1, jobCount do
  if isNew[i] == 1 then
    local at = firstJob + (i - 1) * fieldCount
    if isStale[i] then forget(ARGV[at], now) end
    add(ARGV[at], ARGV[at + 1], tonumber(ARGV[at + 2]), tonumber(ARGV[at + 3]),
      ARGV[at + 4], ARGV[at + 5], ARGV[at + 6], ARGV[at + 7])
  end
end
for lane in pairs(lanesToFill) do fill(lane, now) end
return isNew
`,
};

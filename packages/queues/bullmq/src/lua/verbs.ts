import type { ScriptSource } from "../script.ts";
import { jobsLua } from "./jobs.ts";
import { bodiesLua, fieldsLua, keysLua } from "./keys.ts";
import { lanesLua } from "./lanes.ts";

const jobParts = [keysLua, bodiesLua, lanesLua, jobsLua];

/** ARGV: lease; for each job id and token. Answers for each whether it is held. */
export const extendScript: ScriptSource = {
  engine: ["extendLocks"],
  parts: [keysLua],
  lua: `
rcall('DEL', base .. 'hooks:nothing')
local isHeld = {}
for i = 2, #ARGV, 2 do
  local arguments = { base, { ARGV[i + 1] }, { ARGV[i] }, ARGV[1] }
  isHeld[#isHeld + 1] = #extendLocks({ stalled }, arguments) == 0 and 1 or 0
end
return isHeld
`,
};

/** ARGV: id, token, number. */
export const progressScript: ScriptSource = {
  engine: ["updateProgress"],
  parts: [keysLua],
  lua: `
if rcall('GET', base .. ARGV[1] .. ':lock') ~= ARGV[2] then return 0 end
updateProgress({ base .. ARGV[1], events, meta }, { ARGV[1], ARGV[3] })
return 1
`,
};

/** ARGV: now, lane; then for each of its limits name and value, which is empty for none. */
export const laneScript: ScriptSource = {
  engine: [],
  parts: [keysLua, lanesLua],
  lua: `
local now, lane = tonumber(ARGV[1]), ARGV[2]
for i = 3, #ARGV, 2 do
  if ARGV[i + 1] == '' then
    rcall('HDEL', ruleKey(lane), ARGV[i])
  else
    rcall('HSET', ruleKey(lane), ARGV[i], ARGV[i + 1])
  end
end
fill(lane, now)
`,
};

/** ARGV: now, ages of what is completed and dead, id, `1` for the payload. Answers state, fields and body. */
export const statusScript: ScriptSource = {
  engine: ["removeJob"],
  parts: [...jobParts, fieldsLua],
  lua: `
local now, id = tonumber(ARGV[1]), ARGV[4]
local fields = fieldsOf(id, ARGV[5] == '1')
if not fields or isOver(id, now, tonumber(ARGV[2]), tonumber(ARGV[3])) then return false end
local state = stateOf(id, now)
local body = ''
if ARGV[5] == '1' and state ~= 'completed' then
  local job = rcall('HMGET', base .. id, 'hooksBody', 'hooksShared')
  body = job[1] or (job[2] and sharedText(job[2])) or ''
end
return { state, fields, body }
`,
};

/** ARGV: now, ages of what is completed and dead, id, `1` for only what is over. Answers which state it was in. */
export const removeScript: ScriptSource = {
  engine: ["removeJob"],
  parts: jobParts,
  lua: `
local now, id = tonumber(ARGV[1]), ARGV[4]
if rcall('EXISTS', base .. id) == 0 then return false end
local wasOver = isOver(id, now, tonumber(ARGV[2]), tonumber(ARGV[3]))
if ARGV[5] == '1' and not wasOver then return false end
local state = stateOf(id, now)
if state == 'active' then return state end
forget(id, now)
return not wasOver and state
`,
};

/** ARGV: now, age of the dead, ids. Answers how many were dead, and are put back. */
export const retryDeadScript: ScriptSource = {
  engine: ["reprocessJob", "removeJob"],
  parts: jobParts,
  lua: `
local now, count = tonumber(ARGV[1]), 0
for i = 3, #ARGV do
  local id = ARGV[i]
  local key = base .. id
  if rcall('ZSCORE', failed, id) and not isOver(id, now, 0, tonumber(ARGV[2])) then
    local keys = { key, events, failed, wait, meta, active, marker, prioritized, pc }
    reprocessJob(keys, { id, 'LPUSH', 'failedReason', 'failed', '1', '1' })
    local seq = rcall('INCR', base .. 'id')
    rcall('HSET', key, 'hooksAttempts', 0, 'hooksDue', now, 'hooksSeq', seq)
    rcall('HDEL', key, 'hooksExpired')
    local lane = rcall('HGET', key, 'hooksLane')
    if lane then rcall('ZADD', orderKey(lane), seq, id) end
    count = count + 1
  end
end
return count
`,
};

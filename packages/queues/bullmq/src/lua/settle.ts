import type { ScriptSource } from "../script.ts";
import { finishLua, jobsLua } from "./jobs.ts";
import { bodiesLua, keysLua } from "./keys.ts";
import { lanesLua } from "./lanes.ts";

/**
 * ARGV: now, id, token, state, failure as JSON or nothing, due, whether the attempt counts, count and age of the
 * completed, count and age of the dead. Answers whether the token held the job; the same call again is told the same.
 */
export const settleScript: ScriptSource = {
  engine: ["moveToDelayed", "moveToFinished", "removeJob"],
  parts: [keysLua, bodiesLua, lanesLua, jobsLua, finishLua],
  lua: `
local now, id, token, state, failure = tonumber(ARGV[1]), ARGV[2], ARGV[3], ARGV[4], ARGV[5]
local key = base .. id
local job = rcall('HMGET', key, 'hooksLane', 'hooksShared', 'hooksSettled')
local lane = job[1]

local function complete()
  local keep = { count = tonumber(ARGV[8]), age = tonumber(ARGV[9]) / 1000 }
  if not finish(id, token, now, 'completed', 'null', keep) then return false end
  leaveShared(job[2], id)
  local isKept = rcall('HDEL', key, 'data', 'hooksBody') > 0
  if isKept then rcall('HSET', key, 'data', '{}', 'hooksSettled', token) end
  leaveLane(lane, id, now)
  return true
end

local function delay()
  local due = tonumber(ARGV[6])
  local keys = { marker, active, prioritized, delayed, key, events, meta, stalled, wait, limiter, pc }
  local skip = ARGV[7] == '1' and '0' or '1'
  local arguments = { base, now, id, token, math.max(0, due - now), skip, '', '0', '' }
  if moveToDelayed(keys, arguments) ~= 0 then return false end
  rcall('HSET', key, 'hooksDue', due, 'hooksSettled', token)
  if failure ~= '' then rcall('HSET', key, 'hooksFailure', failure) end
  if skip == '1' then rcall('HINCRBY', key, 'hooksAttempts', -1) end
  if lane then
    rcall('SREM', laneActiveKey(lane), id)
    fill(lane, now)
  end
  return true
end

local isHeld = false
if state == 'completed' then
  isHeld = complete()
elseif state == 'dead' then
  isHeld = die(id, token, now, failure, tonumber(ARGV[10]), tonumber(ARGV[11]))
else
  isHeld = delay()
end
return (isHeld or job[3] == token) and 1 or 0
`,
};

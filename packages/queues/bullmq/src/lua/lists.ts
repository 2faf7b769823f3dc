import type { ScriptSource } from "../script.ts";
import { fieldsLua, keysLua } from "./keys.ts";

/**
 * ARGV: now, age of the dead, limit, since, until, lane, code, and the time and id after which to begin; what is empty
 * holds for nothing. Answers the jobs' ids and fields, and the time and id after which there may be more.
 */
export const deadScript: ScriptSource = {
  engine: [],
  parts: [keysLua, fieldsLua],
  lua: `
local limit, lane, code = tonumber(ARGV[3]), ARGV[6], ARGV[7]
local afterAt, afterId = tonumber(ARGV[8]), ARGV[9]
local least = math.max(tonumber(ARGV[4]) or -never, tonumber(ARGV[1]) - tonumber(ARGV[2]) + 1)
if afterAt then least = math.max(least, afterAt) end
local most = tonumber(ARGV[5]) and '(' .. ARGV[5] or '+inf'

-- As Redis orders members, which no setting of the machine may change.
local function isAfter(one, other)
  for i = 1, math.min(#one, #other) do
    local a, b = string.byte(one, i), string.byte(other, i)
    if a ~= b then return a > b end
  end
  return #one > #other
end

local function matches(jobLane, failure)
  if lane ~= '' and jobLane ~= lane then return false end
  return code == '' or (failure and cjson.decode(failure)['code'] == code)
end

local jobs, lastAt, lastId = {}, false, ''
local offset, looksLeft = 0, 20
while looksLeft > 0 do
  if lastAt then looksLeft = looksLeft - 1 end
  local found = rcall('ZRANGEBYSCORE', failed, string.format('%.17g', least), most,
    'WITHSCORES', 'LIMIT', offset, 100)
  for i = 1, #found, 2 do
    local id, at = found[i], tonumber(found[i + 1])
    if not afterAt or at > afterAt or isAfter(id, afterId) then
      if #jobs == limit then return { jobs, lastAt, lastId } end
      local fields, jobLane, failure = fieldsOf(id, false)
      if fields and matches(jobLane, failure) then jobs[#jobs + 1] = { id, fields } end
      lastAt, lastId = found[i + 1], id
    end
  end
  if #found < 200 then return { jobs, '', '' } end
  offset = offset + 100
end
return { jobs, lastAt, lastId }
`,
};

/** ARGV: now, ages of what is completed and dead. Answers the counts, whether all is paused, and the oldest's time. */
export const countsScript: ScriptSource = {
  engine: [],
  parts: [keysLua],
  lua: `
local now = tonumber(ARGV[1])
local parked = rcall('ZCARD', parkedKey)
local due = rcall('ZCOUNT', delayed, '-inf', string.format('%.17g', (now + 1) * 4096 - 1))
local function kept(key, ageMs)
  return rcall('ZCOUNT', key, '(' .. string.format('%.17g', now - tonumber(ageMs)), '+inf')
end

local oldest = never
local function look(id)
  if not id then return end
  local times = rcall('HMGET', base .. id, 'hooksDue', 'timestamp')
  local at = tonumber(times[1] or times[2])
  if at then oldest = math.min(oldest, at) end
end
look(rcall('LINDEX', wait, -1))
look(rcall('ZRANGE', parkedKey, 0, 0)[1])
local next = rcall('ZRANGE', delayed, 0, 0, 'WITHSCORES')
if next[2] and dueOf(next[2]) <= now then look(next[1]) end
-- The first of each priority.
local from = '-inf'
while true do
  local first = rcall('ZRANGEBYSCORE', prioritized, from, '+inf', 'WITHSCORES', 'LIMIT', 0, 1)
  if not first[1] then break end
  look(first[1])
  from = string.format('%.17g', (math.floor(tonumber(first[2]) / 4294967296) + 1) * 4294967296)
end
return {
  rcall('LLEN', wait) + rcall('ZCARD', prioritized) + parked + due,
  rcall('ZCARD', delayed) - parked - due,
  rcall('LLEN', active),
  kept(completed, ARGV[2]),
  kept(failed, ARGV[3]),
  rcall('HEXISTS', meta, 'paused'),
  oldest == never and -1 or oldest,
}
`,
};

/** ARGV: version of what is stored. Answers the version that is, and what the server tells of itself. */
export const serverScript: ScriptSource = {
  engine: [],
  parts: [keysLua],
  lua: `
local told = { redis.call('INFO', 'server'), redis.call('INFO', 'memory'), redis.call('INFO', 'replication') }
local known = rcall('HGET', base .. 'hooks:meta', 'version')
if not known then
  local ok = redis.pcall('HSET', base .. 'hooks:meta', 'version', ARGV[1])
  if type(ok) == 'table' and ok['err'] then return { ARGV[1], table.concat(told, '\\n'), ok['err'] } end
end
return { known or ARGV[1], table.concat(told, '\\n'), '' }
`,
};

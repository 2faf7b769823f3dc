import type { ScriptSource } from "../script.ts";
import { keysLua } from "./keys.ts";
import { lanesLua } from "./lanes.ts";

/** Which of the jobs are new. Before anything is written, for one that is refused refuses them all. */
const looksLua = `
local now = tonumber(ARGV[1])

local function isOver(id, finishedOn)
  local isCompleted = redis.call('ZSCORE', KEYS[1] .. 'completed', id)
  return finishedOn + tonumber(isCompleted and ARGV[2] or ARGV[3]) <= now
end

local isNew = {}
for i = 1, jobCount do
  local at = firstJob + (i - 1) * fieldCount
  local key = KEYS[1] .. ARGV[at]
  isNew[i] = 1
  if redis.call('EXISTS', key) == 1 then
    local known = redis.call('HMGET', key, 'opts', 'finishedOn')
    if known[2] and isOver(ARGV[at], tonumber(known[2])) then return { 'over', i } end
    if cjson.decode(known[1])['hooks'] ~= ARGV[at + 1] then return { 'reused', i } end
    isNew[i] = 0
  end
end
`;

/** Each body with the names of the jobs that are new: nearly always in one command. */
const keepBodiesLua = `
for at = 5, firstJob - 1, 2 do
  local names = namesOf[ARGV[at]]
  if names then
    local key = base .. 'hooks:body:' .. ARGV[at]
    local isOnly = #names == 4 and rcall('SET', key, names[3] .. ':' .. ARGV[at + 1], 'NX')
    if not isOnly then
      if rcall('TYPE', key)['ok'] == 'string' then
        names[#names + 1] = string.match(rcall('GET', key), '^[^:]*')
        names[#names + 1] = ''
        rcall('DEL', key)
      end
      names[2] = ARGV[at + 1]
      rcall('HSET', key, unpack(names))
    end
  end
end
`;

/**
 * For jobs that wait for nothing: no lane, no delay, no priority. It has no function that they don't need, for Redis
 * makes them anew for every call.
 *
 * ARGV: now, ages of what is completed and dead, the number of bodies; for each body digest and text; for each job id,
 * digest, data, body's digest, trace.
 *
 * Answers for each whether it is new; or `reused` and the place of one whose id is; or `over` and the place of one to be
 * forgotten first.
 */
export const enqueuePlainScript: ScriptSource = {
  engine: ["addStandardJob"],
  parts: [],
  lua: `
local fieldCount, firstJob = 5, 5 + 2 * ARGV[4]
local jobCount = (#ARGV - firstJob + 1) / fieldCount
${looksLua}
local base, rcall = KEYS[1], redis.call
local namesOf = {}
local keys = {
  base .. 'wait', base .. 'paused', base .. 'meta', base .. 'id', base .. 'completed', base .. 'delayed',
  base .. 'active', base .. 'events', base .. 'marker',
}
for i = 1, jobCount do
  if isNew[i] == 1 then
    local at = firstJob + (i - 1) * fieldCount
    local id, body, trace = ARGV[at], ARGV[at + 3], ARGV[at + 4]
    local options = { hooks = ARGV[at + 1] }
    if trace ~= '' then options['tm'] = trace end
    if body ~= '' then options['hooksBody'] = body end
    addStandardJob(keys, { { base, id, 'job', now }, ARGV[at + 2], options })
    if body ~= '' then
      local names = namesOf[body] or { '', '' }
      namesOf[body] = names
      names[#names + 1] = id
      names[#names + 1] = ''
    end
  end
end
${keepBodiesLua}
return isNew
`,
};

/**
 * For any jobs.
 *
 * ARGV and answer as of {@link enqueuePlainScript}; but each job has after that its lane, its priority and the time from
 * which it is due, and the number of bodies is negative to only look.
 */
export const enqueueScript: ScriptSource = {
  engine: ["addStandardJob", "addDelayedJob", "addPrioritizedJob"],
  parts: [keysLua, lanesLua],
  lua: `
local isOnlyLook = ARGV[4] == '-1'
local fieldCount, firstJob = 8, 5 + 2 * math.max(0, tonumber(ARGV[4]))
local jobCount = (#ARGV - firstJob + 1) / fieldCount
${looksLua}
if isOnlyLook then return isNew end

-- Whether a job may wait with the others, or waits for its lane; and whether that has no room for any.
local function isLetThrough(lane)
  local rules = rulesOf(lane, now)
  if rules.paused then return false, true end
  local count = rcall('ZCARD', orderKey(lane))
  if rules.ordered and count > 0 then return false end
  if count < rules.concurrency and not rules.max then return true end
  local ready = rcall('SCARD', laneReadyKey(lane))
  if rules.max and rules.windowCount + ready >= rules.max then return false end
  if ready + rcall('SCARD', laneActiveKey(lane)) >= rules.concurrency then return false, not rules.max end
  return rcall('EXISTS', laneParkedKey(lane)) == 0
end

local lanesToFill, namesOf = {}, {}
local seq = tonumber(rcall('GET', base .. 'id')) or 0
local function add(id, digest, data, body, trace, lane, priority, due)
  local delay = due - now
  local mustPark, isFull = false, false
  if lane ~= '' and delay <= 0 then
    local isLet
    isLet, isFull = isLetThrough(lane)
    mustPark = not isLet
    if mustPark then delay = parkedUntil - now end
  end
  local options = { hooks = digest }
  if delay > 0 then options['delay'] = delay end
  if priority > 0 then options['priority'] = priority end
  if trace ~= '' then options['tm'] = trace end
  if body ~= '' then options['hooksBody'] = body end
  local name = lane == '' and 'job' or lane
  local arguments = { { base, id, name, now }, data, options }
  if delay > 0 then
    addDelayedJob({ marker, meta, base .. 'id', delayed, completed, events }, arguments)
  elseif priority > 0 then
    local keys = { marker, meta, base .. 'id', prioritized, delayed, completed, active, events, pc }
    addPrioritizedJob(keys, arguments)
  else
    local keys = { wait, paused, meta, base .. 'id', completed, delayed, active, events, marker }
    addStandardJob(keys, arguments)
  end
  seq = seq + 1
  local fields = {}
  local function note(name, value)
    fields[#fields + 1] = name
    fields[#fields + 1] = value
  end
  if due > now then note('hooksDue', due) end
  if body ~= '' then
    local names = namesOf[body] or { '', '' }
    namesOf[body] = names
    names[#names + 1] = id
    names[#names + 1] = ''
  end
  if lane ~= '' then
    note('hooksLane', lane)
    note('hooksSeq', seq)
    rcall('ZADD', orderKey(lane), seq, id)
    if mustPark then
      list(id, lane, priority, seq, due)
      if not isFull then lanesToFill[lane] = true end
    elseif delay <= 0 then
      rcall('SADD', laneReadyKey(lane), id)
    end
  end
  if #fields > 0 then rcall('HSET', base .. id, unpack(fields)) end
end

for i = 1, jobCount do
  if isNew[i] == 1 then
    local at = firstJob + (i - 1) * fieldCount
    add(ARGV[at], ARGV[at + 1], ARGV[at + 2], ARGV[at + 3], ARGV[at + 4],
      ARGV[at + 5], tonumber(ARGV[at + 6]), tonumber(ARGV[at + 7]))
  end
end
${keepBodiesLua}
for lane in pairs(lanesToFill) do fill(lane, now) end
return isNew
`,
};

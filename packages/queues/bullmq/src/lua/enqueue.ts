import type { ScriptSource } from "../script.ts";
import { keysLua } from "./keys.ts";
import { lanesLua } from "./lanes.ts";

/** Which of the jobs are new. Before anything is written, for one that is refused refuses them all. */
const looksLua = `
local now = tonumber(ARGV[1])
local isNew = {}
for i = 1, jobCount do
  local at = firstJob + (i - 1) * fieldCount
  local key = KEYS[1] .. ARGV[at]
  isNew[i] = 1
  if redis.call('EXISTS', key) == 1 then
    local known = redis.call('HMGET', key, 'opts', 'finishedOn')
    if known[2] then
      local age = redis.call('ZSCORE', KEYS[1] .. 'completed', ARGV[at]) and ARGV[2] or ARGV[3]
      if known[2] + age <= now then return { 'over', i } end
    end
    if cjson.decode(known[1])['hooks'] ~= ARGV[at + 1] then return { 'reused', i } end
    isNew[i] = 0
  end
end
`;

/** Each shared body with the names of the jobs that are new. */
const keepSharedLua = `
for at = 5, firstJob - 1, 2 do
  local names = namesOf[ARGV[at]]
  if names then
    names[2] = ARGV[at + 1]
    rcall('HSET', base .. 'hooks:body:' .. ARGV[at], unpack(names))
  end
end
`;

/**
 * For jobs that wait for nothing: no lane, no delay, no priority. It has no function that they don't need, for Redis
 * makes them anew for every call.
 *
 * ARGV: now, ages of what is completed and dead, the number of shared bodies; for each of these digest and text; for each
 * job id, digest, data, the text of its own body or nothing, the digest of a shared one or nothing, trace.
 *
 * Answers for each whether it is new; or `reused` and the place of one whose id is; or `over` and the place of one to be
 * forgotten first.
 */
export const enqueuePlainScript: ScriptSource = {
  engine: ["addStandardJob"],
  parts: [],
  lua: `
local fieldCount, firstJob = 6, 5 + 2 * ARGV[4]
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
    local id, own, shared, trace = ARGV[at], ARGV[at + 3], ARGV[at + 4], ARGV[at + 5]
    local options = { hooks = ARGV[at + 1] }
    if trace ~= '' then options['tm'] = trace end
    -- The time as it came, for Redis takes long to write a number.
    addStandardJob(keys, { { base, id, 'job', ARGV[1] }, ARGV[at + 2], options })
    if own ~= '' then rcall('HSET', base .. id, 'hooksBody', own) end
    if shared ~= '' then
      rcall('HSET', base .. id, 'hooksShared', shared)
      local names = namesOf[shared] or { '', '' }
      namesOf[shared] = names
      names[#names + 1] = id
      names[#names + 1] = ''
    end
  end
end
${keepSharedLua}
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
local fieldCount, firstJob = 9, 5 + 2 * math.max(0, tonumber(ARGV[4]))
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
local function add(id, digest, data, own, shared, trace, lane, priority, due)
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
  local name = lane == '' and 'job' or lane
  local arguments = { { base, id, name, ARGV[1] }, data, options }
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
  if own ~= '' then note('hooksBody', own) end
  if shared ~= '' then
    note('hooksShared', shared)
    local names = namesOf[shared] or { '', '' }
    namesOf[shared] = names
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
    add(ARGV[at], ARGV[at + 1], ARGV[at + 2], ARGV[at + 3], ARGV[at + 4], ARGV[at + 5],
      ARGV[at + 6], tonumber(ARGV[at + 7]), tonumber(ARGV[at + 8]))
  end
end
${keepSharedLua}
for lane in pairs(lanesToFill) do fill(lane, now) end
return isNew
`,
};

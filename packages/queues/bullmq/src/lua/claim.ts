import type { ScriptSource } from "../script.ts";
import { finishLua, jobsLua } from "./jobs.ts";
import { bodiesLua, keysLua } from "./keys.ts";
import { lanesLua } from "./lanes.ts";

/** Jobs whose lease has ended. */
const expiredLua = `
local function recover(now, leaseMs)
  local check = base .. 'stalled-check'
  local everyMs = math.max(50, math.min(1000, math.floor(leaseMs / 3)))
  -- The shortest lease sets the pace for all.
  if rcall('PTTL', check) > everyMs then rcall('DEL', check) end
  local keys = { stalled, wait, active, check, meta, paused, marker, events, base .. 'repeat' }
  local ids = moveStalledJobsToWait(keys, { 2147483647, base, now, everyMs })
  local failure = cjson.encode({
    code = 'lease_expired', message = 'the lease has ended before the handler', atMs = now,
  })
  for _, id in ipairs(ids) do
    rcall('HSET', base .. id, 'hooksFailure', failure, 'hooksExpired', 1)
    local lane = rcall('HGET', base .. id, 'hooksLane')
    if lane and rcall('SREM', laneActiveKey(lane), id) == 1 then
      rcall('SADD', laneReadyKey(lane), id)
    end
  end
  return #ids
end
`;

/** What other programs have taken away while it waited or was held. A few at a time, at the pace of the claims. */
const mendLua = `
local function mend(now)
  for _, id in ipairs(rcall('ZRANGE', parkedKey, 0, 9)) do
    if rcall('EXISTS', base .. id) == 0 then unlist(id, false) end
  end
  local lane = rcall('SRANDMEMBER', lanesKey)
  if not lane then return end
  for _, key in ipairs({ laneReadyKey(lane), laneActiveKey(lane) }) do
    for _, id in ipairs(rcall('SRANDMEMBER', key, 10)) do
      if rcall('EXISTS', base .. id) == 0 then rcall('SREM', key, id) end
    end
  end
  for _, id in ipairs(rcall('ZRANGE', laneParkedKey(lane), 0, 9)) do
    if rcall('EXISTS', base .. id) == 0 then unlist(id, lane) end
  end
  if rcall('EXISTS', laneParkedKey(lane)) == 0 then rcall('SREM', lanesKey, lane) end
  fill(lane, now)
end
`;

/**
 * ARGV: now, lease, how many jobs, how many retries among them, after how many attempts an ended lease is death, token,
 * count and age of the dead.
 *
 * Answers how many leases had ended, when to ask again (`0` for at no known time), and the jobs: id, token, attempt,
 * lane, priority, enqueued at, data, a shared body's digest, body (a shared one where it is first named), trace.
 */
export const claimScript: ScriptSource = {
  engine: ["moveStalledJobsToWait", "moveToActive", "moveToDelayed", "moveToFinished", "removeJob"],
  parts: [keysLua, bodiesLua, lanesLua, jobsLua, finishLua, expiredLua, mendLua],
  lua: `
local now, leaseMs, count = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local retriesLeft, maxAttempts = tonumber(ARGV[4]), tonumber(ARGV[5])
local deadCount, deadAgeMs = tonumber(ARGV[7]), tonumber(ARGV[8])

-- A script whose first write takes no memory may go on in a Redis that has none left: what is full must drain.
rcall('DEL', base .. 'hooks:nothing')

local expired = 0
if rcall('EXISTS', base .. 'stalled-check') == 0 or rcall('PTTL', base .. 'stalled-check') > leaseMs / 3 then
  expired = recover(now, leaseMs)
  mend(now)
end
if retriesLeft > 0 then unpark(rcall('ZRANGE', retriesKey, 0, math.min(retriesLeft, count) - 1)) end
for _, lane in ipairs(rcall('ZRANGEBYSCORE', openingsKey, '-inf', now)) do
  rcall('ZREM', openingsKey, lane)
  fill(lane, now)
end

local wakeAt = never
local sent, jobs = {}, {}

local function park(id, token)
  local keys = { marker, active, prioritized, delayed, base .. id, events, meta, stalled, wait, limiter, pc }
  moveToDelayed(keys, { base, now, id, token, parkedUntil - now, '1', '', '0', '' })
end

local function dueOfJob(job) return job['hooksDue'] or job['timestamp'] end

local function holdBack(id, token, job, lane, rules, opens)
  park(id, token)
  list(id, lane, tonumber(job['priority']) or 0, tonumber(job['hooksSeq']), dueOfJob(job))
  if opens and opens ~= true then openLater(lane, rules) end
end

-- true; false until something happens in the lane; or the time from which it is open.
local function opensFor(id, lane, rules)
  if rules.paused or rcall('SCARD', laneActiveKey(lane)) >= rules.concurrency then return false end
  if rules.ordered then
    -- One that another program has put back from the dead goes to the end, too.
    if not rcall('ZSCORE', orderKey(lane), id) then
      rcall('ZADD', orderKey(lane), rcall('INCR', base .. 'id'), id)
    end
    if firstOf(lane) ~= id then return false end
  end
  if not rules.max or rules.windowCount < rules.max then return true end
  return rules.windowStart + rules.perMs
end

local function start(id, token, job, lane, rules)
  local key = base .. id
  if lane then
    rcall('SADD', laneActiveKey(lane), id)
    if rules.max then
      rcall('HSET', ruleKey(lane), 'windowStart', rules.windowStart, 'windowCount', rules.windowCount + 1)
    end
  end
  local attempt = rcall('HINCRBY', key, 'hooksAttempts', 1)
  rcall('HSET', key, 'hooksStarted', now)
  if job['progress'] or job['hooksExpired'] then rcall('HDEL', key, 'progress', 'hooksExpired') end
  local shared = job['hooksShared']
  local body = job['hooksBody'] or ''
  if shared and not sent[shared] then
    body = sharedText(shared)
    sent[shared] = true
  end
  jobs[#jobs + 1] = {
    id, token, attempt, lane or '', job['priority'], job['timestamp'], job['data'],
    shared or '', body, job.options['tm'] or '',
  }
end

-- What lies here without having come through the queue is put aside, in sight.
local function refuse(id, token, job)
  if job['name'] then
    finish(id, token, now, 'failed', 'not_enqueued: it was not enqueued by this queue', { count = -1 })
  else
    rcall('LREM', active, 1, id)
    rcall('DEL', base .. id, base .. id .. ':lock')
  end
end

local function take(id, token, job)
  local lane = job['hooksLane']
  local attempts = tonumber(job['hooksAttempts']) or 0
  unlist(id, lane)
  if lane then rcall('SREM', laneReadyKey(lane), id) end
  if job['hooksExpired'] and attempts >= maxAttempts then
    return die(id, token, now, job['hooksFailure'], deadCount, deadAgeMs)
  end
  local shared = job['hooksShared']
  if shared and not sent[shared] and rcall('EXISTS', sharedKey(shared)) == 0 then
    local failure = cjson.encode({ code = 'body_missing', message = 'Redis has lost the body', atMs = now })
    return die(id, token, now, failure, deadCount, deadAgeMs)
  end
  local rules = lane and rulesOf(lane, now)
  local opens = not lane or opensFor(id, lane, rules)
  if opens ~= true then return holdBack(id, token, job, lane, rules, opens) end
  if attempts > 0 and retriesLeft <= 0 then
    park(id, token)
    rcall('ZADD', parkedKey, dueOfJob(job), id)
    rcall('ZADD', retriesKey, dueOfJob(job), id)
    return
  end
  if attempts > 0 then retriesLeft = retriesLeft - 1 end
  start(id, token, job, lane, rules)
end

-- Who is held back takes no slot, but time: not more of it than this in one step.
local takesLeft = count + 200
while #jobs < count do
  if takesLeft == 0 then wakeAt = now break end
  takesLeft = takesLeft - 1
  local token = ARGV[6] .. takesLeft
  local keys = { wait, active, prioritized, events, stalled, limiter, delayed, paused, meta, pc, marker }
  local options = { token = token, lockDuration = leaseMs }
  local taken = moveToActive(keys, { base, now, options })
  local id = taken[2]
  if id == 0 then
    if taken[3] > 0 then wakeAt = now + taken[3] end
    break
  end
  local job = {}
  for i = 1, #taken[1], 2 do job[taken[1][i]] = taken[1][i + 1] end
  job.options = job['opts'] and cjson.decode(job['opts']) or {}
  if job.options['hooks'] then take(id, token, job) else refuse(id, token, job) end
end

local next = rcall('ZRANGE', delayed, 0, 0, 'WITHSCORES')[2]
if next and dueOf(next) < parkedUntil then wakeAt = math.min(wakeAt, dueOf(next)) end
next = rcall('ZRANGE', openingsKey, 0, 0, 'WITHSCORES')[2]
if next then wakeAt = math.min(wakeAt, tonumber(next)) end
return { expired, wakeAt == never and 0 or wakeAt, jobs }
`,
};

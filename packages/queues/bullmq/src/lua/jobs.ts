/** What is known of a job, and how it is forgotten. Needs `removeJob`. */
export const jobsLua = `
local function isParked(id) return rcall('ZSCORE', parkedKey, id) end

local function stateOf(id, now)
  if rcall('ZSCORE', completed, id) then return 'completed' end
  if rcall('ZSCORE', failed, id) then return 'dead' end
  local score = rcall('ZSCORE', delayed, id)
  if score then
    return (isParked(id) or dueOf(score) <= now) and 'waiting' or 'delayed'
  end
  return rcall('LPOS', active, id) and 'active' or 'waiting'
end

local function forget(id, now)
  local job = rcall('HMGET', base .. id, 'hooksLane', 'hooksShared')
  leaveShared(job[2], id)
  unlist(id, job[1])
  removeJob({ base .. id, base .. 'repeat' }, { id, '0', base })
  leaveLane(job[1], id, now)
end

-- BullMQ forgets what is too old when the next job is finished; an id is free from the very time.
local function isOver(id, now, completedAgeMs, deadAgeMs)
  local at = rcall('ZSCORE', completed, id)
  if at then return tonumber(at) + completedAgeMs <= now end
  at = rcall('ZSCORE', failed, id)
  return at and tonumber(at) + deadAgeMs <= now
end
`;

/** How a job that a token holds is finished. Needs `moveToFinished`, and {@link jobsLua}. */
export const finishLua = `
local function finish(id, token, now, target, text, keep)
  local field = target == 'completed' and 'returnvalue' or 'failedReason'
  local options = {
    token = token, keepJobs = keep, lockDuration = 0, attempts = 0, maxMetricsSize = '',
  }
  local keys = {
    wait, active, prioritized, events, stalled, limiter, delayed, paused, meta, pc,
    base .. target, base .. id, base .. 'metrics:' .. target, marker,
  }
  return moveToFinished(keys, { id, now, field, text, target, '0', base, options, '' }) >= 0
end

local function trimDead(now, count, ageMs)
  local old = rcall('ZRANGEBYSCORE', failed, '-inf', now - ageMs, 'LIMIT', 0, 100)
  for _, id in ipairs(old) do forget(id, now) end
  local excess = rcall('ZCARD', failed) - count
  if excess <= 0 then return end
  for _, id in ipairs(rcall('ZRANGE', failed, 0, math.min(excess, 100) - 1)) do forget(id, now) end
end

local function die(id, token, now, failure, deadCount, deadAgeMs)
  local decoded = cjson.decode(failure)
  local lane = rcall('HGET', base .. id, 'hooksLane')
  local reason = decoded['code'] .. ': ' .. decoded['message']
  if not finish(id, token, now, 'failed', reason, { count = -1 }) then return false end
  rcall('HSET', base .. id, 'hooksFailure', failure, 'hooksSettled', token)
  leaveLane(lane, id, now)
  trimDead(now, deadCount, deadAgeMs)
  return true
end
`;

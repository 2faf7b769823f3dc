/** What a lane lets through, and who waits for it. */
export const lanesLua = `
local function rulesOf(lane, now)
  local found = rcall('HMGET', ruleKey(lane),
    'concurrency', 'max', 'perMs', 'ordered', 'paused', 'windowStart', 'windowCount')
  local rules = {
    concurrency = tonumber(found[1]) or 10,
    max = tonumber(found[2]),
    perMs = tonumber(found[3]),
    ordered = found[4] == '1',
    paused = found[5] == '1',
    windowStart = tonumber(found[6]) or 0,
    windowCount = tonumber(found[7]) or 0,
  }
  -- A clock that was set back must not close a lane for as long.
  if rules.max and (now >= rules.windowStart + rules.perMs or now < rules.windowStart) then
    rules.windowStart = now
    rules.windowCount = 0
  end
  return rules
end

local function openLater(lane, rules)
  rcall('ZADD', openingsKey, rules.windowStart + rules.perMs, lane)
end

local function firstOf(lane)
  while true do
    local first = rcall('ZRANGE', orderKey(lane), 0, 0)[1]
    if not first or rcall('EXISTS', base .. first) == 1 then return first end
    rcall('ZREM', orderKey(lane), first)
  end
end

local function unlist(id, lane)
  rcall('ZREM', parkedKey, id)
  rcall('ZREM', retriesKey, id)
  if lane and rcall('ZREM', laneParkedKey(lane), id) == 1
    and rcall('EXISTS', laneParkedKey(lane)) == 0 then
    rcall('SREM', lanesKey, lane)
  end
end

local function list(id, lane, priority, seq, due)
  rcall('ZADD', parkedKey, due, id)
  rcall('ZADD', laneParkedKey(lane), priority * 1099511627776 + seq, id)
  rcall('SADD', lanesKey, lane)
end

-- Puts parked jobs where BullMQ takes the next from: they have waited for longer than those behind.
local function unpark(ids)
  for i = #ids, 1, -1 do
    local id = ids[i]
    local job = rcall('HMGET', base .. id, 'hooksLane', 'priority')
    local lane = job[1]
    unlist(id, lane)
    if rcall('ZREM', delayed, id) == 1 then
      local priority = tonumber(job[2]) or 0
      if priority == 0 then
        rcall('RPUSH', wait, id)
      else
        rcall('ZADD', prioritized, priority * 4294967296, id)
      end
      if lane then rcall('SADD', laneReadyKey(lane), id) end
      rcall('HSET', base .. id, 'delay', 0)
      rcall('XADD', events, '*', 'event', 'waiting', 'jobId', id, 'prev', 'delayed')
    end
  end
end

-- Lets through as many parked jobs as the lane has room for.
local function fill(lane, now)
  if rcall('EXISTS', laneParkedKey(lane)) == 0 then return end
  local rules = rulesOf(lane, now)
  if rules.paused then return end
  local ready = rcall('SCARD', laneReadyKey(lane))
  local room = rules.concurrency - ready - rcall('SCARD', laneActiveKey(lane))
  if rules.max then
    openLater(lane, rules)
    room = math.min(room, rules.max - rules.windowCount - ready)
  end
  if room <= 0 then return end
  if not rules.ordered then return unpark(rcall('ZRANGE', laneParkedKey(lane), 0, room - 1)) end
  local first = firstOf(lane)
  if first and rcall('ZSCORE', laneParkedKey(lane), first) then unpark({ first }) end
end

-- A job that is over, or gone, makes room.
local function leaveLane(lane, id, now)
  if not lane then return end
  rcall('ZREM', orderKey(lane), id)
  rcall('SREM', laneActiveKey(lane), id)
  rcall('SREM', laneReadyKey(lane), id)
  fill(lane, now)
end
`;

/**
 * Where things lie. Below `base`, a job's hash has its id as its name, everything with a `:` is the queue's.
 *
 * BullMQ keeps a job that must not start yet in `delayed`. So do lanes: who waits there for a lane is `parked` until
 * a time that never comes, and is listed by lane.
 */
export const keysLua = `
local base = KEYS[1]
local rcall = redis.call
local wait, active, prioritized = base .. 'wait', base .. 'active', base .. 'prioritized'
local delayed, completed, failed = base .. 'delayed', base .. 'completed', base .. 'failed'
local events, meta, marker, pc = base .. 'events', base .. 'meta', base .. 'marker', base .. 'pc'
local stalled, limiter, paused = base .. 'stalled', base .. 'limiter', base .. 'paused'

-- Jobs that are parked, by the time from which they could have started.
local parkedKey = base .. 'hooks:parked'
-- Of these, the retries that wait for a slot.
local retriesKey = base .. 'hooks:retries'
-- Lanes with parked jobs, and those that open at a time.
local lanesKey, openingsKey = base .. 'hooks:lanes', base .. 'hooks:openings'

local parkedUntil = 2190000000000
local never = 1e300

local function ruleKey(lane) return base .. 'hooks:lane:' .. lane end
-- All unfinished jobs of a lane in the order in which they came.
local function orderKey(lane) return base .. 'hooks:order:' .. lane end
local function laneParkedKey(lane) return base .. 'hooks:lane-parked:' .. lane end
local function laneActiveKey(lane) return base .. 'hooks:lane-active:' .. lane end
-- Jobs that were let through to wait, and have not started.
local function laneReadyKey(lane) return base .. 'hooks:lane-ready:' .. lane end

local function dueOf(score) return math.floor(tonumber(score) / 4096) end
`;

/**
 * Bodies. That of one job is in the job's hash, as `hooksBody`, and goes with it. One that several share, or that is large,
 * is in a hash of its own, with the ids of the jobs that name it, by `hooksShared`, beside the text, which has no name.
 */
export const bodiesLua = `
local function sharedKey(digest) return base .. 'hooks:body:' .. digest end

local function sharedText(digest) return rcall('HGET', sharedKey(digest), '') or '' end

local function leaveShared(digest, id)
  if not digest then return end
  local key = sharedKey(digest)
  rcall('HDEL', key, id)
  if rcall('HLEN', key) <= 1 then rcall('DEL', key) end
end
`;

/** A job's fields, without its payload unless it is asked for. */
export const fieldsLua = `
local statusNames = {
  'timestamp', 'hooksLane', 'hooksFailure', 'priority', 'hooksAttempts', 'hooksDue', 'hooksStarted',
  'finishedOn', 'progress', 'data',
}

-- Names and values of what there is; nothing where there is no job.
local function fieldsOf(id, hasData)
  local values = rcall('HMGET', base .. id, unpack(statusNames))
  if not values[1] then return false end
  local fields = {}
  for i = 1, hasData and #statusNames or #statusNames - 1 do
    if values[i] then
      fields[#fields + 1] = statusNames[i]
      fields[#fields + 1] = values[i]
    end
  end
  return fields, values[2], values[3]
end
`;

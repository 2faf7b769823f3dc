/** What Redis runs as one step. Each script reads and writes one key, so that it runs on any node of a cluster. */
export interface Script {
  readonly lua: string;
  /** Of the text, in hex: the name by which Redis knows a script that it has seen. */
  readonly sha1: string;
}

/**
 * For a key that something stands under. Keys: the delivery's. Arguments: the claim to write, the lease in milliseconds.
 *
 * A claim that is there already, token and all, is this very call sent again by a client that lost the answer. What
 * stood there may also have gone in the meantime.
 */
export const claimScript: Script = {
  lua: `local stored = redis.call('GET', KEYS[1])
if not stored or stored == ARGV[1] then
  redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
  return 'claimed'
end
if string.find(stored, '^1c' .. string.rep('[%x-]', 36)) then
  return 'in_progress ' .. string.format('%.0f', redis.call('PTTL', KEYS[1]))
end
return 'stored ' .. stored`,
  sha1: "fd7d07e0f54878957e9872bce40fe8c28333dc5e",
};

/**
 * Keys: the delivery's. Arguments: how the claim begins (38 characters), the name of the call (8) and the reply, in one,
 * for each argument costs the client time; the time to live in milliseconds.
 *
 * The digest is taken over from the claim. A delivery that this very call has completed begins as it would write it.
 */
export const completeScript: Script = {
  lua: `local claim = string.sub(ARGV[1], 1, 38)
local done = '1d' .. string.sub(ARGV[1], 39, 46)
local stored = redis.call('GET', KEYS[1])
if stored and string.sub(stored, 1, 38) == claim then
  local reply = string.sub(ARGV[1], 47)
  redis.call('SET', KEYS[1], done .. string.sub(stored, 39) .. reply, 'PX', ARGV[2])
  return 1
end
return stored and string.sub(stored, 1, 10) == done and 1 or 0`,
  sha1: "0632a9fb8fa7b1d6fa8ac508a7c81c116fca7665",
};

/** Keys: the delivery's. Arguments: how the claim begins. */
export const releaseScript: Script = {
  lua: `local stored = redis.call('GET', KEYS[1])
if stored and string.sub(stored, 1, 38) == ARGV[1] then
  redis.call('DEL', KEYS[1])
  return 1
end
return 0`,
  sha1: "35591fac7051f52dcfa66288cf3609b60c32d646",
};

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
 * Keys: the delivery's. Arguments: the claim as it was written, the completed delivery to write, the time to live in
 * milliseconds.
 *
 * A completed delivery that is there already, name of the call and all, is this very call sent again.
 */
export const completeScript: Script = {
  lua: `local stored = redis.call('GET', KEYS[1])
if stored == ARGV[1] then
  redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
  return 1
end
return stored == ARGV[2] and 1 or 0`,
  sha1: "34b79516a605cb1847da611915822731205fbe43",
};

/** Keys: the delivery's. Arguments: the claim as it was written. */
export const releaseScript: Script = {
  lua: `if redis.call('GET', KEYS[1]) == ARGV[1] then
  return redis.call('DEL', KEYS[1])
end
return 0`,
  sha1: "b6a796aa8d73bb4ce6e26afe648196d086a8d1f1",
};

import { QueueError } from "@hooks/queue";

/** Of what is stored; another is another version's of this package. */
export const storedVersion = "3";

const leastVersion = [6, 2] as const;

const fieldOf = (info: string, name: string): string | undefined =>
  new RegExp(`^${name}:(.*?)\\r?$`, "m").exec(info)?.[1];

function isOld(version: string): boolean {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return major < leastVersion[0] || (major === leastVersion[0] && minor < leastVersion[1]);
}

/**
 * Finds a server fit for a queue by what its `INFO` tells.
 *
 * @throws QueueError `storage_evicts`, `storage_readonly`, `storage_failed`, `schema_unsupported`
 */
export function checkServer(info: string, version: string | undefined): void {
  const server = fieldOf(info, "redis_version");
  if (server !== undefined && isOld(server)) {
    const message = `this Redis is ${server}, and the queue needs ${leastVersion.join(".")} or newer`;
    throw new QueueError("storage_failed", message);
  }
  if (fieldOf(info, "role") === "slave") {
    throw new QueueError("storage_readonly", "this Redis is a replica: connect to its primary");
  }
  const policy = fieldOf(info, "maxmemory_policy");
  if (policy !== undefined && policy !== "noeviction") {
    const fix = "CONFIG SET maxmemory-policy noeviction, and the same in its configuration file";
    throw new QueueError("storage_evicts", `with maxmemory-policy ${policy} jobs get lost: ${fix}`);
  }
  if (version !== storedVersion) {
    const message = `what is stored has version ${version}, and this package knows ${storedVersion}`;
    throw new QueueError("schema_unsupported", message);
  }
}

import type { Reply } from "@hooks/core";

/** A copy that shares nothing changeable with the original, for the one that is kept and each that is given out. */
export function copyReply({ status, headers, body }: Reply): Reply {
  return {
    status,
    headers: { ...headers },
    // Not slice(): a Buffer's slice is a view of the same bytes.
    body: body instanceof Uint8Array ? new Uint8Array(body) : body,
  };
}

import type { Socket } from "node:net";
import type { Target } from "./check-target.ts";

const maxSessions = 100;

/** Keeps the latest TLS session of the latest hosts, so that the next connection's handshake is shorter. */
export function tlsSessions(): {
  readonly find: (target: Target) => Buffer | undefined;
  readonly keep: (target: Target, socket: Socket) => void;
} {
  const sessions = new Map<string, Buffer>();
  const keyOf = ({ hostname, port }: Target) => `${hostname}:${port}`;
  return {
    find: (target) => sessions.get(keyOf(target)),
    keep: (target, socket) => {
      socket.on("session", (session: Buffer) => {
        const key = keyOf(target);
        sessions.delete(key);
        sessions.set(key, session);
        const [oldest] = sessions.keys();
        if (sessions.size > maxSessions && oldest !== undefined) sessions.delete(oldest);
      });
    },
  };
}

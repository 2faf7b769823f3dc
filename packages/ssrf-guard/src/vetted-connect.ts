import { connect as connectTcp, isIP, type LookupFunction, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import type { buildConnector } from "undici";
import { checkTarget, type Target, targetOf } from "./check-target.ts";
import { GuardError, isGuardError } from "./guard-error.ts";
import type { GuardRefusal, GuardTlsOptions } from "./guard-options.ts";
import type { GuardPolicy } from "./guard-policy.ts";
import { tlsSessions } from "./tls-sessions.ts";
import { vettedLookup } from "./vetted-lookup.ts";

/** What connections are made with. */
export interface ConnectOptions {
  readonly policy: GuardPolicy;
  readonly lookup: LookupFunction;
  readonly timeoutMs: number;
  readonly tls: GuardTlsOptions;
  readonly allowH2: boolean;
  readonly onRefusal: (refusal: GuardRefusal) => void;
}

/** Makes undici's connector: resolves, vets, and connects to nothing but what was vetted. */
export function vettedConnect(options: ConnectOptions): buildConnector.connector {
  const { policy, lookup, timeoutMs, tls, allowH2, onRefusal } = options;
  const sessions = tlsSessions();

  function open(target: Target, refuse: (error: GuardError, address?: string) => void): Socket {
    const { hostname, port, protocol } = target;
    let forbidden: string | undefined;
    const place = {
      host: hostname,
      port,
      autoSelectFamily: true,
      keepAlive: true,
      keepAliveInitialDelay: 60_000,
      noDelay: true,
      lookup: vettedLookup(target, policy, lookup, (address) => {
        forbidden ??= address;
      }),
    };
    const socket =
      protocol === "https:" ? connectTls({ ...place, ...tlsOptions(target) }) : connectTcp(place);
    if (protocol === "https:") sessions.keep(target, socket);
    // Ahead of TLS, which begins to write when it hears of the connection.
    socket.prependOnceListener("connect", () => {
      const { remoteAddress = "" } = socket;
      if (policy.judge(remoteAddress, port) !== "forbidden") return;
      forbidden = remoteAddress;
      socket.destroy(new GuardError("address_forbidden"));
    });
    socket.once("error", (error) => {
      if (isGuardError(error)) refuse(error, forbidden);
    });
    return socket;
  }

  function tlsOptions(target: Target) {
    const { hostname } = target;
    return {
      ...(tls as object),
      // Said, because the environment can change what is not.
      rejectUnauthorized: true,
      // The certificate is checked against the URL's own host, whatever address or header there is.
      ...(isIP(hostname) === 0 && { servername: hostname.replace(/\.$/, "") }),
      ALPNProtocols: allowH2 ? ["http/1.1", "h2"] : ["http/1.1"],
      session: sessions.find(target),
    };
  }

  return (place, callback) => {
    const target = targetOf(place);
    const refuse = (error: GuardError, address?: string) => {
      const { hostname, port } = target;
      onRefusal({ code: error.code, hostname, port, address });
    };
    try {
      checkTarget(target, policy);
    } catch (error) {
      if (isGuardError(error)) refuse(error);
      queueMicrotask(() => callback(error as Error, null));
      return;
    }
    const socket = open(target, refuse);
    const timer = setTimeout(() => socket.destroy(new GuardError("connect_timeout")), timeoutMs);
    const ready = target.protocol === "https:" ? "secureConnect" : "connect";
    const onError = (error: Error) => {
      clearTimeout(timer);
      callback(error, null);
    };
    socket.once("error", onError);
    socket.once(ready, () => {
      clearTimeout(timer);
      socket.off("error", onError);
      callback(null, socket);
    });
    socket.once("close", () => clearTimeout(timer));
  };
}

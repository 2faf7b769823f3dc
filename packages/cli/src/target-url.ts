import type { Arguments, CommandOption } from "./command.ts";
import { usageError } from "./usage-error.ts";

/** The option that lets a command send to other machines. */
export const allowExternal: CommandOption = {
  type: "boolean",
  help: "send to other machines than this one",
};

/** Names of this machine that no name server is asked for. */
const ofThisMachine = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;

/** @throws WebhookError `option_invalid` for no address of HTTP, or one of another machine that was not allowed */
export function targetUrl(text: string, args: Arguments): URL {
  const url = URL.parse(text);
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw usageError("the URL has to be one of http or https");
  }
  if (!ofThisMachine.test(url.hostname) && !args.flag("allow-external")) {
    throw usageError(`${url.hostname} is another machine: --allow-external sends to it`);
  }
  return url;
}

import type { Delivery } from "@hooks/core";
import type { Verifier } from "./case.ts";

/** @throws Error when a verifier refuses what is genuine, or accepts what is not */
export async function assertRight(
  name: string,
  verifier: Verifier,
  delivery: Delivery,
): Promise<void> {
  const body = Buffer.from(delivery.body);
  body[body.length - 3] = (body[body.length - 3] ?? 0) ^ 1;
  const accepts = async (one: Delivery): Promise<boolean> => {
    try {
      return (await verifier(one)) !== false;
    } catch {
      return false;
    }
  };
  const isRight = (await accepts(delivery)) && !(await accepts({ ...delivery, body }));
  if (!isRight) throw new Error(`${name} does not do the work`);
}

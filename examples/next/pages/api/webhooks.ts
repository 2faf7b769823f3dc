import { toNextApi } from "@hooks/next";
import { receiver } from "../../receiver.ts";

export const config = { api: { bodyParser: false } };

export default toNextApi(receiver);

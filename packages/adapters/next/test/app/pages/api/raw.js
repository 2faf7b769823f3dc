import { served } from "../../served.ts";

export const config = { api: { bodyParser: false } };

export default (req, res) => served().pagesRouter(req, res);

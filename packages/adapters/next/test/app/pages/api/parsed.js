import { served } from "../../served.ts";

export default (req, res) => served().pagesRouter(req, res);

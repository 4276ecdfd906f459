import { workerData } from "node:worker_threads";
import { createSiloTask, type SiloWork } from "../../../../src/silos/wire/compute.ts";
import { createPartyRunner } from "./stand-in-runner.ts";

export default createSiloTask(workerData as SiloWork, createPartyRunner);

// Loaded before the command line (--import): makes the n-th file operation inside a run folder go wrong. Only Node's own file
// functions are changed, so that what is tested is the program as it ships.
//   TORTURE_FOLDER  operations on paths below it count
//   TORTURE_FAULT   what happens: ENOSPC, EIO, EDQUOT, EMFILE, short, half-then-ENOSPC, kill, half-then-kill
//   TORTURE_AT      to which operation, from 1
//   TORTURE_COUNT   file to which the number of operations is written at the end
import { writeFileSync, writeSync } from "node:fs";
import promises from "node:fs/promises";
import { syncBuiltinESMExports } from "node:module";
import { isMainThread } from "node:worker_threads";

const { TORTURE_FOLDER: folder, TORTURE_FAULT: fault, TORTURE_AT: at, TORTURE_COUNT: countFile } = process.env;
const paths = new WeakMap();
let operations = 0;

/** Whether the fault strikes now. */
function strikes(path) {
  if (!isMainThread || typeof path !== "string" || !path.startsWith(folder)) return false;
  operations += 1;
  return operations === Number(at);
}

function fail(name, path) {
  const error = new Error(`${fault}: injected, ${name} '${path}'`);
  throw Object.assign(error, { code: fault.replace("half-then-", ""), errno: -1, syscall: name, path });
}

/** What a fault does to an operation that is no write. */
function act(name, path) {
  if (fault.endsWith("kill")) process.kill(process.pid, "SIGKILL");
  if (fault !== "short") fail(name, path);
}

for (const name of ["mkdir", "rename", "rm", "rmdir"]) {
  const real = promises[name];
  promises[name] = async (...args) => {
    const path = args.findLast((arg) => typeof arg === "string");
    if (strikes(path)) act(name, path);
    return real(...args);
  };
}

const realOpen = promises.open;
let isPatched = false;
promises.open = async (path, flags, ...rest) => {
  const isRead = flags === undefined || flags === "r";
  if (!isRead && strikes(path)) act("open", path);
  const handle = await realOpen(path, flags, ...rest);
  paths.set(handle, path);
  if (!isPatched) patch(Object.getPrototypeOf(handle));
  return handle;
};

function patch(prototype) {
  isPatched = true;
  const { write, sync, truncate } = prototype;
  prototype.write = async function (data, ...rest) {
    const path = paths.get(this);
    if (!strikes(path)) return write.call(this, data, ...rest);
    if (typeof data === "string") {
      act("write", path);
      return write.call(this, data, ...rest);
    }
    const [offset = 0, length = data.length - offset, position = null] = rest;
    const half = Math.ceil(length / 2);
    if (fault === "short") return write.call(this, data, offset, half, position);
    if (fault.startsWith("half")) writeSync(this.fd, data, offset, half, position);
    return act("write", path);
  };
  for (const [name, real] of Object.entries({ sync, truncate })) {
    prototype[name] = async function (...args) {
      if (strikes(paths.get(this))) act(name, paths.get(this));
      return real.apply(this, args);
    };
  }
}

syncBuiltinESMExports();
if (countFile !== undefined) process.on("exit", () => isMainThread && writeFileSync(countFile, String(operations)));

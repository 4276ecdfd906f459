// Makes the n-th file operation inside a run folder go wrong. Only Node's own file functions are changed, so that what is tested is the
// program as it ships. Either loaded before the command line (--import) and told by the environment, or armed again and again by a
// process that runs the engine many times.
//   TORTURE_FOLDER  operations on paths below it count
//   TORTURE_FAULT   what happens: ENOSPC, EIO, EDQUOT, EMFILE, short, half-then-ENOSPC, kill, half-then-kill
//   TORTURE_AT      to which operation, from 1
//   TORTURE_COUNT   file to which the names of the operations are written at the end
import { writeFileSync, writeSync } from "node:fs";
import promises from "node:fs/promises";
import { syncBuiltinESMExports } from "node:module";
import { isMainThread } from "node:worker_threads";

const { TORTURE_FOLDER, TORTURE_FAULT, TORTURE_AT, TORTURE_COUNT } = process.env;
const paths = new WeakMap();
let armed = { folder: TORTURE_FOLDER, fault: TORTURE_FAULT, at: Number(TORTURE_AT) };
/** Names of the operations so far. */
let operations = [];
let hasStruck = false;

/** What happens to which operation from now on; operations are counted anew. */
export function arm({ folder, fault, at }) {
  armed = { folder, fault, at };
  operations = [];
  hasStruck = false;
}

/** What has happened since. */
export function look() {
  return { operations, hasStruck };
}

/** Whether the fault strikes now. */
function strikes(name, path) {
  if (!isMainThread || armed.folder === undefined) return false;
  if (typeof path !== "string" || !path.startsWith(armed.folder)) return false;
  operations.push(name);
  return operations.length === armed.at;
}

function fail(name, path) {
  const code = armed.fault.replace("half-then-", "");
  throw Object.assign(new Error(`${code}: injected, ${name} '${path}'`), { code, errno: -1, syscall: name, path });
}

/** What a fault does to an operation. A write that is to be short is so elsewhere; nothing else can be. */
function act(name, path) {
  if (armed.fault === "short") return;
  hasStruck = true;
  if (armed.fault.endsWith("kill")) process.kill(process.pid, "SIGKILL");
  fail(name, path);
}

for (const name of ["mkdir", "rename", "rm", "rmdir"]) {
  const real = promises[name];
  promises[name] = async (...args) => {
    const path = args.findLast((arg) => typeof arg === "string");
    if (strikes(name, path)) act(name, path);
    return real(...args);
  };
}

const realOpen = promises.open;
let isPatched = false;
promises.open = async (path, flags, ...rest) => {
  const isRead = flags === undefined || flags === "r";
  if (!isRead && strikes("open", path)) act("open", path);
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
    if (!strikes("write", path)) return write.call(this, data, ...rest);
    if (typeof data === "string") {
      act("write", path);
      return write.call(this, data, ...rest);
    }
    const [offset = 0, length = data.length - offset, position = null] = rest;
    const half = Math.ceil(length / 2);
    if (armed.fault === "short") {
      hasStruck = half < length;
      return write.call(this, data, offset, half, position);
    }
    if (armed.fault.startsWith("half")) writeSync(this.fd, data, offset, half, position);
    return act("write", path);
  };
  for (const [name, real] of Object.entries({ sync, truncate })) {
    prototype[name] = async function (...args) {
      if (strikes(name, paths.get(this))) act(name, paths.get(this));
      return real.apply(this, args);
    };
  }
}

syncBuiltinESMExports();
if (TORTURE_COUNT !== undefined) {
  process.on("exit", () => isMainThread && writeFileSync(TORTURE_COUNT, JSON.stringify(operations)));
}

// Makes a disk full below FULL_FOLDER after so many messages have been written. Only Node's own function is changed, in workers too, so that
// what is tested is the program as it ships.
import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";

const { FULL_FOLDER, FULL_AFTER } = process.env;
const { openSync, writeSync } = fs;
const messages = new Set();
let written = 0;
fs.openSync = (path, flags, ...rest) => {
  const handle = openSync(path, flags, ...rest);
  if (flags === "wx" && path.startsWith(FULL_FOLDER)) messages.add(handle);
  else messages.delete(handle);
  return handle;
};
fs.writeSync = (handle, ...rest) => {
  if (messages.has(handle) && ++written > Number(FULL_AFTER)) {
    throw Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC" });
  }
  return writeSync(handle, ...rest);
};
syncBuiltinESMExports();

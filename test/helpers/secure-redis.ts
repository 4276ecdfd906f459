import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Tls } from "../../src/silos/wire/open-transport.ts";
import { createRedisServer, freePort } from "./redis-server.ts";

export const hasRedis = ["redis-server", "openssl"].every((name) => spawnSync(name, ["version"]).error === undefined);

/** A Redis that speaks TLS only, knows only the users of its list, and asks clients for certificates. */
export interface SecureRedis {
  /** Address for a user; without one, that of nobody. */
  url(user?: string): string;
  readonly tls: Tls;
  readonly port: number;
  /** Where its certificates lie, as files. */
  readonly files: { readonly ca: string; readonly cert: string; readonly key: string };
  /** Sets a key as a user. */
  set(user: string, key: string, value: string): void;
  /** Everything that was written to it, as it lies on the disk; certificates and users aside. */
  written(): Buffer;
  /** Stops it as a crash would and starts it on what it had written. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

export const passwordOf = (user: string): string => `${user}-s3cret`;

/** @param rules lines of the access control list, with passwords by `passwordOf` */
export async function startSecureRedis(rules: readonly string[]): Promise<SecureRedis> {
  const folder = mkdtempSync(join(tmpdir(), "breakwater-secure-redis-"));
  const path = (name: string): string => join(folder, name);
  const openssl = (...args: string[]): void => {
    execFileSync("openssl", args, { cwd: folder, stdio: "ignore" });
  };
  openssl(
    "req",
    "-x509",
    "-newkey",
    "rsa:2048",
    "-nodes",
    "-keyout",
    "ca.key",
    "-out",
    "ca.crt",
    "-days",
    "2",
    "-subj",
    "/CN=ca",
  );
  writeFileSync(path("san"), "subjectAltName=IP:127.0.0.1\n");
  for (const name of ["server", "client"]) {
    openssl(
      "req",
      "-newkey",
      "rsa:2048",
      "-nodes",
      "-keyout",
      `${name}.key`,
      "-out",
      `${name}.csr`,
      "-subj",
      `/CN=${name}`,
    );
    openssl(
      "x509",
      "-req",
      "-in",
      `${name}.csr`,
      "-CA",
      "ca.crt",
      "-CAkey",
      "ca.key",
      "-CAcreateserial",
      "-out",
      `${name}.crt`,
      "-days",
      "2",
      "-extfile",
      "san",
    );
  }
  writeFileSync(path("users.acl"), `${["user default off", ...rules].join("\n")}\n`);
  const port = await freePort();
  const server = createRedisServer({
    port: "0",
    "tls-port": String(port),
    dir: folder,
    "tls-cert-file": path("server.crt"),
    "tls-key-file": path("server.key"),
    "tls-ca-cert-file": path("ca.crt"),
    "tls-auth-clients": "yes",
    aclfile: path("users.acl"),
  });
  await server.start();
  const read = (name: string): string => readFileSync(path(name), "utf8");
  return {
    url: (user) => `rediss://${user === undefined ? "" : `${user}:${passwordOf(user)}@`}127.0.0.1:${port}`,
    tls: { ca: read("ca.crt"), cert: read("client.crt"), key: read("client.key") },
    port,
    files: { ca: path("ca.crt"), cert: path("client.crt"), key: path("client.key") },
    set(user, key, value) {
      const own = ["--tls", "--cacert", path("ca.crt"), "--cert", path("client.crt"), "--key", path("client.key")];
      const login = ["-p", String(port), "--user", user, "--pass", passwordOf(user), "--no-auth-warning"];
      const answer = execFileSync("redis-cli", [...own, ...login, "set", key, value], { encoding: "utf8" });
      if (answer.trim() !== "OK") throw new Error(`redis-cli: ${answer}`);
    },
    written: () =>
      Buffer.concat(
        readdirSync(folder, { recursive: true, withFileTypes: true })
          .filter((entry) => entry.isFile() && entry.parentPath !== folder)
          .map(({ parentPath, name }) => readFileSync(join(parentPath, name))),
      ),
    async restart() {
      await server.end("SIGKILL");
      await server.start();
    },
    async stop() {
      await server.end("SIGKILL");
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

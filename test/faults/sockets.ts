import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

const established = '01';

/** Whether a process has a connection to a port of this machine, as Linux tells under /proc. */
export function isConnectedTo(pid: number, port: number): boolean {
  const sockets = socketsTo(port);
  return readdirSync(`/proc/${pid}/fd`).some((fd) =>
    sockets.has(targetOf(`/proc/${pid}/fd/${fd}`)),
  );
}

function socketsTo(port: number): Set<string> {
  const hex = port.toString(16).toUpperCase().padStart(4, '0');
  const lines = readFileSync('/proc/net/tcp', 'utf8').trim().split('\n').slice(1);
  const columns = lines.map((line) => line.trim().split(/\s+/));
  const ours = columns.filter(
    ([, , remote, state]) => remote?.endsWith(`:${hex}`) && state === established,
  );
  return new Set(ours.map((column) => `socket:[${column[9]}]`));
}

/** It may be closed between the listing and the question. */
function targetOf(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return '';
  }
}

import { readdirSync, readFileSync } from 'node:fs';

/** Linux counts CPU time in hundredths of a second (USER_HZ), whatever the kernel's own tick. */
const microsecondsPerTick = 10_000;

/**
 * CPU time that a process and its living children have used, in microseconds, from /proc; what
 * children that were waited for had used is counted too. PostgreSQL's backends must still be there
 * when it is read a second time, or their share is lost.
 */
export function cpuOfTree(pid: number): number {
  const children = childrenOf(pid);
  return cpuOf(pid) + children.reduce((sum, child) => sum + cpuOfTree(child), 0);
}

/** CPU time of this process alone, in microseconds. */
export function ownCpu(): number {
  const { user, system } = process.cpuUsage();
  return user + system;
}

function cpuOf(pid: number): number {
  const [utime = 0, stime = 0, cutime = 0, cstime = 0] = fieldsOf(pid).slice(11, 15).map(Number);
  return (utime + stime + cutime + cstime) * microsecondsPerTick;
}

function childrenOf(pid: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((candidate) => Number(fieldsOf(candidate)[1]) === pid);
}

/** The fields of /proc/<pid>/stat after the command's name, which may hold spaces: state first. Empty when it is gone. */
function fieldsOf(pid: number): string[] {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    return [];
  }
}

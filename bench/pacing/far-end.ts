import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Tally } from '../../test/support/fake-cloud-world.ts';

/** A fake Cloud API in a process of its own: its clock is read where nobody else's work delays it. */
export interface FarEnd {
  url: string;
  /** When each message arrived, in order, in milliseconds since 1970. */
  arrivals(): Promise<number[]>;
  close(): Promise<void>;
}

const program = join(import.meta.dirname, '../../test/support/fake-cloud.ts');

export async function startFarEnd(options: {
  throughput: string;
  latencyMs: number;
}): Promise<FarEnd> {
  const given = JSON.stringify({ appSecret: 'pacing', ...options });
  const child = spawn(process.execPath, ['--import', 'tsx', program, given], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [url] = await once(createInterface({ input: child.stdout }), 'line');
  return {
    url,
    async arrivals() {
      const tally = (await (await fetch(`${url}/_tally`, { method: 'POST' })).json()) as Tally;
      const times = Object.values(tally.people).flatMap((got) => got.map(({ atMs }) => atMs));
      return times.sort((a, b) => a - b);
    },
    async close() {
      child.kill();
      await once(child, 'exit');
    },
  };
}

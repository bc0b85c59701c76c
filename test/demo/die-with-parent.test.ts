import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';

test('a process with the preload dies as suddenly as whoever held its stdin', async () => {
  const preload = new URL('die-with-parent.ts', import.meta.url).href;
  const child = spawn(
    process.execPath,
    // Prints its word only once the preload is loaded, and has no reason of its own to end.
    ['--import', 'tsx', '--import', preload, '--eval', 'console.log("up"); setInterval(Date, 99)'],
    { stdio: ['pipe', 'pipe', 'inherit'] },
  );
  await once(child.stdout, 'data');

  const exit = once(child, 'exit');
  child.stdin.destroy();
  expect(await exit).toEqual([null, 'SIGKILL']);
});

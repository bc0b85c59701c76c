import { subscribe } from 'node:diagnostics_channel';
import { openSync, writeSync } from 'node:fs';

/*
 * Loaded into a process that sends, before anything else: writes down when each message's request
 * begins to leave, by that process's own clock. undici says so itself, after Herald's gate; at once
 * and synchronously, as the process is going to be killed.
 */

const file = openSync(process.env.DEPARTURES_FILE ?? '/dev/null', 'a');

subscribe('undici:client:sendHeaders', ({ request }) => {
  if (!request.path.endsWith('/messages')) return;
  writeSync(file, `${performance.timeOrigin + performance.now()}\n`);
});

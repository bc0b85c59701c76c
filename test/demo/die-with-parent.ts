/*
 * Preloaded into the Herald that the demo starts. Its stdin is a pipe that the demo holds open;
 * whatever ends the demo, the system closes it, and Herald dies as suddenly as the demo did.
 * Without this a killed demo would leave a Herald behind that keeps the data directory.
 */
process.stdin.resume();
process.stdin.once('close', () => process.kill(process.pid, 'SIGKILL'));

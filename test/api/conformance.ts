import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, request, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startHerald } from '../demo/herald.ts';

/*
 * MCP's own conformance suite against a whole Herald on a free port (`npm run test:conformance`). It is
 * fetched when it runs: a dependency would bring a hundred packages for four scenarios. All others of the
 * suite expect tools that an application does not have.
 */

const suite = '@modelcontextprotocol/conformance@0.1.16';
const scenarios = ['server-initialize', 'ping', 'tools-list', 'dns-rebinding-protection'];
const nodeMin = 22;

if (Number.parseInt(process.versions.node, 10) < nodeMin) {
  process.stderr.write(`The suite needs Node ${nodeMin} or later; this is ${process.version}.\n`);
  process.exit(1);
}

const path = await mkdtemp(join(tmpdir(), 'herald-conformance-'));
const token = randomBytes(24).toString('base64url');
const herald = await startHerald({ path, token }, { DATABASE_URL: '' });
const front = await listen(bringing(token, new URL(herald.mcpUrl)));
try {
  for (const scenario of scenarios) await run(scenario);
} finally {
  front.server.close();
  await herald.stop();
  await rm(path, { recursive: true });
}

/** In a directory of its own, so that npx takes the suite's version and not one that lies about. */
async function run(scenario: string): Promise<void> {
  const args = ['--yes', suite, 'server', '--url', front.url, '--scenario', scenario];
  const child = spawn('npx', args, { cwd: path, stdio: ['ignore', 'inherit', 'inherit'] });
  const [code] = await once(child, 'exit');
  if (code === 0) return;
  process.stderr.write(`${scenario} does not pass.\n`);
  process.exitCode = 1;
}

/** The suite knows no tokens. This brings one along, and leaves Host and Origin as they are. */
function bringing(token: string, { hostname, port, pathname }: URL): Server {
  return createServer((incoming, outgoing) => {
    const { method, headers } = incoming;
    const authorized = { ...headers, authorization: `Bearer ${token}` };
    const to = { hostname, port, path: pathname, method, headers: authorized };
    const forwarded = request(to, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    forwarded.on('error', () => outgoing.destroy());
    incoming.pipe(forwarded);
  });
}

async function listen(server: Server): Promise<{ server: Server; url: string }> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('it has no port');
  return { server, url: `http://127.0.0.1:${address.port}/mcp` };
}

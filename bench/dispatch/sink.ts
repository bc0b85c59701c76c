import { createServer, type Socket } from 'node:net';

/*
 * The far end of every contender, a program of its own: takes whatever is posted to
 * `…/messages` and answers as the Cloud API does. HTTP is read by hand, since a real bridge runs
 * on another machine: what it costs here is taken from the sender's cores. Prints its port.
 */

let taken = 0;

const server = createServer((socket) => {
  socket.setNoDelay(true);
  socket.on('error', () => socket.destroy());
  let held = '';
  socket.on('data', (chunk: Buffer) => {
    held += chunk.toString('latin1');
    held = answerWhole(socket, held);
  });
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (typeof address === 'object' && address) process.stdout.write(`${address.port}\n`);
});

/** Answers every request that is there as a whole; returns what is left over. */
function answerWhole(socket: Socket, text: string): string {
  let rest = text;
  for (;;) {
    const headEnd = rest.indexOf('\r\n\r\n');
    if (headEnd === -1) return rest;
    const length = /content-length: (\d+)/i.exec(rest.slice(0, headEnd))?.[1];
    const end = headEnd + 4 + Number(length ?? 0);
    if (rest.length < end) return rest;
    socket.write(answerTo(rest.slice(0, end)), 'latin1');
    rest = rest.slice(end);
  }
}

function answerTo(request: string): string {
  if (request.startsWith('POST')) return ok(accepted(request));
  if (request.startsWith('GET /_taken')) return ok(`{"taken":${taken}}`);
  return ok('{"id":"1","display_phone_number":"+1 555-0100","throughput":{"level":"HIGH"}}');
}

/** As long as the real one, its id included: Herald keeps and indexes it. */
function accepted(request: string): string {
  taken += 1;
  const person = /"to":"(\d+)"/.exec(request)?.[1] ?? '';
  const id = `wamid.HBgL${person}VAgARGBI${String(taken).padStart(24, '0')}AA==`;
  return `{"messaging_product":"whatsapp","contacts":[{"input":"${person}","wa_id":"${person}"}],"messages":[{"id":"${id}","message_status":"accepted"}]}`;
}

function ok(body: string): string {
  return `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\nconnection: keep-alive\r\n\r\n${body}`;
}

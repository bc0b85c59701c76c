import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';
import type { Gate, Outbound } from '../../src/bridges/bridge.ts';
import { createCloudBridge } from '../../src/bridges/cloud/bridge.ts';
import { createVault } from '../../src/vault.ts';
import { type FakeCloudOptions, startFakeCloud } from '../support/fake-cloud.ts';

export const vault = createVault('a secret key that only the tests know');
export const person = '34600000001';
export const accessToken = 'EAA-the-token-of-the-tests';

/** What an operator types in. */
export const described = {
  phone_number_id: '500100200300',
  waba_id: '700800900100',
  access_token: accessToken,
  app_secret: 'the-secret-of-the-app',
  verify_token: 'shown once',
};

export function letterTo(digits: string): Outbound {
  return { to: `+${digits}`, content: { kind: 'text', text: 'Hola' }, token: '7.1.1' };
}

/** A bridge and a number of it at some address; cut off when the test has finished. */
export function numberAt(base_url: string, limits = { connectMs: 2_000, answerMs: 2_000 }) {
  const bridge = createCloudBridge({ vault, limits });
  onTestFinished(() => bridge.close());
  const setUp = bridge.setUp?.({ ...described, base_url });
  if (!setUp) throw new Error('the cloud bridge takes a description');
  const sender = { senderId: 1, ...setUp };
  return {
    bridge,
    sender,
    send: (message: Partial<Outbound> = {}, gate: Gate = () => true) =>
      bridge.send(sender, { ...letterTo(person), ...message }, gate),
  };
}

/** A fake Cloud API and a number on it. */
export async function createCloudNumber(options: Partial<FakeCloudOptions> = {}) {
  const cloud = await startFakeCloud({ appSecret: described.app_secret, accessToken, ...options });
  onTestFinished(() => cloud.close());
  return { cloud, ...numberAt(cloud.url) };
}

/** Something that listens and is no Cloud API. */
export async function listener(onSocket: (socket: Socket) => void): Promise<number> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    onSocket(socket);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return portOf(server);
}

/** Something that will happen, for whoever waits for it. */
export function happening() {
  let happen = () => {};
  const happened = new Promise<void>((resolve) => {
    happen = resolve;
  });
  return { happen: () => happen(), happened };
}

export function portOf(server: Server): number {
  const address = server.address();
  if (typeof address === 'object' && address) return address.port;
  throw new Error('the server does not listen');
}

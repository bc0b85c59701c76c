import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createCloudNumber, happening, listener, numberAt, person } from './cloud-number.ts';

describe('the gate of the Cloud bridge', () => {
  test('when it is closed, not one byte arrives at the far end', async () => {
    let bytes = 0;
    const arrival = happening();
    const ending = happening();
    const port = await listener((socket) => {
      socket.on('data', (chunk) => {
        bytes += chunk.length;
        arrival.happen();
      });
      socket.on('close', ending.happen);
    });
    const { send } = numberAt(`http://127.0.0.1:${port}`);

    expect(await send({}, () => false)).toMatchObject({ kind: 'not_written' });
    // The socket has been closed by us: whatever was written to it would have arrived before.
    await ending.happened;
    expect(bytes).toBe(0);

    void send({}, () => true);
    await arrival.happened;
    expect(bytes).toBeGreaterThan(0);
  });

  test('is closed on a socket that was used before, too', async () => {
    const { cloud, send } = await createCloudNumber();
    await send();

    expect(await send({}, () => false)).toMatchObject({ kind: 'not_written' });

    expect(await send({ token: '7.1.2' })).toMatchObject({ kind: 'accepted' });
    expect(cloud.received.map(({ token }) => token)).toEqual(['7.1.1', '7.1.2']);
  });

  test.each(['a fresh socket', 'a socket that was used before'])(
    'on %s, nothing waits between it and the write',
    async (which) => {
      const { send } = await createCloudNumber();
      if (which !== 'a fresh socket') await send();
      const order: string[] = [];
      notice('undici:client:sendHeaders', () => order.push('head'));
      notice('undici:request:bodySent', () => order.push('body'));

      await send({}, () => {
        order.push('gate');
        queueMicrotask(() => order.push('the next microtask'));
        process.nextTick(() => order.push('the next tick'));
        return true;
      });

      expect(order.slice(0, 3)).toEqual(['gate', 'head', 'body']);
      expect(order).toContain('the next microtask');
    },
  );

  test('is asked when there is a socket to write to, not while a message waits for one', async () => {
    const { cloud, send } = await createCloudNumber();
    const busy = 64;
    cloud.fault('*', { kind: 'hang', taken: true }, busy);
    let asked = 0;
    const writing = happening();
    for (let n = 0; n < busy; n += 1) {
      void send({}, () => {
        asked += 1;
        if (asked === busy) setImmediate(writing.happen);
        return true;
      });
    }
    await writing.happened;

    let isAsked = false;
    void send({}, () => {
      isAsked = true;
      return true;
    });
    // A round trip to the same server later, it still waits: every socket is in use.
    await fetch(`${cloud.url}/_tally`);

    expect(isAsked).toBe(false);
  });

  test('is asked once for each message', async () => {
    const { cloud, send } = await createCloudNumber();
    cloud.fault(person, { kind: 'reset', taken: true });
    let asked = 0;
    const count = () => {
      asked += 1;
      return true;
    };

    await send({}, count);
    expect(asked).toBe(1);
    await send({}, count);
    expect(asked).toBe(2);
    expect(cloud.received).toHaveLength(2);
  });
});

function notice(channel: string, happened: () => void): void {
  subscribe(channel, happened);
  onTestFinished(() => {
    unsubscribe(channel, happened);
  });
}

import type { Bridge, BridgeSender, Gate, Outbound, Outcome } from '../../src/bridges/bridge.ts';

export interface InstantBridge extends Bridge {
  /** The pace of each of its numbers; taken over by whoever takes a number from then on. */
  messagesPerSecond: number;
  /** Messages that passed the gate so far. */
  readonly taken: number;
  /** Called at every message that passed the gate, in the moment in which it would leave. */
  onTaken: () => void;
}

/** A bridge that takes everything at once and without a network: what is left is Herald and its database. */
export function instantBridge(messagesPerSecond = Number.POSITIVE_INFINITY): InstantBridge {
  let taken = 0;
  const bridge: InstantBridge = {
    // The first workspace's number is the sandbox's.
    name: 'sandbox',
    minimumIntervalMs: 0,
    personIntervalMs: 0,
    ratePerSecond: () => bridge.messagesPerSecond,
    messagesPerSecond,
    get taken() {
      return taken;
    },
    onTaken: () => {},
    async send(_sender: BridgeSender, _message: Outbound, gate: Gate): Promise<Outcome> {
      if (!gate()) return { kind: 'not_written', code: 'gate', text: 'The gate was closed.' };
      taken += 1;
      bridge.onTaken();
      return { kind: 'accepted', providerId: `instant-${taken}` };
    },
    read: () => undefined,
    connect: async () => ({ status: 'connected' }),
  };
  return bridge;
}

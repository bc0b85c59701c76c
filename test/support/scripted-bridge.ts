import type { Bridge, BridgeSender, Gate, Outbound, Outcome } from '../../src/bridges/bridge.ts';
import { parseSandboxItem } from '../../src/bridges/sandbox/parse.ts';
import { wordsOf } from '../../src/domain/outbound.ts';

export interface ScriptedBridge extends Bridge {
  personIntervalMs: number;
  /** Everyone whose message was handed over, in order; twice when twice. */
  readonly sentTo: string[];
  readonly sent: Outbound[];
  /** The words of each, in order. */
  readonly texts: string[];
  /** The next send to this number ends so, instead of being accepted. */
  answer(to: string, outcome: Outcome): void;
  /** Sends wait after the gate until `open` is called. */
  hold(): { open(): void };
}

/** A far end that does as it is told: the wire is the one place where tests may pretend. */
export function scriptedBridge(): ScriptedBridge {
  const sent: Outbound[] = [];
  const answers = new Map<string, Outcome[]>();
  let held: Promise<void> = Promise.resolve();
  return {
    name: 'sandbox',
    minimumIntervalMs: 0,
    personIntervalMs: 0,
    ratePerSecond: () => 80,
    sent,
    get sentTo() {
      return sent.map(({ to }) => to);
    },
    get texts() {
      return sent.map(({ content }) => wordsOf(content));
    },
    answer(to, outcome) {
      answers.set(to, [...(answers.get(to) ?? []), outcome]);
    },
    hold() {
      let open = () => {};
      held = new Promise((resolve) => {
        open = resolve;
      });
      return { open: () => open() };
    },
    async send(_sender: BridgeSender, message: Outbound, gate: Gate): Promise<Outcome> {
      if (!gate()) return { kind: 'not_written', code: 'gate', text: 'The gate was closed.' };
      const scripted = answers.get(message.to)?.shift();
      if (scripted?.kind !== 'refused' && scripted?.kind !== 'not_written') sent.push(message);
      const providerId = `prov-${sent.length}`;
      await held;
      return scripted ?? { kind: 'accepted', providerId };
    },
    read: parseSandboxItem,
    async connect(sender) {
      return { status: 'connected', phone: sender.numberKey, qr: `sandbox:${sender.numberKey}` };
    },
  };
}

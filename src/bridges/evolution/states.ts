import { z } from 'zod';
import type { SenderEvent } from '../bridge.ts';
import type { EvolutionItem } from './item.ts';
import { personOf } from './jids.ts';

/**
 * How the connection is. `connecting` is no change, and `close` is one only with the reasons after
 * which Evolution gives up: after all others it connects again within seconds by itself, and some
 * versions tell of each time while messages still flow. So what flaps never stops a number; should
 * a message be sent in such a gap, its refusal does, and the `open` that follows lets it go on.
 */
export function readConnection({ data, heardAt: at }: EvolutionItem): SenderEvent | undefined {
  const connection = Connection.safeParse(data).data;
  switch (connection?.state) {
    case 'open': {
      const { phone } = personOf(connection.wuid) ?? {};
      return { kind: 'sender', status: 'connected', ...(phone !== undefined && { phone }), at };
    }
    case 'close': {
      const reason = final.get(connection.statusReason ?? 0);
      return reason === undefined ? undefined : gone(reason, at);
    }
    case 'refused':
      return gone(nobodyScanned, at);
    default:
      return undefined;
  }
}

/** Only told when Evolution has given up, whatever the reason. */
export function readInstance({ data, heardAt }: EvolutionItem): SenderEvent | undefined {
  const instance = Instance.safeParse(data).data;
  if (instance?.status !== 'closed') return undefined;
  const { disconnectionReasonCode: code } = instance;
  return gone(
    final.get(code ?? 0) ?? `WhatsApp closed the connection (${code ?? 'no code'}).`,
    heardAt,
  );
}

export function readQr({ data, heardAt: at }: EvolutionItem): SenderEvent | undefined {
  const qr = Scannable.safeParse(data).data?.qrcode.code;
  if (qr !== undefined) return { kind: 'sender', status: 'qr_pending', qr, at };
  return LimitReached.safeParse(data).success ? gone(nobodyScanned, at) : undefined;
}

const Connection = z.object({
  state: z.string(),
  statusReason: z.int().optional().catch(undefined),
  wuid: z.string().optional().catch(undefined),
});
const Instance = z.object({
  status: z.string(),
  disconnectionReasonCode: z.int().optional().catch(undefined),
});
const Scannable = z.object({ qrcode: z.object({ code: z.string().min(1).max(2_000) }) });
const LimitReached = z.object({ statusCode: z.literal(500), message: z.string() });

const final: ReadonlyMap<number, string> = new Map([
  [401, 'The number was logged out, on the phone or by WhatsApp. Link it again.'],
  [402, 'WhatsApp has locked the number for a while (402).'],
  [403, 'WhatsApp has banned the number (403).'],
  [406, 'WhatsApp has locked the number (406).'],
]);

const nobodyScanned = 'Nobody scanned the QR code in time. Link the number again for a new one.';

function gone(reason: string, at: Date): SenderEvent {
  return { kind: 'sender', status: 'disconnected', reason, at };
}

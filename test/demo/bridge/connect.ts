import { setTimeout as sleepFor } from 'node:timers/promises';
import type { z } from 'zod';
import type { acknowledgeSenderRisks } from '../../../src/operations/senders/acknowledge.ts';
import type { connectWhatsapp } from '../../../src/operations/senders/connect.ts';
import type { getWhatsappStatus } from '../../../src/operations/senders/status.ts';
import type { Mcp } from '../mcp.ts';
import type { BridgeName, FakeNumber } from './fake.ts';

export interface Connecting {
  mcp: Mcp;
  bridge: BridgeName;
  number: FakeNumber;
  tell(line: string): void;
}

type Session = z.infer<(typeof getWhatsappStatus)['output']>['sessions'][number];

const label = 'Demo number';
const looksMax = 100;
const lookEveryMs = 100;

/** Links the fake number as an AI agent would, and answers what it is called on the bot's buttons. */
export async function connectNumber({ mcp, bridge, number, tell }: Connecting): Promise<string> {
  tell(`› connect_whatsapp (${bridge})`);
  const given = { bridge, label, config: number.config };
  const linked = await mcp.call<typeof connectWhatsapp>('connect_whatsapp', given);
  const { session_id } = linked;
  if (linked.status === 'qr_pending') {
    tell(`  QR code: ${linked.qr}\n› (a phone scans it)`);
    await number.scan();
  }
  if (!linked.risks_acknowledged) {
    tell(`  ${linked.risks}\n› acknowledge_sender_risks`);
    // The agent has asked its person, who has seen the risks above.
    const agreed = { session_id, confirm: true };
    await mcp.call<typeof acknowledgeSenderRisks>('acknowledge_sender_risks', agreed);
  }
  const { status, phone } = await connected(mcp, session_id);
  tell(`  ${phone} is ${status}.\n`);
  return [label, phone].filter((part) => part !== null).join(' ');
}

/** What was scanned Herald hears from its webhook, a moment later. */
async function connected(mcp: Mcp, session_id: number): Promise<Session> {
  for (let look = 0; look < looksMax; look += 1) {
    const { sessions } = await mcp.call<typeof getWhatsappStatus>('get_whatsapp_status', {
      session_id,
    });
    const linked = sessions.find(({ status }) => status === 'connected');
    if (linked) return linked;
    await sleepFor(lookEveryMs);
  }
  throw new Error(`Session ${session_id} does not get connected.`);
}

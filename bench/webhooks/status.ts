import { signCloud } from '../../src/bridges/cloud/verify.ts';

export const numberKey = '500100200300';
export const appSecret = 'the secret of the benchmark';

export interface Status {
  /** Which message: the recipient's key within the campaign. No two bodies of a run are the same. */
  n: number;
  campaignId: number;
  status: 'delivered' | 'read';
}

/** What WhatsApp posts about one message of ours: 600 bytes. */
export function statusBody({ n, campaignId, status }: Status): string {
  const update = {
    id: `wamid.HBgLMzQ2MDAwMDAwMDEVAgARGBI5QTNDQTVCM0Q0Q0Q2RTY3${n}`,
    status,
    timestamp: '1772359200',
    recipient_id: String(34_600_000_000 + n),
    recipient_user_id: `ES.${n}`,
    biz_opaque_callback_data: `${campaignId}.1.${n}`,
    pricing: { billable: true, pricing_model: 'PMP', category: 'marketing', type: 'regular' },
  };
  const value = {
    messaging_product: 'whatsapp',
    metadata: { display_phone_number: '15550100200', phone_number_id: numberKey },
    statuses: [update],
  };
  const entry = { id: '700800900100', changes: [{ value, field: 'messages' }] };
  return JSON.stringify({ object: 'whatsapp_business_account', entry: [entry] });
}

/** The whole HTTP request, signed, as its bytes go over the wire. */
export function signedPost(path: string, status: Status): Buffer {
  const body = Buffer.from(statusBody(status));
  const head =
    `POST ${path} HTTP/1.1\r\nHost: herald\r\nUser-Agent: facebookexternalua\r\n` +
    `Content-Type: application/json\r\nContent-Length: ${body.length}\r\n` +
    `X-Hub-Signature-256: ${signCloud(appSecret, body)}\r\n\r\n`;
  return Buffer.concat([Buffer.from(head), body]);
}

/** What travels with a message and comes back in its statuses: the message and which attempt at it. */
export interface TokenContent {
  campaignId: number;
  recipientKey: string;
  attempt: number;
}

/** `<campaign>.<attempt>.<recipient key>`: the key last, as it may hold anything. */
export function writeToken({ campaignId, recipientKey, attempt }: TokenContent): string {
  return `${campaignId}.${attempt}.${recipientKey}`;
}

/** Undefined for whatever is no token of ours: bridges echo what other programs sent, too. */
export function readToken(token: string): TokenContent | undefined {
  const match = /^(-?\d{1,10})\.(\d{1,5})\.(.+)$/s.exec(token);
  const [, campaign, attempt, recipientKey] = match ?? [];
  if (!recipientKey) return undefined;
  return { campaignId: Number(campaign), attempt: Number(attempt), recipientKey };
}

import { Pool } from 'undici';
import { sandboxSignatureHeader, signSandbox } from '../../bridges/sandbox/verify.ts';
import type { Telling } from './story.ts';

export interface Poster {
  post(number: string, tellings: readonly Telling[]): Promise<boolean>;
  close(): Promise<void>;
}

const answerTimeoutMs = 10_000;

/** Posts signed events to Herald's webhook. undici's own client, because its fetch costs ten times as much. */
export function createPoster(webhookUrl: string, secret: string): Poster {
  const { origin, pathname, search } = new URL(webhookUrl);
  const pool = new Pool(origin, { connections: 16, headersTimeout: answerTimeoutMs });

  return {
    async post(number, tellings) {
      const events = tellings.map(({ event }) => event);
      const body = Buffer.from(JSON.stringify({ instance: number, events }));
      try {
        const answer = await pool.request({
          method: 'POST',
          path: `${pathname}${search}`,
          headers: {
            'content-type': 'application/json',
            [sandboxSignatureHeader]: signSandbox(secret, body),
          },
          body,
        });
        await answer.body.dump();
        return answer.statusCode >= 200 && answer.statusCode < 300;
      } catch {
        // Nobody there, or nobody answers: the same to a bridge as a 5xx. It tries again later.
        return false;
      }
    },
    close: () => pool.destroy(),
  };
}

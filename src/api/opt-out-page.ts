import { createHash } from 'node:crypto';
import { type Context, Hono } from 'hono';
import type { House } from '../context.ts';
import { Refusal } from '../errors.ts';
import { invoke } from '../operations/invoke.ts';
import { unsubscribeByLink } from '../operations/suppressions/by-link.ts';

type OptOutTarget = Parameters<House['optOutLink']>[0];

/** Undefined for a token that Herald did not sign. */
export type ReadOptOut = (token: string) => OptOutTarget | undefined;

/**
 * Where the opt-out link of a message leads. GET changes nothing, because WhatsApp and mail
 * programs open links for a preview; the button posts, and so does a mail program's own button
 * (RFC 8058).
 */
export function optOutPage({ house, readOptOut }: { house: House; readOptOut: ReadOptOut }): Hono {
  return new Hono()
    .get('/:token', (c) => {
      const isOurs = readOptOut(c.req.param('token')) !== undefined;
      return isOurs ? show(c, question) : show(c, notValid, 404);
    })
    .post('/:token', async (c) => {
      const target = readOptOut(c.req.param('token'));
      const isDone = target !== undefined && (await optOut(house, target));
      return isDone ? show(c, done) : show(c, notValid, 404);
    });
}

/** False when the person has been deleted since the link was sent. */
async function optOut(house: House, target: OptOutTarget): Promise<boolean> {
  const { workspaceId, contactId, campaignId } = target;
  const actor = { kind: 'system', name: 'opt-out link' } as const;
  const caller = { house, actor, workspaceId, scopes: new Set(['contacts:write'] as const) };
  // Direct messages hang on a campaign with a negative id that callers never see.
  const campaign = campaignId > 0 ? { campaign_id: campaignId } : {};
  try {
    await invoke(caller, unsubscribeByLink, { contact_id: contactId, ...campaign });
    return true;
  } catch (error) {
    if (error instanceof Refusal && error.code === 'not_found') return false;
    throw error;
  }
}

const question = `
  <h1>Stop these messages?</h1>
  <p>You will get no more campaigns from this sender on WhatsApp.</p>
  <form method="post"><button type="submit">Stop the messages</button></form>`;

const done = `
  <h1>Done</h1>
  <p role="status">You will get no more campaigns from this sender. You can close this page.</p>`;

const notValid = `
  <h1>This link is not valid</h1>
  <p>It may have been cut off. Open it again from the message, or answer the message with STOP.</p>`;

const style = `
  :root { color-scheme: light dark; }
  body { font: 1.125rem/1.5 system-ui, sans-serif; max-width: 32rem; margin: 15vh auto; padding: 0 1.5rem; }
  button { font: inherit; padding: 0.75rem 1.5rem; border: 0; border-radius: 0.5rem; background: #0b57d0; color: #fff; cursor: pointer; }
  button:focus-visible { outline: 3px solid; outline-offset: 3px; }`;

const policy = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`,
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

function show(c: Context, content: string, status: 200 | 404 = 200): Response {
  c.header('cache-control', 'no-store');
  c.header('x-robots-tag', 'noindex');
  c.header('content-security-policy', policy);
  return c.html(
    `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>WhatsApp messages</title>
<style>${style}</style>
<main>${content}
</main>
</html>
`,
    status,
  );
}

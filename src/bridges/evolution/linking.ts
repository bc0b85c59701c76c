import { z } from 'zod';
import { Refusal } from '../../errors.ts';
import type { Connection } from '../bridge.ts';
import { ask, refusalOf, tryAsk } from './ask.ts';
import { createInstance, findInstance, type Instance, setWebhook } from './instance.ts';
import { businessIntegration } from './letter.ts';
import { type Line, pathOf } from './line.ts';

export interface Linking {
  /** Where Evolution posts what happens; undefined when nobody outside can reach this Herald. */
  webhookUrl: string | undefined;
  /** Between two questions for a code that is not there yet. */
  pollMs: number;
}

/**
 * Links an instance: makes it when there is none, has it post to us, and asks for a code to be
 * scanned. What Evolution refuses is an answer, too: the number is not connected, and why.
 */
export function link(
  line: Line,
  linking: Linking,
  pairingPhone: string | undefined,
): Promise<Connection> {
  return orDisconnected(async () => {
    const { webhookUrl } = linking;
    const known = await findInstance(line);
    const wanted = { webhookUrl, showsQr: pairingPhone === undefined };
    const created = known ? undefined : await createInstance(line, wanted);
    if (known && webhookUrl !== undefined) await setWebhook(line, webhookUrl);
    const connection =
      pairingPhone === undefined
        ? (readLink(created?.json) ?? (await awaitLink(line, linking)))
        : await awaitCode(line, pairingPhone, linking);
    return withWebhookNote(await withFacts(line, connection), webhookUrl);
  });
}

/** How it is now, asked anew. */
export function stateOf(line: Line, linking: Linking): Promise<Connection> {
  return orDisconnected(async () => {
    const { json } = await ask(line, 'GET', '/instance/connectionState');
    const state = State.safeParse(json).data?.instance.state;
    if (state === 'connecting') return withFacts(line, await awaitLink(line, linking));
    if (state !== 'open') return { status: 'disconnected', reason: notLinked };
    return withFacts(line, { status: 'connected' }, isAlive);
  });
}

/** Starts the session anew, which keeps its link; one that has ended gets a new code. */
export function relink(line: Line, linking: Linking): Promise<Connection> {
  return orDisconnected(async () => {
    const restarted = await tryAsk(line, 'POST', pathOf('/instance/restart', line));
    if (restarted.status === 404 && restarted.words.startsWith('Cannot ')) {
      await tryAsk(line, 'PUT', pathOf('/instance/restart', line));
    } else if (restarted.status === 401 || restarted.status === 404) throw refusalOf(restarted);
    return withFacts(line, await awaitLink(line, linking));
  });
}

async function awaitCode(line: Line, phone: string, linking: Linking): Promise<Connection> {
  const { json } = await ask(line, 'GET', '/instance/connectionState');
  if (State.safeParse(json).data?.instance.state === 'open') return { status: 'connected' };
  return { status: 'qr_pending', pairingCode: await pairingCode(line, phone, linking) };
}

/** A code to be typed on the phone. There is none while the instance waits for a QR code to be scanned. */
export async function pairingCode(line: Line, phone: string, { pollMs }: Linking): Promise<string> {
  const query = `?${new URLSearchParams({ number: phone.replace(/^\+/, '') })}`;
  for (let asked = 0; asked < pollsMax; asked += 1) {
    if (asked > 0) await pause(pollMs);
    const { json } = await ask(line, 'GET', '/instance/connect', undefined, query);
    const code = Pairing.safeParse(json).data?.pairingCode;
    if (code) return code;
    if (State.safeParse(json).data?.instance.state === 'open') {
      throw new Refusal('wrong_state', 'The number is linked already.');
    }
  }
  throw new Refusal(
    'unavailable',
    'The Evolution API gives no pairing code. Disconnect the number, and ask for one before any QR code is shown.',
  );
}

/** Half a dozen questions, as a code takes some seconds. */
const pollsMax = 6;

const State = z.object({ instance: z.object({ state: z.string() }) });
const Pairing = z.object({ pairingCode: z.string().min(1).max(20) });
const code = z.string().min(1).max(2_000);
const Scannable = z.union([
  z.object({ code }),
  z.object({ qrcode: z.object({ code }) }).transform(({ qrcode }) => qrcode),
]);

const notLinked = 'The number is not linked. Call connect_whatsapp for a QR code.';
const noCode =
  'The Evolution API gives no QR code. It may need some more seconds, or its WhatsApp Web version may be outdated: see CONFIG_SESSION_PHONE_VERSION in its settings.';
const seemsDead =
  'The Evolution API says that the number is connected, and it does not answer. Call reconnect_whatsapp.';
const notConfigured =
  'Evolution was not told where to post what happens, as PUBLIC_URL is not set: answers, receipts and STOP do not arrive.';

/** Asked a few times: at first there is often neither a link nor a code. */
async function awaitLink(line: Line, { pollMs }: Linking): Promise<Connection> {
  for (let asked = 0; asked < pollsMax; asked += 1) {
    if (asked > 0) await pause(pollMs);
    const connection = readLink((await ask(line, 'GET', '/instance/connect')).json);
    if (connection) return connection;
  }
  return { status: 'disconnected', reason: noCode };
}

function readLink(json: unknown): Connection | undefined {
  if (State.safeParse(json).data?.instance.state === 'open') return { status: 'connected' };
  const qr = Scannable.safeParse(json).data?.code;
  return qr === undefined ? undefined : { status: 'qr_pending', qr };
}

/** What the server knows of the instance; `check` may find that it is not what it says. */
async function withFacts(
  line: Line,
  connection: Connection,
  check: (line: Line, instance: Instance) => Promise<boolean> = async () => true,
): Promise<Connection> {
  const instance = (await findInstance(line)) ?? {};
  const { integration = null, phone, profileName = null } = instance;
  const facts = { integration, profile_name: profileName };
  if (connection.status !== 'connected') return { ...connection, facts };
  if (!(await check(line, instance))) return { status: 'disconnected', reason: seemsDead, facts };
  return { ...connection, facts, ...(phone !== undefined && { phone }) };
}

/** A session may have died and still be called open: whether our own number exists only a live one can tell. */
async function isAlive(line: Line, { integration, phone }: Instance): Promise<boolean> {
  if (phone === undefined || integration === businessIntegration) return true;
  const body = { numbers: [phone.replace(/^\+/, '')] };
  return (await tryAsk(line, 'POST', pathOf('/chat/whatsappNumbers', line), body)).isFine;
}

function withWebhookNote(connection: Connection, webhookUrl: string | undefined): Connection {
  const facts = { ...connection.facts, webhook: webhookUrl === undefined ? 'not set' : 'set' };
  if (webhookUrl !== undefined) return { ...connection, facts };
  const reason = [connection.reason, notConfigured].filter((part) => part !== undefined).join(' ');
  return { ...connection, facts, reason };
}

async function orDisconnected(asking: () => Promise<Connection>): Promise<Connection> {
  try {
    return await asking();
  } catch (error) {
    if (error instanceof Refusal) return { status: 'disconnected', reason: error.message };
    throw error;
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

import { z } from 'zod';
import { Refusal } from '../../errors.ts';
import type { BridgeSender, Connection, SessionControl } from '../bridge.ts';
import { askWaha, demand, refusalOf } from './ask.ts';
import { unreadable, type WahaLine, type WahaLines } from './line.ts';
import { personOf } from './names.ts';
import {
  newSessionConfig,
  type Telling,
  tellsHerald,
  toldSessionConfig,
} from './session-config.ts';
import { restrictionOf, SessionLimits, stateOf } from './state.ts';

export interface SessionOptions {
  lines: WahaLines;
  /** Where WAHA posts what happens; undefined for a house that nobody reaches from outside. */
  webhookUrl: string | undefined;
  now: () => Date;
  /** Between two looks at a session that is starting. */
  pause: (ms: number) => Promise<void>;
}

type SessionPart = 'status' | 'pairingCode' | 'reconnect' | 'disconnect' | 'remove';

/** How a number gets linked, and what can be done about it later. */
export interface WahaSessions extends Pick<SessionControl, SessionPart> {
  connect(sender: BridgeSender, pairingPhone?: string): Promise<Connection>;
}

export function wahaSessions(options: SessionOptions): WahaSessions {
  const line = (sender: BridgeSender) => openLine(options.lines, sender);
  return {
    async connect(sender, pairingPhone) {
      const open = options.lines.of(sender);
      if (!open) return { status: 'disconnected', reason: unreadable };
      return orDisconnected(async () => {
        await prepare(open, tellingOf(options, sender, open));
        return withCode(open, await settled(open, options), pairingPhone);
      });
    },
    status: (sender) => orDisconnected(async () => connectionOf(line(sender), options)),
    pairingCode: async (sender, phone) => pairingCode(line(sender), phone),
    async reconnect(sender) {
      const open = line(sender);
      await act(open, 'restart');
      return settled(open, options);
    },
    disconnect: async (sender) => act(line(sender), 'logout'),
    async remove(sender) {
      const { wire, session } = line(sender);
      const answer = await askWaha(wire, { method: 'DELETE', path: `/api/sessions/${session}` });
      if (answer.status >= 300 && answer.status !== 404) throw refusalOf(answer);
    },
  };
}

/** Throws Refusal where nobody can open the number's credentials. */
export function openLine(lines: WahaLines, sender: BridgeSender): WahaLine {
  const line = lines.of(sender);
  if (line) return line;
  throw new Refusal('wrong_state', unreadable);
}

/** A new session starts at once; for a while it has nothing to show yet. */
const looksMax = 20;
const lookEveryMs = 500;

const Code = z.object({ code: z.string() });
const Session = z.object({
  status: z.string(),
  config: z.unknown().optional(),
  me: z
    .looseObject({ id: z.string(), lid: z.string().nullish().catch(undefined) })
    .nullish()
    .catch(undefined),
  engine: z
    .object({ engine: z.string().regex(/^[A-Z]{2,20}$/) })
    .optional()
    .catch(undefined),
});
type Session = z.infer<typeof Session>;
const Version = z.object({
  version: z
    .string()
    .regex(/^[\w.-]{1,40}$/)
    .optional()
    .catch(undefined),
  engine: z
    .string()
    .regex(/^[A-Z]{2,20}$/)
    .optional()
    .catch(undefined),
});
const Qr = z.object({ value: z.string().min(1).max(4_000) });

function tellingOf(
  { webhookUrl }: SessionOptions,
  { numberKey }: BridgeSender,
  { webhookSecret }: WahaLine,
): Telling | undefined {
  return webhookUrl === undefined ? undefined : { webhookUrl, webhookSecret, numberKey };
}

/** Makes the session, or tells the one that is there about Herald, and starts it where it stands still. */
async function prepare(line: WahaLine, telling: Telling | undefined): Promise<void> {
  const { wire, session } = line;
  const found = await lookAt(line);
  if (!found) {
    const body = { name: session, start: true, config: newSessionConfig(telling) };
    await demand(wire, { method: 'POST', path: '/api/sessions', body });
    return;
  }
  if (telling && !tellsHerald(found.config, telling)) {
    const body = { config: toldSessionConfig(found.config, telling) };
    await demand(wire, { method: 'PUT', path: `/api/sessions/${session}`, body });
  }
  if (found.status === 'STOPPED') await act(line, 'start');
  if (found.status === 'FAILED') await act(line, 'restart');
}

async function withCode(
  line: WahaLine,
  connection: Connection,
  phone: string | undefined,
): Promise<Connection> {
  if (phone === undefined || connection.status !== 'qr_pending') return connection;
  return { ...connection, pairingCode: await pairingCode(line, phone) };
}

async function pairingCode({ wire, session }: WahaLine, phone: string): Promise<string> {
  const body = { phoneNumber: phone.replace(/^\+/, '') };
  const path = `/api/${session}/auth/request-code`;
  return Code.parse(await demand(wire, { method: 'POST', path, body })).code;
}

async function act({ wire, session }: WahaLine, verb: string): Promise<void> {
  await demand(wire, { method: 'POST', path: `/api/sessions/${session}/${verb}` });
}

/** Undefined when WAHA knows no such session. */
async function lookAt({ wire, session }: WahaLine): Promise<Session | undefined> {
  const answer = await askWaha(wire, { method: 'GET', path: `/api/sessions/${session}` });
  if (answer.status === 404) return undefined;
  if (answer.status >= 300) throw refusalOf(answer);
  const read = Session.safeParse(answer.json);
  if (!read.success) throw new Error('WAHA describes a session in a way that Herald cannot read.');
  return read.data;
}

/** Waits until the session is past its start, for as long as somebody would wait. */
async function settled(line: WahaLine, options: SessionOptions): Promise<Connection> {
  for (let look = 1; look < looksMax; look += 1) {
    const session = await lookAt(line);
    if (session && stateOf(session.status)) break;
    await options.pause(lookEveryMs);
  }
  return connectionOf(line, options);
}

async function connectionOf(line: WahaLine, options: SessionOptions): Promise<Connection> {
  const session = await lookAt(line);
  if (!session) return { status: 'disconnected', reason: 'WAHA has no such session.' };
  const state = stateOf(session.status) ?? unsettled(session.status);
  const reason = [state.reason, options.webhookUrl === undefined && untold].filter(Boolean);
  const me = session.me ?? undefined;
  const phone = personOf([me?.id])?.phone;
  const limits = SessionLimits.safeParse(me).data ?? {};
  const restriction = restrictionOf({}, limits, options.now());
  const qr = session.status === 'SCAN_QR_CODE' ? await qrOf(line) : undefined;
  return {
    status: state.status,
    ...(qr !== undefined && { qr }),
    ...(phone !== undefined && { phone }),
    ...(reason.length > 0 && { reason: reason.join(' ') }),
    facts: await factsOf(line, session),
    ...(restriction && { restriction }),
  };
}

const untold =
  'WAHA was not told where to post, as this Herald has no address of its own: no answers and no receipts arrive until somebody does.';

function unsettled(status: string) {
  const reason = `WAHA says ${JSON.stringify(status.slice(0, 40))}. Ask again in a moment.`;
  return { status: 'disconnected', reason } as const;
}

/** Undefined when the code was scanned meanwhile, or a new one is being made. */
async function qrOf({ wire, session }: WahaLine): Promise<string | undefined> {
  const path = `/api/${session}/auth/qr?format=raw`;
  const answer = await askWaha(wire, { method: 'GET', path });
  return answer.status < 300 ? Qr.safeParse(answer.json).data?.value : undefined;
}

/** Which engine drives the session, and how new WAHA is: whether it takes our ids depends on both. */
async function factsOf({ wire }: WahaLine, { engine: own, me }: Session) {
  const question = { method: 'GET', path: '/api/version' } as const;
  // A key for one session may not be allowed to ask, and nothing else depends on it.
  const answer = await askWaha(wire, question).catch(() => undefined);
  const server = Version.safeParse(answer?.json).data;
  const engine = own?.engine ?? server?.engine;
  const lid = personOf([me?.lid])?.lid;
  return {
    ...(engine !== undefined && { engine }),
    ...(server?.version !== undefined && { version: server.version }),
    ...(lid !== undefined && { lid }),
  };
}

/** A refusal is an answer: the number is not connected, and why. */
async function orDisconnected(ask: () => Promise<Connection>): Promise<Connection> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof Refusal) return { status: 'disconnected', reason: error.message };
    throw error;
  }
}

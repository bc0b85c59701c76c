import { z } from 'zod';

/** What Herald wants to be told. Not `message` beside `message.any`: everything would come twice. */
export const wahaEvents = [
  'message.any',
  'message.ack',
  'message.reaction',
  'message.edited',
  'message.revoked',
  'session.status',
] as const;

/**
 * Where a session carries its number's name. WAHA repeats a session's metadata in every post, under
 * the signature: so two servers with equal session names and equal secrets are told apart.
 */
export const numberKeyField = 'herald.number';

/** How a session shall tell Herald what happens. */
export interface Telling {
  webhookUrl: string;
  webhookSecret: string;
  numberKey: string;
}

/** Settings of a session that Herald makes: nothing about groups and channels, which it does not read. */
export function newSessionConfig(telling: Telling | undefined): object {
  return {
    ignore: { status: true, groups: true, channels: true, broadcast: true },
    // Without its store this engine knows no chats, and archives none.
    noweb: { store: { enabled: true, fullSync: false } },
    ...(telling ? tellingConfig({}, telling) : { webjs }),
  };
}

/** The settings of a session that is there, with Herald told as well; everybody else's stay. */
export function toldSessionConfig(existing: unknown, telling: Telling): object {
  const config = z.looseObject({}).catch({}).parse(existing);
  return { ...config, ...tellingConfig(config, telling) };
}

/** Whether nothing has to be changed; a change restarts the session. */
export function tellsHerald(existing: unknown, telling: Telling): boolean {
  const wanted = hookOf(telling);
  const { metadata, webhooks } = Existing.parse(existing);
  return (
    metadata[numberKeyField] === telling.numberKey &&
    webhooks.some((hook) => {
      const { url, events, hmac } = Hook.parse(hook);
      return (
        url === wanted.url &&
        hmac?.key === wanted.hmac.key &&
        wahaEvents.every((event) => events.includes(event))
      );
    })
  );
}

/** The engine that drives a browser tells of receipts only with this. */
const webjs = { tagsEventsOn: true };

const list = z.array(z.unknown()).catch([]);
const Existing = z
  .object({
    metadata: z.looseObject({}).catch({}),
    webhooks: list,
    webjs: z.looseObject({}).catch({}),
  })
  .catch({ metadata: {}, webhooks: [], webjs: {} });
const Hook = z
  .object({
    url: z.string(),
    events: list,
    hmac: z.object({ key: z.string() }).optional().catch(undefined),
  })
  .catch({ url: '', events: [], hmac: undefined });

function tellingConfig(existing: unknown, telling: Telling): object {
  const { metadata, webhooks, webjs: browser } = Existing.parse(existing);
  const others = webhooks.filter((hook) => Hook.parse(hook).url !== telling.webhookUrl);
  return {
    metadata: { ...metadata, [numberKeyField]: telling.numberKey },
    webjs: { ...browser, ...webjs },
    webhooks: [...others, hookOf(telling)],
  };
}

function hookOf({ webhookUrl, webhookSecret }: Telling) {
  return {
    url: webhookUrl,
    events: wahaEvents,
    hmac: { key: webhookSecret },
    // The longest that it takes; WAHA forgets the rest when it restarts.
    retries: { policy: 'exponential', delaySeconds: 2, attempts: 15 },
  };
}

import { sandboxWebhook } from '../webhooks/sandbox.ts';
import { telegramWebhook } from '../webhooks/telegram.ts';
import { createApp, type Visitors } from './api/app.ts';
import { listen } from './api/server.ts';
import { type Config, readConfig } from './config.ts';
import type { House } from './context.ts';
import { EventStore } from './database/event-store.ts';
import { makeFirstWorkspace } from './database/workspaces.ts';
import { startEngine } from './dispatch/engine.ts';
import { realTime } from './dispatch/timepiece.ts';
import { Refusal } from './errors.ts';
import { bridgeDirectory } from './house/bridges.ts';
import { openDatabase } from './house/database.ts';
import { keepDefaultToken } from './house/default-token.ts';
import { Endings } from './house/endings.ts';
import { greeting } from './house/greeting.ts';
import { hurried } from './house/hurry.ts';
import { identifyBy } from './house/identify.ts';
import { endInGoodOrder } from './house/process.ts';
import { RoleStates } from './house/readiness.ts';
import { botApiPath, openSandbox } from './house/sandbox.ts';
import { type BotOptions, type StartedBot, startBot } from './house/start-bot.ts';
import { openWhatsapp } from './house/whatsapp.ts';
import { deriveKeys, type Keys, readOptOut, readSecretKey, signOptOut } from './keys.ts';
import { createLog } from './log.ts';
import { createVault } from './vault.ts';

/*
 * The one place where the parts of Herald are built: started in this order, stopped in reverse.
 */

const config = configOrExit();
const log = createLog(config.LOG_LEVEL);
const endings = new Endings(log);

const started = start();
endInGoodOrder(log, async () => {
  await started.catch(() => {});
  return endings.endAll();
});
await started.catch(giveUp);

async function start(): Promise<void> {
  const states = new RoleStates(config.ROLES);
  const database = await openDatabase(config, log);
  endings.add('database', () => database.close());
  const { db } = database;
  const secretKey = await readSecretKey(config.SECRET_KEY, config.DATA_DIR);
  const keys = deriveKeys(secretKey);
  const vault = createVault(secretKey);
  const workspaceId = await db
    .transaction()
    .execute((trx) => makeFirstWorkspace(trx, { timezone: config.TIMEZONE, sandbox: true }));

  // The port comes first, as the others have to know it; what answers there comes later.
  const server = await listen({ host: config.HOST, port: config.PORT });
  endings.add('answers', () => server.closed());
  const ownUrl = `http://${reachable(config.HOST)}:${server.port}`;
  const publicUrl = config.PUBLIC_URL ?? ownUrl;

  const sandbox = await openSandbox({ config, keys, log, ownUrl });
  endings.add('sandbox', () => sandbox.close());
  const whatsapp = openWhatsapp({ vault, publicUrl });
  endings.add('whatsapp', () => whatsapp.close());
  const { DEMO_SPEED: speed } = config;
  if (speed > 1) log.warn({ speed }, 'the distances between messages are shortened, for a demo');
  const house: House = {
    db,
    bridges: bridgeDirectory([
      sandbox.bridge,
      ...whatsapp.bridges.map((bridge) => hurried(bridge, speed)),
    ]),
    clock: () => new Date(),
    sleep: realTime.sleep,
    log,
    settings: { timezone: config.TIMEZONE, defaultCountry: config.DEFAULT_COUNTRY },
    optOutLink: (target) => `${publicUrl}/u/${signOptOut(keys.optOut, target)}`,
  };

  if (config.ROLES.has('dispatch')) {
    const engine = await startEngine(house, database.listen);
    endings.add('engine', () => engine.stop());
    states.ready('dispatch');
  }

  const events = new EventStore(db);
  let bot: StartedBot | undefined;
  server.show(
    createApp({
      house,
      readiness: () => states.readiness(db),
      webhooks: {
        '/webhooks/sandbox': sandboxWebhook({ house, events, secret: keys.sandboxWebhook }),
        ...whatsapp.webhooks(house, events),
        '/webhooks/telegram': telegramWebhook({
          secret: keys.telegramWebhook,
          handle: (update) => (bot ?? noBot()).handle(update),
        }),
      },
      sandbox: sandbox.doors,
      visitors: config.ROLES.has('http') ? visitors(house, keys, publicUrl) : undefined,
    }),
  );
  endings.add('listening', () => server.stopListening());
  states.ready('http');

  if (config.ROLES.has('bot')) {
    const started = await startBot({ ...botOptions(house, keys, ownUrl), workspaceId });
    bot = started;
    endings.add('bot', () => started.stop());
    states.ready('bot', () => started.isPolling());
  }
  endings.add('readiness', () => states.stopping());

  // Last of all: a token that is shown once must not be made by a start that fails.
  const token = await keepDefaultToken(db, workspaceId, config.API_TOKEN, house.clock());
  process.stdout.write(greeting(config, publicUrl, token, bot?.firstLink));
}

function visitors(house: House, keys: Keys, publicUrl: string): Visitors {
  return {
    identify: identifyBy(house),
    readOptOut: (token) => readOptOut(keys.optOut, token),
    hosts: [config.HOST, new URL(publicUrl).hostname],
  };
}

function botOptions(house: House, keys: Keys, ownUrl: string): Omit<BotOptions, 'workspaceId'> {
  const simulated = config.telegramIsSimulated ? `${ownUrl}${botApiPath}` : undefined;
  return {
    house,
    token: config.TELEGRAM_BOT_TOKEN ?? keys.sandboxBotToken,
    apiRoot: config.TELEGRAM_API_ROOT ?? simulated,
    adminIds: config.TELEGRAM_ADMIN_IDS,
    isSimulated: config.telegramIsSimulated,
  };
}

function noBot(): never {
  throw new Refusal('unavailable', 'The bot does not run in this process.');
}

/** A name under which this process finds itself, whatever it is bound to. */
function reachable(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1';
  return host.includes(':') ? `[${host}]` : host;
}

function configOrExit(): Config {
  try {
    process.loadEnvFile('.env');
  } catch {
    // Without the file, the environment alone counts.
  }
  try {
    return readConfig(process.env);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  }
}

/** A Refusal is for the person at the terminal: its sentence is all they need. */
async function giveUp(error: unknown): Promise<never> {
  if (error instanceof Refusal) process.stderr.write(`${error.message}\n`);
  else log.fatal({ err: error }, 'Herald could not start');
  await endings.endAll();
  process.exit(1);
}

import { sequentialize } from '@grammyjs/runner';
import { Bot, Composer } from 'grammy';
import type { Update } from 'grammy/types';
import type { House } from '../src/context.ts';
import { access } from './access.ts';
import { type AlertFeed, AlertTeller } from './alerts.ts';
import { campaign } from './campaign.ts';
import { campaigns } from './campaigns.ts';
import { cancel } from './cancel.ts';
import { CampaignCards } from './cards/cards.ts';
import { Ticker } from './cards/ticker.ts';
import { contacts } from './contacts.ts';
import type { OperatorContext } from './context.ts';
import { control } from './control.ts';
import { dialogMiddleware } from './dialogs/dialogs.ts';
import { explainErrors } from './errors.ts';
import { fallback } from './fallback.ts';
import { help } from './help.ts';
import { importing } from './import.ts';
import { invite } from './invite.ts';
import { lists } from './lists.ts';
import { newCampaign } from './new-campaign.ts';
import type { OperatorDirectory } from './operators.ts';
import { optOuts } from './opt-outs.ts';
import { patience } from './patience.ts';
import { Polling } from './polling.ts';
import { readPress } from './press.ts';
import { describeWithout } from './secret.ts';
import { senders } from './senders.ts';
import { settings } from './settings.ts';
import { start } from './start.ts';
import type { DialogStore } from './store.ts';
import { team } from './team.ts';
import { commandList } from './texts/en.ts';
import { unknown } from './unknown.ts';

export interface BotOptions {
  house: House;
  token: string;
  /** Where the Bot API is, without a trailing slash. Default: Telegram's own. */
  apiRoot?: string;
  store: DialogStore;
  operators: OperatorDirectory;
  alerts: AlertFeed;
}

export interface RunningBot {
  /** Undefined until Telegram has told it. */
  readonly username: string | undefined;
  /** Whether Telegram answers; when it does not, it is asked again with growing pauses. */
  isPolling(): boolean;
  /** An update that came by the webhook instead of a poll. */
  handle(update: Update): Promise<void>;
  /** One look at all campaign cards, as the bot takes it by itself every three seconds; after what is being handled. */
  refreshProgress(): Promise<void>;
  /** One look for alerts, as the bot takes it by itself every three seconds. */
  tellAlerts(): Promise<void>;
  /** Resolves when what was begun has ended. */
  stop(): Promise<void>;
}

/** Starts the bot. A Telegram that cannot be reached is no error: the bot goes on trying. */
export async function startBot(options: BotOptions): Promise<RunningBot> {
  const { house, token, apiRoot, store, operators, alerts } = options;
  const bot = new Bot<OperatorContext>(token, { client: { ...(apiRoot && { apiRoot }) } });
  bot.api.config.use(patience());

  const describe = describeWithout(token);
  const onNews = () => ticker.wake();
  const cards = new CampaignCards({ api: bot.api, house, operators, store, describe, onNews });
  const ticker = new Ticker(() => cards.turn());
  const teller = new AlertTeller({ api: bot.api, house, feed: alerts, describe });
  const alertTicker = new Ticker(() => teller.turn());

  bot.use(sequentialize((ctx) => ctx.chat?.id.toString()));
  bot
    .errorBoundary(explainErrors(house.log, describe))
    .use(
      access({ house, operators, cards }),
      readPress,
      dialogMiddleware(store),
      commands,
      fallback,
    );

  const introduce = async () => {
    bot.botInfo = await bot.api.getMe();
    await bot.api.deleteWebhook();
    await bot.api.setMyCommands(commandList);
  };
  const polling = new Polling({ bot, introduce, log: house.log, describe });
  await polling.start();
  ticker.wake();
  alertTicker.wake();

  return {
    get username() {
      return bot.isInited() ? bot.botInfo.username : undefined;
    },
    isPolling: () => polling.isPolling,
    handle: (update) => polling.handle(update),
    async refreshProgress() {
      await polling.settled();
      await cards.turn();
    },
    async tellAlerts() {
      await teller.turn();
    },
    async stop() {
      await Promise.all([polling.stop(), ticker.stop(), alertTicker.stop()]);
    },
  };
}

/** Each listens to its own commands and buttons, so their order does not matter. */
const commands = new Composer<OperatorContext>(
  start,
  help,
  cancel,
  importing,
  newCampaign,
  campaigns,
  campaign,
  control,
  lists,
  contacts,
  senders,
  optOuts,
  settings,
  invite,
  team,
  unknown,
);

import type { Hono } from 'hono';
import type { Bridge } from '../../bridges/bridge.ts';
import { openJournal } from '../journal.ts';
import type { Behaviour } from './behaviour.ts';
import { PhoneBook } from './book.ts';
import { createPhonesBridge } from './bridge.ts';
import { Changes } from './changes.ts';
import { createDoors } from './doors.ts';
import type { Entry } from './entries.ts';
import { Life } from './life.ts';
import { Outbox } from './outbox.ts';
import { Pauses } from './pauses.ts';
import { createPoster } from './post.ts';
import { type Tally, tallyOf } from './tally.ts';
import { realTimers, type Timers } from './timers.ts';

export interface SandboxPhonesOptions {
  /** Where the events go: Herald's own webhook for this bridge. */
  webhookUrl: string;
  /** Signs what is posted. */
  secret: string;
  /** Without one, the phones forget everything when the process ends. */
  journalPath?: string;
  /** How many times faster than people the phones live: at 60, a minute passes in a second. */
  speed: number;
  /** Draws who behaves how. */
  seed: string;
  /** Real time unless a test moves it. */
  timers?: Timers;
}

export interface SandboxPhones {
  bridge: Bridge;
  /** To be mounted at /sandbox/phones, behind a guard. */
  doors: Hono;
  /** Changes what a phone (E.164 with its plus) does from its next message on. */
  script(phone: string, behaviour: Partial<Behaviour>): void;
  tally(): Tally;
  /** Sends that wait are answered, long polls end, and what was not posted yet waits in the journal. */
  close(): Promise<void>;
}

/** A WhatsApp of its own: thousands of phones that take messages, answer them and post events as a bridge does. */
export function createSandboxPhones(options: SandboxPhonesOptions): SandboxPhones {
  const { webhookUrl, secret, journalPath, speed, seed, timers = realTimers() } = options;
  const journal = openJournal<Entry>(journalPath);
  const changes = new Changes(timers);
  const book = new PhoneBook(seed, () => changes.count());
  const pauses = new Pauses(timers, speed);
  const poster = createPoster(webhookUrl, secret);
  const outbox = new Outbox({
    timers,
    post: poster.post,
    posted: (tellings) => journal.append({ kind: 'posted', keys: tellings.map(({ key }) => key) }),
  });
  const tell = outbox.put.bind(outbox);
  const life = new Life({ book, journal, timers, seed, speed, tell });
  life.resume(journal.entries);

  return {
    bridge: createPhonesBridge({
      life,
      pauses,
      seed,
      behaviourOf: (to) => book.look(to).behaviour,
    }),
    doors: createDoors({ book, life, changes, seed }),
    script: life.script.bind(life),
    tally: () => tallyOf(book.newestFirst()),
    async close() {
      timers.close();
      pauses.end();
      changes.close();
      await outbox.close();
      await poster.close();
      journal.close();
    },
  };
}

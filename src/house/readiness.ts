import { sql } from 'kysely';
import type { Readiness, RoleState } from '../api/health.ts';
import { type Role, roles } from '../config.ts';
import type { Database } from '../database/tables.ts';

const answerMs = 2000;

/** What each role of this process is up to. It exists from when the database is migrated. */
export class RoleStates {
  readonly #states: Record<Role, RoleState>;
  readonly #works = new Map<Role, () => boolean>();

  constructor(wanted: ReadonlySet<Role>) {
    const state = (role: Role): RoleState => (wanted.has(role) ? 'starting' : 'off');
    this.#states = { http: state('http'), bot: state('bot'), dispatch: state('dispatch') };
  }

  /** From now on it works, as long as `works` says so. */
  ready(role: Role, works: () => boolean = () => true): void {
    if (this.#states[role] !== 'starting') return;
    this.#states[role] = 'ready';
    this.#works.set(role, works);
  }

  stopping(): void {
    for (const role of roles) if (this.#states[role] !== 'off') this.#states[role] = 'stopping';
  }

  async readiness(db: Database): Promise<Readiness> {
    return { migrated: true, database: await answers(db), roles: this.#now() };
  }

  #now(): Record<Role, RoleState> {
    const now = { ...this.#states };
    for (const [role, works] of this.#works) {
      if (now[role] === 'ready' && !works()) now[role] = 'starting';
    }
    return now;
  }
}

async function answers(db: Database): Promise<boolean> {
  let giveUp: NodeJS.Timeout | undefined;
  const tooLate = new Promise<boolean>((resolve) => {
    giveUp = setTimeout(() => resolve(false), answerMs);
  });
  const asked = sql`select 1`.execute(db).then(
    () => true,
    () => false,
  );
  const answered = await Promise.race([asked, tooLate]);
  clearTimeout(giveUp);
  return answered;
}

/** What the bot remembers over a restart. `src/database/bot-state.ts` keeps it in a table. */
export interface DialogStore {
  /** Undefined when nothing was written under this key. */
  read<T extends object>(key: string): Promise<T | undefined>;
  write(key: string, value: object): Promise<void>;
  delete(key: string): Promise<void>;
  /** All keys that begin like this. */
  keys(prefix: string): Promise<string[]>;
}

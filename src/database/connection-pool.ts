/** A few connections for many callers, who wait in the order in which they came. Makes them when they are needed. */
export class ConnectionPool<Connection> {
  readonly #max: number;
  readonly #make: () => Connection;
  readonly #idle: Connection[] = [];
  readonly #waiting: ((connection: Connection) => void)[] = [];
  #size = 0;
  #emptied: (() => void) | undefined;

  constructor(max: number, make: () => Connection) {
    this.#max = max;
    this.#make = make;
  }

  async acquire(): Promise<Connection> {
    // The one that was used last is the most likely to be still connected.
    const idle = this.#idle.pop();
    if (idle !== undefined) return idle;
    if (this.#size < this.#max) return this.#another();
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
    });
  }

  release(connection: Connection): void {
    const next = this.#waiting.shift();
    if (next) next(connection);
    else this.#idle.push(connection);
    this.#noteEmptied();
  }

  /** It is of no use any more; whoever waits gets a new one. */
  discard(): void {
    this.#size -= 1;
    const next = this.#waiting.shift();
    if (next) next(this.#another());
    this.#noteEmptied();
  }

  /** Resolves with all of them, once everyone has given theirs back. */
  async close(): Promise<readonly Connection[]> {
    if (this.#idle.length < this.#size) {
      await new Promise<void>((resolve) => {
        this.#emptied = resolve;
      });
    }
    return this.#idle;
  }

  #another(): Connection {
    this.#size += 1;
    return this.#make();
  }

  #noteEmptied(): void {
    if (this.#idle.length === this.#size) this.#emptied?.();
  }
}

/** Takes turns at its own pace; each says how long the next may wait. */
export class Ticker {
  readonly #turn: () => Promise<number>;
  #timer: NodeJS.Timeout | undefined;
  #turning: Promise<void> | undefined;
  #isWoken = false;
  #isStopped = false;

  /** The turn must not throw. */
  constructor(turn: () => Promise<number>) {
    this.#turn = turn;
  }

  /** There is news: the next turn begins at once, or after the one that is running. */
  wake(): void {
    if (this.#isStopped) return;
    this.#isWoken = true;
    clearTimeout(this.#timer);
    this.#turning ??= this.#run();
  }

  /** Resolves when the turn that is running has ended; no other begins. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    clearTimeout(this.#timer);
    await this.#turning;
  }

  async #run(): Promise<void> {
    let waitMs = 0;
    while (this.#isWoken && !this.#isStopped) {
      this.#isWoken = false;
      waitMs = await this.#turn();
    }
    this.#turning = undefined;
    if (!this.#isStopped) this.#timer = setTimeout(() => this.wake(), waitMs);
  }
}

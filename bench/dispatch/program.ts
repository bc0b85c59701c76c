/*
 * A contender is a program of its own, so that its CPU time can be told apart. This is the side
 * inside it; `contender.ts` is the side that starts and measures it.
 */

export interface Task {
  databaseUrl: string;
  bridgeUrl: string;
  people: number;
  warmUp: number;
}

export interface Parts {
  /** The measured part: sends to everybody, returns when every result is durable. */
  drain(): Promise<void>;
  /** Whatever still holds connections. PostgreSQL's CPU was read before. */
  end(): Promise<void>;
}

/** Prepares what is not measured, says so, and does the rest when told. */
export async function takePart(prepare: (task: Task) => Promise<Parts>): Promise<void> {
  const task = JSON.parse(process.argv[2] ?? '{}') as Task;
  const parts = await prepare(task);
  process.on('message', (command) => {
    void obey(parts, command).catch((error: unknown) => {
      process.stderr.write(`${String(error)}\n`);
      process.exit(1);
    });
  });
  process.send?.('ready');
}

async function obey(parts: Parts, command: unknown): Promise<void> {
  if (command === 'drain') {
    await parts.drain();
    process.send?.('drained');
  } else {
    await parts.end();
    process.exit(0);
  }
}

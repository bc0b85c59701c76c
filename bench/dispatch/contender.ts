import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Task } from './program.ts';

/** One way of sending a campaign, ready to begin. */
export interface Contender {
  pid: number;
  /** How many people it will write to. */
  people: number;
  /** Resolves when the last result is durable. */
  drain(): Promise<void>;
  end(): Promise<void>;
}

/** Starts a program that takes part (see `program.ts`) and waits until it has warmed up. */
export async function startProgram(path: string, task: Task): Promise<Contender> {
  const file = join(import.meta.dirname, '..', path);
  const child = spawn(process.execPath, ['--import', 'tsx', file, JSON.stringify(task)], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  await said(child, 'ready');
  return {
    pid: child.pid ?? 0,
    people: task.people,
    async drain() {
      child.send('drain');
      await said(child, 'drained');
    },
    async end() {
      child.send('end');
      if (child.exitCode === null) await once(child, 'exit');
    },
  };
}

function said(child: ChildProcess, word: string): Promise<void> {
  return new Promise((heard, failed) => {
    const ended = (code: number | null) => failed(new Error(`a contender ended with ${code}`));
    child.once('exit', ended);
    child.once('message', (message) => {
      child.off('exit', ended);
      if (message === word) heard();
      else failed(new Error(`a contender said ${String(message)} instead of ${word}`));
    });
  });
}

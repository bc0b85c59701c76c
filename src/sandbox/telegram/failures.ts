import { BotApiError } from './api-error.ts';

/** An answer that a test wants instead of the real one, such as a flood limit. */
export interface PlannedFailure {
  method: string;
  code: number;
  description: string;
  /** For example `{ retry_after: 3 }`. */
  parameters?: Readonly<Record<string, unknown>>;
}

export interface Failures {
  /** The next call of the method fails like this; several queue up. */
  plan(failure: PlannedFailure): void;
  throwPlanned(method: string): void;
}

export function createFailures(): Failures {
  const planned: PlannedFailure[] = [];

  return {
    plan(failure) {
      planned.push(failure);
    },
    throwPlanned(method) {
      const index = planned.findIndex((failure) => failure.method === method);
      const [failure] = index === -1 ? [] : planned.splice(index, 1);
      if (failure === undefined) return;
      throw new BotApiError(failure.code, failure.description, failure.parameters);
    },
  };
}

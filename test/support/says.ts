import type { World } from './world.ts';

/** What the simulated phones tell when somebody writes; for `world.hear`. */
export function says(from: string, text: string, { house }: Pick<World, 'house'>): object {
  const id = `${from}: ${text}`;
  return {
    ...{ id, type: 'message', message_id: id },
    ...{ from, text, at: house.clock().toISOString() },
  };
}

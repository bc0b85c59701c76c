import type { SandboxMessageEvent, SandboxStatusEvent } from '../../bridges/sandbox/parse.ts';
import { type Behaviour, planOf } from './behaviour.ts';
import { drawBetween } from './draw.ts';
import type { Said, Taken } from './entries.ts';
import { answerOf, nameOf, stopOf } from './person.ts';

/** One event on its way to the webhook. */
export interface Telling {
  /** The event's id and which copy of it this is. */
  key: string;
  phone: string;
  number: string;
  /** Real time, in milliseconds since the epoch. */
  dueAt: number;
  event: SandboxStatusEvent | SandboxMessageEvent;
}

export interface StoryOptions {
  seed: string;
  /** How many times faster than people the phones live. */
  speed: number;
  /** How many messages WhatsApp took for this phone before. */
  ordinal: number;
  /** Whether the person has anything to say to this message. */
  speaks: boolean;
}

/**
 * Everything that a taken message leads to, with the time of each event. It follows from its
 * arguments alone: after a restart the same story is told on from where it was cut off.
 */
export function storyOf(taken: Taken, behaviour: Behaviour, options: StoryOptions): Telling[] {
  const scenes = timed(stepsOf(taken, behaviour, options), taken, options);
  return (behaviour.reorders ? withDeliveredLast(scenes) : scenes)
    .flatMap((scene) => copies(scene, behaviour, taken, options))
    .sort((one, other) => one.dueAt - other.dueAt);
}

/** What a person says through the doors is told at once, and once. */
export function messageTelling(said: Said, seed: string): Telling {
  return {
    key: `${said.id}:message#1`,
    phone: said.phone,
    number: said.number,
    dueAt: Date.parse(said.at),
    event: messageEvent(said, seed),
  };
}

type Scene = Pick<Telling, 'event' | 'dueAt'>;
/** An event that does not know its time yet, and how long it takes after the one before it. */
type Step = { event: (at: string) => Telling['event']; lasts: readonly [number, number] };

const paces = {
  sent: [100, 400],
  delivered: [300, 3_000],
  read: [4_000, 45_000],
  failed: [1_000, 5_000],
} as const;
const pauseBeforeSpeakingMs = [3_000, 20_000] as const;
const betweenCopiesMs = 1_500;

function stepsOf(taken: Taken, behaviour: Behaviour, options: StoryOptions): Step[] {
  const plan = planOf(behaviour);
  const steps: Step[] = plan.statuses.map((status) => ({
    event: (at) => statusEvent(taken, status, at),
    lasts: paces[status],
  }));
  if (plan.says && options.speaks) {
    const text = behaviour.says ?? sentence(plan.says, taken, options);
    steps.push({
      event: (at) => messageEvent(spoken(taken, text, at), options.seed),
      lasts: pauseBeforeSpeakingMs,
    });
  }
  return steps;
}

function timed(steps: Step[], taken: Taken, { seed, speed, ordinal }: StoryOptions): Scene[] {
  let elapsedMs = 0;
  return steps.map(({ event, lasts: [min, max] }, index) => {
    elapsedMs += drawBetween(min, max, seed, taken.phone, ordinal, 'pace', index);
    const dueAt = Math.round(Date.parse(taken.at) + elapsedMs / speed);
    return { dueAt, event: event(new Date(dueAt).toISOString()) };
  });
}

/** Its own time stays the true one; it is only told after everything that happened later. */
function withDeliveredLast(scenes: Scene[]): Scene[] {
  const lastAt = Math.max(...scenes.map(({ dueAt }) => dueAt));
  return scenes.map((scene) => {
    const isDelivered = scene.event.type === 'status' && scene.event.status === 'delivered';
    return isDelivered ? { ...scene, dueAt: lastAt + 1 } : scene;
  });
}

function copies(
  scene: Scene,
  { repeats }: Behaviour,
  { phone, number }: Taken,
  { seed, speed, ordinal }: StoryOptions,
): Telling[] {
  const count = repeats ? drawBetween(2, 3, seed, phone, ordinal, 'copies') : 1;
  return Array.from({ length: count }, (_, copy) => ({
    key: `${scene.event.id}#${copy + 1}`,
    phone,
    number,
    dueAt: Math.round(scene.dueAt + (copy * betweenCopiesMs) / speed),
    event: scene.event,
  }));
}

function statusEvent(
  { id, token }: Taken,
  status: keyof typeof paces,
  at: string,
): SandboxStatusEvent {
  return {
    id: `${id}:${status}`,
    type: 'status',
    message_id: id,
    token,
    status,
    ...(status === 'failed' && {
      error: { code: 'undeliverable', text: 'The phone could not be reached.' },
    }),
    at,
  };
}

function spoken(taken: Taken, text: string, at: string): Said {
  const { phone, number, id } = taken;
  return { kind: 'said', id: `${id}.reply`, phone, number, text, replyTo: id, at, by: 'behaviour' };
}

function messageEvent(said: Said, seed: string): SandboxMessageEvent {
  const name = nameOf(seed, said.phone);
  return {
    id: `${said.id}:message`,
    type: 'message',
    message_id: said.id,
    from: said.phone,
    ...(name !== undefined && { name }),
    text: said.text,
    ...(said.payload !== undefined && { payload: said.payload }),
    ...(said.replyTo !== undefined && { reply_to: said.replyTo }),
    at: said.at,
  };
}

function sentence(kind: 'answer' | 'stop', { phone }: Taken, options: StoryOptions): string {
  const { seed, ordinal } = options;
  return kind === 'stop' ? stopOf(seed, phone) : answerOf(seed, phone, ordinal);
}

/** What became of a file that somebody sent. `waiting`: it is being fetched, or will be tried again. */
export const fileStates = ['waiting', 'kept', 'gone', 'too_large'] as const;
export type FileState = (typeof fileStates)[number];

export const fileTypes = ['image', 'video', 'document', 'audio', 'sticker'] as const;
export type FileType = (typeof fileTypes)[number];

/**
 * After how long a file is tried again that did not come; what did not come then either is given
 * up. The first wait outlives a hiccup, the last one a restart of the bridge.
 */
const retriesAfterMs = [5_000, 60_000, 600_000];

/** When a file is tried again that failed for the nth time; undefined for never. */
export function nextFetchAt(tries: number, now: Date): Date | undefined {
  const afterMs = retriesAfterMs[tries - 1];
  return afterMs === undefined ? undefined : new Date(now.getTime() + afterMs);
}

/** Whether a try that was begun may be made at all: whoever died of a file each time leaves it alone in the end. */
export function mayFetch(tries: number): boolean {
  return tries <= retriesAfterMs.length + 1;
}

/** What a stranger's file says it is, when it says so in the usual form: without parameters, in small letters. */
export function plainMimeType(told: string | null | undefined): string | undefined {
  const [bare = ''] = (told ?? '').split(';');
  const type = bare.trim().toLowerCase();
  return /^[a-z]{1,30}\/[a-z0-9][a-z0-9.+-]{0,99}$/.test(type) ? type : undefined;
}

const nameCharsMax = 200;

/** What a stranger calls a file, as a name that leads into no folder and hides no ending. */
export function plainFileName(told: string | undefined): string | undefined {
  const name = (told ?? '')
    .replace(hidden, '')
    .replace(/[\\/:]/g, '_')
    .trim();
  const chars = Array.from(name);
  // The end says what it is, so a long name loses its middle.
  const short = [
    ...chars.slice(0, nameCharsMax - 20),
    ...chars.slice(nameCharsMax - 20).slice(-20),
  ];
  return /^[._\s]*$/.test(name) ? undefined : short.join('');
}

/** Control characters, halves of characters, and those that turn the direction of writing round. */
const hidden = /[\p{Cc}\p{Cs}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

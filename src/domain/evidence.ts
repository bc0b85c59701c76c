/** What was heard of the messages that one number handed over around a doubtful one. */
export interface Neighbours {
  /** The nearest of those that left before it, twenty at most, and how many of them have a receipt. */
  before: Heard;
  after: Heard;
}

export interface Heard {
  messages: number;
  heard: number;
}

/** As many receipts around one silence are no accident. */
const neighboursMin = 20;
/** On either side: a silence at the end of a campaign may only be late. */
const perSideMin = 5;

/**
 * Whether silence speaks for it that a message never left: everybody around it has a receipt.
 * Evidence and not proof, as a phone may be off for days; so only a campaign that has chosen to
 * risk a second message acts on it.
 */
export function isTellingSilence({ before, after }: Neighbours): boolean {
  const sides = [before, after];
  return (
    before.messages + after.messages >= neighboursMin &&
    sides.every(({ messages, heard }) => messages >= perSideMin && heard === messages)
  );
}

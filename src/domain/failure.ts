/** Whom a failure stops: the person, the number, the template, or nobody. The bridges' error tables are mapped to these. */
export const failureClasses = [
  'recipient_permanent',
  /** The person has told WhatsApp that they want no marketing of this business; it becomes a suppression. */
  'recipient_opted_out',
  'recipient_undeliverable',
  'recipient_defer',
  'slow_down',
  'pause_sender',
  /** The number may write only to people with whom it has a chat: the message is given back. */
  'pause_new_chats',
  'stop_sender',
  'stop_template',
  'our_bug',
  'media',
  'transient',
  'other',
] as const;
export type FailureClass = (typeof failureClasses)[number];

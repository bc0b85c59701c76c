/** Whom of a list a campaign is for. Whoever matches every given part is; an empty one takes everybody. */
export interface Segment {
  /** People with at least one of these tags. */
  tags?: string[] | undefined;
  /** People with none of these tags. */
  exclude_tags?: string[] | undefined;
  /** People who were in a conversation with us within so many days. */
  last_contact_days?: number | undefined;
  /** True: people who ever wrote to us or got something from us; false: all others. */
  has_whatsapp_history?: boolean | undefined;
}

/** Nobody has to be given this tag: whoever opted out has it. */
export const optedOutTag = 'unsubscribed';

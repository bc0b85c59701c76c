/** What people have to be told without having asked, each with what it is about. */
export const alertKinds = [
  /** A campaign stopped itself: too many of its messages failed, or WhatsApp refused its text. */
  'campaign_paused',
  /** A number stopped itself, or its bridge stopped it. */
  'sender_stopped',
  /** A number may not do everything for a while. */
  'sender_restricted',
  /** A campaign with the policy `ask` has messages of which nobody can tell whether they left. */
  'unknown_to_decide',
  /** A program made a campaign that somebody has to approve. */
  'campaign_to_approve',
] as const;
export type AlertKind = (typeof alertKinds)[number];

/** The details of an alert: words for people, counts. */
export type AlertFacts = Readonly<Record<string, string | number>>;

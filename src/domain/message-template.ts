/** Whether a template is a text of ours, or one that WhatsApp keeps and approves. */
export const templateSources = ['own', 'cloud'] as const;
export type TemplateSource = (typeof templateSources)[number];

/** How WhatsApp stands to a template; ours are approved from the start. */
export const templateStatuses = [
  'approved',
  'pending',
  'rejected',
  'paused',
  'disabled',
  'archived',
] as const;
export type TemplateStatus = (typeof templateStatuses)[number];

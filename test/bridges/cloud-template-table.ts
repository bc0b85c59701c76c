import { at, type Row, seconds } from './cloud-posts.ts';

const sale = {
  message_template_id: 1689556908129832,
  message_template_name: 'spring_sale',
  message_template_language: 'pt-BR',
};
const change = { kind: 'template', name: 'spring_sale', language: 'pt_BR', at };
const lane = ['sender', /^template:/] as const;
const nothing = [undefined, 'status', /^unread/] as const;

const statusField = 'message_template_status_update';
const statuses = [
  ['APPROVED', 'approved'],
  ['REINSTATED', 'approved'],
  ['UNARCHIVED', 'approved'],
  ['PENDING', 'pending'],
  ['IN_APPEAL', 'pending'],
  ['REJECTED', 'rejected'],
  ['PAUSED', 'paused'],
  ['LOCKED', 'paused'],
  ['DISABLED', 'disabled'],
  ['LIMIT_EXCEEDED', 'disabled'],
  ['PENDING_DELETION', 'disabled'],
  ['DELETED', 'disabled'],
  ['ARCHIVED', 'archived'],
] as const;

/** About a template of the business account. The field; then a row. */
export const templateTable: [string, ...Row][] = [
  ...statuses.map(([event, status]): [string, ...Row] => [
    statusField,
    `a template that is ${event}`,
    { ...sale, event, reason: event === 'LOCKED' ? 'x' : 'NONE' },
    { ...change, status, ...(event === 'LOCKED' && { reason: 'x' }) },
    ...lane,
  ]),
  [
    statusField,
    'a template that was rejected, and why',
    {
      ...sale,
      event: 'REJECTED',
      reason: 'INVALID_FORMAT',
      rejection_info: { reason: 'Two variables touch.', recommendation: 'Put a word between.' },
    },
    {
      ...change,
      status: 'rejected',
      reason: 'INVALID_FORMAT Two variables touch. Put a word between.',
    },
    ...lane,
  ],
  [
    statusField,
    'a template that is locked no more',
    {
      ...sale,
      event: 'LOCKED',
      reason: null,
      other_info: { title: 'UNPAUSE', description: 'Has been unpaused.' },
    },
    { ...change, status: 'approved', reason: 'Has been unpaused.' },
    ...lane,
  ],
  [
    statusField,
    'a template that people do not like, and that may still be sent',
    { ...sale, event: 'FLAGGED', reason: 'NONE' },
    { ...change, reason: 'FLAGGED' },
    ...lane,
  ],
  [statusField, 'a template without a name', { event: 'PAUSED' }, ...nothing],
  [statusField, 'a template to which nothing happened', sale, ...nothing],
  [
    'message_template_quality_update',
    'a template that people like less',
    { ...sale, previous_quality_score: 'GREEN', new_quality_score: 'YELLOW' },
    { ...change, reason: 'Quality: GREEN, now YELLOW.' },
    ...lane,
  ],
  [
    'template_category_update',
    'a template that costs more now',
    { ...sale, previous_category: 'UTILITY', new_category: 'MARKETING' },
    { ...change, category: 'MARKETING' },
    ...lane,
  ],
  [
    'template_category_update',
    'a template that will cost more',
    {
      ...sale,
      new_category: 'UTILITY',
      correct_category: 'MARKETING',
      category_update_timestamp: seconds + 24 * 3_600,
    },
    { ...change, category: 'UTILITY', reason: 'It will count as MARKETING from 2026-03-02.' },
    ...lane,
  ],
];

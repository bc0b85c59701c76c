/**
 * What an agent has to confirm before it happens: `destructive` what starts, ends or destroys something,
 * `always` everything that sends as well, `never` nothing.
 */
export const confirmPolicies = ['destructive', 'always', 'never'] as const;
export type ConfirmPolicy = (typeof confirmPolicies)[number];

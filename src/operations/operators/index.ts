import { claimOperatorInvite } from './claim.ts';
import { createOperatorInvite } from './invite.ts';
import { listOperators } from './list.ts';
import { removeOperator } from './remove.ts';

export const operatorOperations = [
  createOperatorInvite,
  claimOperatorInvite,
  listOperators,
  removeOperator,
] as const;

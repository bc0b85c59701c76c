import { listAlerts } from './list.ts';

export const alertOperations = [listAlerts] as const;

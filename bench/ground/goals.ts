import { say } from '../measure/report.ts';

export interface Goal {
  what: string;
  measured: number;
  limit: number;
  passes: boolean;
}

/** Prints one goal as a line of its own, with PASS or OVER as its first word. */
export function sayGoal(what: string, measured: number, bound: Bound): Goal {
  const passes = 'max' in bound ? measured <= bound.max : measured >= bound.min;
  const limit = 'max' in bound ? bound.max : bound.min;
  const sign = 'max' in bound ? '<=' : '>=';
  const figure = `${round(measured)} ${sign} ${round(limit)} ${bound.unit}`;
  say(`${passes ? 'PASS' : 'OVER'}  ${what.padEnd(72)} ${figure}`);
  return { what, measured, limit, passes };
}

export type Bound = { unit: string } & ({ max: number } | { min: number });

function round(value: number): string {
  return String(Number(value.toPrecision(4)));
}

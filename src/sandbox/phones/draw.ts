import { createHash } from 'node:crypto';

/**
 * A number in [0, 1) that depends on nothing but its arguments: the first 48 bits of their
 * SHA-256. So a world that starts again recomputes what it had in mind instead of storing it.
 */
export function draw(...parts: readonly (string | number)[]): number {
  const digest = createHash('sha256').update(JSON.stringify(parts)).digest();
  return digest.readUIntBE(0, 6) / 2 ** 48;
}

export function drawOne<T>(
  choices: readonly [T, ...T[]],
  ...parts: readonly (string | number)[]
): T {
  return choices[Math.floor(draw(...parts) * choices.length)] ?? choices[0];
}

export function drawBetween(
  min: number,
  max: number,
  ...parts: readonly (string | number)[]
): number {
  return Math.round(min + draw(...parts) * (max - min));
}

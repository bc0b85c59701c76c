import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** What this process occupies once its garbage is collected. */
export function memoryMb(): number {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  collect();
  collect();
  return process.memoryUsage.rss() / 2 ** 20;
}

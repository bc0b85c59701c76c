import type { Bridge, BridgeDirectory } from '../bridges/bridge.ts';

/** The bridges of this house by their names; the first one is what a caller gets who names none. */
export function bridgeDirectory(bridges: readonly Bridge[]): BridgeDirectory {
  const byName = new Map(bridges.map((bridge) => [bridge.name, bridge]));
  return {
    names: [...byName.keys()],
    get(name) {
      const bridge = byName.get(name);
      if (bridge) return bridge;
      throw new Error(`There is no bridge ${name}.`);
    },
  };
}

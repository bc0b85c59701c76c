/** The word that is fewest typing mistakes away; of equals the first. Undefined without words. */
export function nearest<T extends string>(typed: string, words: readonly T[]): T | undefined {
  const measured = words.map((word) => ({ word, distance: editDistance(typed, word) }));
  measured.sort((one, other) => one.distance - other.distance);
  return measured[0]?.word;
}

/** How many letters have to be added, taken away or replaced (Levenshtein). */
export function editDistance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (const [i, letter] of [...one].entries()) {
    const next = [i + 1];
    for (const [j, wanted] of [...other].entries()) {
      const replaced = (row[j] ?? 0) + (letter === wanted ? 0 : 1);
      next.push(Math.min(replaced, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}

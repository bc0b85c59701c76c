/**
 * Cuts a text where entities begin and end: `[{ text, entities }]`, each piece with all
 * entities that cover it. They may nest and overlap; offsets count UTF-16 units, as strings do.
 */
export function pieces(text, entities) {
  const ends = entities.flatMap(({ offset, length }) => [offset, offset + length]);
  const cuts = [...new Set([0, ...ends, text.length])]
    .filter((cut) => cut >= 0 && cut <= text.length)
    .sort((a, b) => a - b);

  return cuts.slice(0, -1).map((start, index) => ({
    text: text.slice(start, cuts[index + 1]),
    entities: entities.filter((e) => e.offset <= start && e.offset + e.length > start),
  }));
}

/** Where a link may lead: nowhere that could run something in the page. */
export function safeLink(url) {
  return URL.canParse(url) && ['http:', 'https:', 'tg:'].includes(new URL(url).protocol);
}

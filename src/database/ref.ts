/** How a caller names a row: by its integer id, its UUID, or the slug that someone gave it. */
export type Ref = { column: 'id'; value: number } | { column: 'uuid' | 'slug'; value: string };

/** As Ref, for rows that have no slug. */
export type PlainRef = { column: 'id'; value: number } | { column: 'uuid'; value: string };

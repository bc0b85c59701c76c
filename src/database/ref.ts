/** How a caller names a row that has no slug: by its integer id or its UUID. */
export type PlainRef = { column: 'id'; value: number } | { column: 'uuid'; value: string };

/** How a caller names a row: by id, by UUID, or by the slug that someone gave it. */
export type Ref = PlainRef | { column: 'slug'; value: string };

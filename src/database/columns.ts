import type { ColumnType, Generated } from 'kysely';

/** Written as any JSON value; read back as unknown until zod has looked at it. Never a pre-stringified text: drivers disagree on those. */
export type Json<Read = unknown> = ColumnType<Read, object | null, object | null>;

/** Filled in by the database when it is left out. */
export type Now = Generated<Date>;

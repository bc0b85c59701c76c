import { z } from 'zod';
import type { OutboundMedia } from '../../domain/outbound.ts';
import type { Outcome } from '../bridge.ts';
import type { Exchange } from '../exchange.ts';
import { TypedBody, type Wire } from '../wire.ts';
import { readAnswer, refusalOf } from './answer.ts';

/** The id of a file over there, or why there is none; then the message certainly did not leave. */
export type Upload = { id: string } | Extract<Outcome, { kind: 'refused' }>;

/** WhatsApp keeps a file for thirty days. */
const keptMs = 29 * 24 * 3_600_000;
/** What failed is not tried again by each of a hundred thousand messages. */
const failedMs = 30_000;
const filesMax = 1_000;
const uploadMs = 60_000;

/**
 * The files that were uploaded since the start, each once per number however many messages carry
 * it, and however many wait for it at the same time.
 */
export class Uploads {
  readonly #nowMs: () => number;
  readonly #files = new Map<string, { upload: Promise<Upload>; untilMs: number }>();

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  idOf(wire: Wire, numberKey: string, file: FileInHand): Promise<Upload> {
    const name = nameOf(numberKey, file);
    const known = this.#files.get(name);
    if (known && this.#nowMs() < known.untilMs) return known.upload;
    const upload = uploadFile(wire, numberKey, file);
    const entry = { upload, untilMs: this.#nowMs() + keptMs };
    upload.then(
      (came) => {
        if ('kind' in came) entry.untilMs = this.#nowMs() + failedMs;
      },
      () => this.#files.delete(name),
    );
    this.#keep(name, entry);
    return upload;
  }

  /** WhatsApp did not like the id: the next message brings the file anew. */
  forget(numberKey: string, file: FileInHand): void {
    this.#files.delete(nameOf(numberKey, file));
  }

  #keep(name: string, entry: { upload: Promise<Upload>; untilMs: number }): void {
    this.#files.delete(name);
    const [oldest] = this.#files.keys();
    if (this.#files.size >= filesMax && oldest !== undefined) this.#files.delete(oldest);
    this.#files.set(name, entry);
  }
}

/** A file of which we have the bytes. */
export interface FileInHand {
  mimeType: string;
  fileName: string | undefined;
  bytes: Uint8Array;
  key: string;
}

/** Undefined for one that WhatsApp fetches itself. */
export function fileInHand({ mimeType, fileName, source }: OutboundMedia): FileInHand | undefined {
  return 'bytes' in source ? { mimeType, fileName, ...source } : undefined;
}

function nameOf(numberKey: string, { key, mimeType }: FileInHand): string {
  return `${numberKey} ${mimeType} ${key}`;
}

const UploadedBody = z.object({ id: z.string().regex(/^[\x21-\x7e]{1,200}$/) });

async function uploadFile(wire: Wire, numberKey: string, file: FileInHand): Promise<Upload> {
  const path = `/${numberKey}/media`;
  const exchange = await wire.ask('POST', path, await multipartOf(file), uploadMs);
  return uploadOf(exchange);
}

/** Whatever went wrong, no message was written: what may pass is tried again later. */
function uploadOf(exchange: Exchange): Upload {
  if (exchange.kind === 'held') throw new Error('An upload asks no gate.');
  if (exchange.kind !== 'answered') return { ...exchange, kind: 'refused', class: 'transient' };
  const answer = readAnswer(exchange);
  const uploaded = answer.status === 200 ? UploadedBody.safeParse(answer.json).data : undefined;
  return uploaded ?? refusalOf(answer, 'media');
}

async function multipartOf({ mimeType, fileName, bytes }: FileInHand): Promise<TypedBody> {
  const form = new FormData();
  form.set('messaging_product', 'whatsapp');
  form.set('type', mimeType);
  form.set('file', new Blob([new Uint8Array(bytes)], { type: mimeType }), fileName ?? 'file');
  const encoded = new Response(form);
  const contentType = encoded.headers.get('content-type') ?? 'multipart/form-data';
  return new TypedBody(contentType, new Uint8Array(await encoded.arrayBuffer()));
}

/*
 * What the fake Cloud API has besides messages: files, the profile of a number, templates and who
 * listens. Like the rest of it, it knows nothing of Herald's code.
 */

export interface FakeUpload {
  id: string;
  numberId: string;
  mimeType: string;
  fileName: string;
  bytes: Buffer;
}

/** A file that a person has sent. */
export interface FakeFile {
  mimeType: string;
  bytes: Buffer;
  /** Where it is said to be; at the fake itself when left out. */
  url?: string;
  /** How large it is said to be; the truth when left out. */
  size?: number;
}

/** A request that is no message, and what is answered to it. */
export interface FakeRequest {
  method: string;
  /** The id that the path begins with: a number or a business account. */
  owner: string;
  /** Where the fake is reached. */
  origin: string;
  query: URLSearchParams;
  contentType: string;
  body: Buffer;
}

export class FakeAccount {
  readonly uploads: FakeUpload[] = [];
  /** As WhatsApp lists them; in pages of what the caller asks for. */
  readonly templates: object[] = [];
  /** Of each number. */
  readonly profiles = new Map<string, object>();
  /** The business accounts whose events somebody wants. */
  readonly subscribed: string[] = [];
  /** By their ids. */
  readonly files = new Map<string, FakeFile>();
  /** The ids of those that were fetched, in order. */
  readonly fetched: string[] = [];

  /** Undefined for paths that are not of the account. */
  answer(what: string | undefined, request: FakeRequest): Promise<object> | object | undefined {
    switch (what) {
      case 'media':
        return this.#upload(request);
      case 'whatsapp_business_profile':
        return this.#profile(request);
      case 'message_templates':
        return this.#page(request);
      case 'subscribed_apps':
        this.subscribed.push(request.owner);
        return { success: true };
      case undefined:
        return this.#describe(request);
      default:
        return undefined;
    }
  }

  #describe({ owner: id, origin }: FakeRequest): object | undefined {
    const file = this.files.get(id);
    if (!file) return undefined;
    const { mimeType, bytes, url = `${origin}/files/${id}?hash=x`, size = bytes.length } = file;
    return { messaging_product: 'whatsapp', id, url, mime_type: mimeType, file_size: size };
  }

  async #upload({ owner, contentType, body }: FakeRequest): Promise<object> {
    const headers = { 'content-type': contentType };
    const form = await new Response(new Uint8Array(body), { headers }).formData();
    const file = form.get('file');
    if (!(file instanceof File) || form.get('messaging_product') !== 'whatsapp') {
      throw new Error('this is no upload');
    }
    const id = `media${this.uploads.length + 1}`;
    this.uploads.push({
      id,
      numberId: owner,
      mimeType: String(form.get('type')),
      fileName: file.name,
      bytes: Buffer.from(await file.arrayBuffer()),
    });
    return { id };
  }

  #profile({ method, owner, body }: FakeRequest): object {
    const known = this.profiles.get(owner) ?? {};
    if (method === 'GET') return { data: [{ messaging_product: 'whatsapp', ...known }] };
    this.profiles.set(owner, { ...known, ...JSON.parse(body.toString()) });
    return { success: true };
  }

  #page({ query }: FakeRequest): object {
    const limit = Number(query.get('limit') ?? '25');
    const from = Number(query.get('after') ?? '0');
    const after = String(from + limit);
    const isLast = from + limit >= this.templates.length;
    return {
      data: this.templates.slice(from, from + limit),
      paging: { cursors: { before: String(from), after }, ...(!isLast && { next: 'https://…' }) },
    };
  }
}

/** A file that came in a form. */
export interface FilePart {
  fileName: string;
  contentType: string | undefined;
  bytes: Buffer;
}

export interface Form {
  fields: Map<string, string>;
  files: Map<string, FilePart>;
}

/**
 * Reads multipart/form-data. Our own, because grammY writes file names without quotes and
 * in UTF-8, which `Request.formData()` of Node 20 refuses and busboy loses. Throws an
 * Error when the body is not a form.
 */
export function readForm(body: Buffer, contentType: string): Form {
  const form: Form = { fields: new Map(), files: new Map() };
  for (const part of parts(body, boundaryOf(contentType))) addPart(form, part);
  return form;
}

/** Every part begins after a line with the boundary and ends before the next such line. */
function* parts(body: Buffer, boundary: string): Generator<Buffer> {
  const mark = Buffer.from(`\r\n--${boundary}`);
  // The first boundary has no line before it that it could end.
  const whole = Buffer.concat([Buffer.from('\r\n'), body]);

  let start = whole.indexOf(mark);
  for (;;) {
    const end = whole.indexOf(mark, start + mark.length);
    if (start === -1 || end === -1) break;
    yield whole.subarray(start + mark.length, end);
    start = end;
  }
  const ending = whole.toString('latin1', start + mark.length, start + mark.length + 2);
  if (start === -1 || ending !== '--') throw new Error('The form has no end.');
}

function addPart(form: Form, part: Buffer): void {
  const headEnd = part.indexOf('\r\n\r\n');
  const head = part.toString('utf8', 0, Math.max(headEnd, 0));
  const name = parameter(head, 'name');
  if (headEnd === -1 || name === undefined) throw new Error('A part of the form has no name.');

  const bytes = part.subarray(headEnd + 4);
  const fileName = parameter(head, 'filename');
  if (fileName === undefined) {
    form.fields.set(name, bytes.toString('utf8'));
  } else {
    const contentType = /^content-type:\s*(.+)$/im.exec(head)?.[1]?.trim();
    form.files.set(name, { fileName, contentType, bytes });
  }
}

/** A quoted value ends at the next quote (browsers write one inside as %22), any other at the end of its line. */
function parameter(head: string, name: 'name' | 'filename'): string | undefined {
  const pattern = new RegExp(`^content-disposition:.*?;\\s*${name}=(?:"([^"]*)"|(.*))`, 'im');
  const [, quoted, plain] = pattern.exec(head) ?? [];
  return quoted?.replaceAll('%22', '"') ?? plain?.trim();
}

function boundaryOf(contentType: string): string {
  const [, quoted, plain] = /boundary=(?:"([^"]+)"|([^;\s]+))/i.exec(contentType) ?? [];
  const boundary = quoted ?? plain;
  if (boundary === undefined) throw new Error('The form names no boundary.');
  return boundary;
}

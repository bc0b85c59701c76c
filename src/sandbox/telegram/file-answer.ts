import type { StoredFile } from './model.ts';

const pictures = ['image/png', 'image/jpeg'];

/**
 * A file for the person. Pictures are shown; everything else is saved, whatever it
 * says it is, because the page's own origin is no place for somebody's HTML.
 */
export function fileAnswer(file: StoredFile, bytes: Buffer): Response {
  const shown = pictures.includes(file.mime_type);
  const name = encodeURIComponent(file.file_name);
  return new Response(new Uint8Array(bytes), {
    headers: {
      'content-type': shown ? file.mime_type : 'application/octet-stream',
      'content-disposition': `${shown ? 'inline' : 'attachment'}; filename*=UTF-8''${name}`,
      'content-security-policy': "default-src 'none'; sandbox",
      'x-content-type-options': 'nosniff',
    },
  });
}

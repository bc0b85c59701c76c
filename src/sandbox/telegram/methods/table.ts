import { z } from 'zod';
import { badRequest } from '../api-error.ts';
import { wireFile } from '../wire.ts';
import * as callbacks from './callbacks.ts';
import * as editing from './editing.ts';
import { type Method, method } from './method.ts';
import * as profile from './profile.ts';
import * as receiving from './receiving.ts';
import * as sending from './sending.ts';

/** What Telegram lets a bot download. */
export const downloadBytesMax = 20 * 1024 * 1024;

const getFile = method(
  z.object({ file_id: z.string('file_id not specified') }),
  ({ store }, { file_id }) => {
    const file = store.state.files.get(file_id);
    if (file === undefined)
      throw badRequest('wrong file_id or the file is temporarily unavailable');
    if (file.file_size > downloadBytesMax) throw badRequest('file is too big');
    return { ...wireFile(file), file_path: file.file_path };
  },
);

/** The methods this Telegram knows, by their names. */
export const methods: ReadonlyMap<string, Method> = new Map<string, Method>(
  Object.entries({ ...receiving, ...sending, ...editing, ...callbacks, ...profile, getFile }),
);

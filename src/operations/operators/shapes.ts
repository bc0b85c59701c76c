import { z } from 'zod';
import { roles } from '../../domain/roles.ts';

export const RoleName = z
  .enum(roles)
  .describe(
    'owner: everything. manager: all but tokens and operators. launcher: starts and stops ' +
      'campaigns. editor: prepares contacts and campaigns. viewer: looks.',
  );

/** Telegram's ids have up to 52 bits. */
export const TelegramUserId = z.int().min(1).describe("The person's id on Telegram.");

import type { Hono } from 'hono';
import { cloudWebhook } from '../../webhooks/cloud.ts';
import { evolutionWebhook } from '../../webhooks/evolution.ts';
import { wahaWebhook } from '../../webhooks/waha.ts';
import type { Bridge } from '../bridges/bridge.ts';
import { createCloudBridge } from '../bridges/cloud/bridge.ts';
import { createEvolutionBridge } from '../bridges/evolution/bridge.ts';
import { createWahaBridge } from '../bridges/waha/bridge.ts';
import type { House } from '../context.ts';
import type { EventStore } from '../database/event-store.ts';
import type { Vault } from '../vault.ts';
import { cloudSecrets } from './cloud-secrets.ts';
import { evolutionSecrets } from './evolution-secrets.ts';
import { wahaSecrets } from './waha-secrets.ts';

export interface WhatsappOptions {
  vault: Vault;
  /** Where the bridges reach this Herald. */
  publicUrl: string;
}

/** The ways to the real WhatsApp. */
export interface Whatsapp {
  bridges: readonly Bridge[];
  /** Where each of them posts what happens. */
  webhooks(house: House, events: EventStore): Record<string, Hono>;
  close(): Promise<void>;
}

export function openWhatsapp({ vault, publicUrl }: WhatsappOptions): Whatsapp {
  const webhookUrl = (name: string) => `${publicUrl}/webhooks/${name}`;
  const bridges = [
    createCloudBridge({ vault }),
    createWahaBridge({ vault, webhookUrl: webhookUrl('waha') }),
    createEvolutionBridge({ vault, webhookUrl: webhookUrl('evolution') }),
  ];
  return {
    bridges,
    webhooks(house, events) {
      const { db, log } = house;
      const shared = { house, events };
      return {
        '/webhooks/cloud': cloudWebhook({ ...shared, secrets: cloudSecrets(db, vault, log) }),
        '/webhooks/waha': wahaWebhook({ ...shared, secrets: wahaSecrets(db, vault, log) }),
        '/webhooks/evolution': evolutionWebhook({
          ...shared,
          secrets: evolutionSecrets(db, vault, log),
        }),
      };
    },
    async close() {
      await Promise.all(bridges.map((bridge) => bridge.close()));
    },
  };
}

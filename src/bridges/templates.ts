import type { TemplateStatus } from '../domain/message-template.ts';
import type { BridgeSender } from './bridge.ts';

export type { TemplateStatus } from '../domain/message-template.ts';

/** The templates of a number's business account, as WhatsApp keeps them. */
export interface TemplateControl {
  list(sender: BridgeSender): Promise<BridgeTemplate[]>;
}

export interface BridgeTemplate {
  name: string;
  /** Like `pt_BR`. */
  language: string;
  status: TemplateStatus;
  /** `MARKETING`, `UTILITY` or `AUTHENTICATION`, as WhatsApp writes it. */
  category: string;
  /** Header, body, footer and buttons, as WhatsApp describes them. */
  components: readonly unknown[];
}

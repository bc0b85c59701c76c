import { stopConfirmation } from '../../src/domain/reply-texts.ts';
import type { PhoneTally } from '../../src/sandbox/phones/tally.ts';
import type { PhoneView } from '../../src/sandbox/phones/views.ts';
import type { Campaign, Evidence, Row } from './check/evidence.ts';

/**
 * The names under which WhatsApp knows one person; at least one is there. Since people may hide
 * their number, the phone may be missing on every bridge.
 */
export interface PersonNames {
  /** E.164 with a leading plus. */
  phone?: string | undefined;
  /** The linked-device id of unofficial bridges: digits, without `@lid`. */
  lid?: string | undefined;
  /** The business-scoped user id of the Cloud API, like `US.13491208655302741918`. */
  bsuid?: string | undefined;
}

/** What Herald itself says to a person on WhatsApp. In one place, so that languages can be added. */
export const stopConfirmation =
  'You have been unsubscribed and will get no more messages from us. Send START if you change your mind.';

export const startConfirmation =
  'Welcome back: you will get our messages again. Send STOP to end them.';

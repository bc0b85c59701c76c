/*
 * Steps of Herald's work as they can be seen from outside: by a part of a statement. Where our
 * code says it in other words, a scenario waits for ever, and here is the one place to follow.
 */

export const opening = 'insert into in_flight';
export const recording = 'update message m set';
export const planning = 'insert into message';
export const takingOver = 'insert into sender_lease';
export const recovering = 'from "in_flight"';

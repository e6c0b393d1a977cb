/** How often is told what is kept nowhere, and how long it counts. */

export const TYPING_EVERY_SECONDS = 3;
export const TYPING_SECONDS = 8;
export const WATCH_SECONDS = 20;

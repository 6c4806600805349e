/** How much a box takes of what is pasted: more than the server allows any text, so that it can say what is too long, and so little that the page stays quick. */
export const LONGEST_TEXT = 20_000;
/** A drawn line or outline has many corners. */
export const LONGEST_SHAPE = 1_000_000;
/** What is looked for. */
export const LONGEST_WORDS = 100;

/** "Every two weeks" in the middle of a sentence. */
export const inside = (words: string): string => words.slice(0, 1).toLocaleLowerCase() + words.slice(1)

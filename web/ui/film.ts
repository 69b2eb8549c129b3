/** What `<track>` calls words that say what is heard; never read by anybody. */
export const captionsKind = 'captions'

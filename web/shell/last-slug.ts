const key = 'belay.company'
export const lastSlug = (): string | null => localStorage.getItem(key)
export const rememberSlug = (slug: string): void => localStorage.setItem(key, slug)

/** Whether text is an id, as the database writes them: compared as text, anything else would be looked for in everybody. */
const pattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

export const isId = (text: string): boolean => pattern.test(text)

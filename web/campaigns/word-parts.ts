/** Of what a message or letter consists, as somebody words it. */
export const parts = ['subject', 'preview', 'body', 'actionLabel'] as const
export const labels = {
  subject: 'words.subject',
  preview: 'words.preview',
  body: 'words.body',
  actionLabel: 'words.action',
} as const

import type { Problems } from './shape.ts'

export const attentionProblems = {
  letters_needed: {
    status: 409,
    detail:
      'These letters concern access, or something that is asked of somebody in their name, so they always come. Nothing was changed.',
  },
  letters_fixed: {
    status: 409,
    detail:
      '{name} has decided for everybody how these letters come. Nothing was changed. Ask them if that does not fit.',
  },
  letters_at_once: {
    status: 422,
    detail:
      'These letters cannot wait for the letter of the day. Nothing was changed. Choose at once, or in the app only.',
  },
  letters_free: {
    status: 409,
    detail:
      'Reminders and round-ups stay everybody’s own choice. Nothing was changed. You can switch them off for all.',
  },
  letters_link: {
    status: 410,
    detail:
      'This address is not complete, or was made by another installation. Nothing was changed. Sign in to choose your letters.',
  },
  letter_closed: {
    status: 409,
    detail:
      'This letter opens an account or warns of somebody in it, so its words stay the same everywhere. Nothing was changed.',
  },
  letter_field: {
    status: 422,
    detail:
      'This letter knows nothing of the field {field}. Nothing was saved; your words are still on your screen. It may name: {known}.',
  },
  letter_field_missing: {
    status: 422,
    detail:
      'Without the field {field} this letter would leave out what it is about. Nothing was saved; your words are still on your screen. Put it into the subject or the letter.',
  },
  mail_not_stuck: {
    status: 409,
    detail: 'Only a letter that failed, could not be written or whose fate is uncertain can be sent again.',
  },
} as const satisfies Problems
